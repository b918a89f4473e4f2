import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { terminalLines } from '#libs/kernel';
import { deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import { registrations } from './registrations.ts';
import type { RegistrationsCommand } from './registrations.decide.ts';
import {
  isSeated,
  waits,
  type Claim,
  type Registration,
  type RegistrationEvent,
  type Registrations,
} from './registrations.state.ts';
import { belongsNowhere } from './rights.ts';
import {
  after,
  cancel,
  change,
  close,
  decideSeats,
  gatheringAfter,
  guest,
  medinsoft,
  personOf,
  register,
  review,
  seat,
  telecomValley,
  voids,
} from './testing/registrations.fixtures.ts';

const LETTERS = Array.from('ABCDEFGHIJKLMN');
const anyLetter = fc.constantFrom(...LETTERS);
const anySeats = fc.integer({ min: 1, max: 3 });
const anyRole = fc.constantFrom('participant' as const, 'participant' as const, 'speaker' as const);
const anyLimit = fc.option(fc.integer({ min: 0, max: 8 }), { nil: null });
const anyPolicy = fc.constantFrom('strict' as const, 'fill' as const);
/** A member, a guest by a quota, or one whose cluster is no more: what a merger, an exclusion or a transfer makes of an organisation. */
const anyBelonging = fc.constantFrom(
  { clusterIds: [telecomValley], agreements: [] },
  guest(2),
  guest(3),
  belongsNowhere,
);
/** Without the public: whoever belongs nowhere comes no more. */
const gathering = gatheringAfter({ audience: ['member', 'reciprocal'] });

const anyDecision = fc
  .tuple(anyLimit, anyPolicy, fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }), fc.boolean())
  .map(([seats, waiting, members, isLimited]) =>
    decideSeats(seats, {
      waiting,
      audiences: members === undefined ? [] : [{ audience: 'member', seats: members }],
      clusters: isLimited ? [{ clusterId: medinsoft, seats: 2 }] : [],
    }),
  );
const anyRegistration = fc
  .tuple(anyLetter, anyLetter, anySeats, anyRole, anyBelonging, fc.integer({ min: 0, max: 9 }))
  .map(([letter, person, seats, role, belonging, luck]) =>
    register(letter, {
      // Now and then the same person, or one that is let in by decision.
      ...(luck === 0 ? { person: personOf(person) } : {}),
      ...(luck === 1 ? { exception: 'Invité' } : {}),
      ...{ seats, role, belonging },
    }),
  );
const anyStep: fc.Arbitrary<RegistrationsCommand> = fc
  .oneof(
    { weight: 8, arbitrary: anyRegistration },
    { weight: 2, arbitrary: anyDecision },
    { weight: 3, arbitrary: anyLetter.map((letter) => cancel(letter)) },
    { weight: 1, arbitrary: anyLetter.map((letter) => voids(letter)) },
    { weight: 1, arbitrary: anyLetter.map((letter) => seat(letter)) },
    { weight: 2, arbitrary: fc.tuple(anyLetter, anySeats).map(([letter, seats]) => change(letter, { seats })) },
    { weight: 2, arbitrary: fc.tuple(anyLetter, anyRole).map(([letter, role]) => change(letter, { role })) },
    { weight: 2, arbitrary: fc.tuple(anyLetter, anyBelonging).map(([letter, belonging]) => review(letter, belonging)) },
  )
  .map((command) => ({ ...command, gathering }));
const anyHistory = fc.tuple(anyDecision, fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' }));

/** What is left of each limit, reckoned anew from the decision and the entries; whatever it is by name. */
function leftOf(state: Registrations): readonly { readonly left: number; readonly of: (claim: Claim) => boolean }[] {
  const { decided, entries } = state;
  if (decided === undefined) return [];
  const isCounted = (claim: Claim) => decided.counted.includes(claim.role);
  const take = (of: (claim: Claim) => boolean) =>
    entries.filter((each) => isSeated(each) && of(each.claim)).reduce((sum, { claim }) => sum + claim.seats, 0);
  const limits: [number, (claim: Claim) => boolean][] = [];
  if (decided.seats !== null) limits.push([decided.seats, isCounted]);
  for (const { audience, seats } of decided.audiences)
    limits.push([seats, (claim) => isCounted(claim) && claim.audience === audience]);
  const ofGuests = (claim: Claim) => isCounted(claim) && claim.reciprocity?.clusterId === medinsoft;
  for (const { seats } of decided.clusters) limits.push([seats, ofGuests]);
  const quota = entries.findLast(({ claim }) => claim.reciprocity !== undefined)?.claim.reciprocity?.quota;
  if (quota !== undefined) limits.push([quota, ofGuests]);
  return limits.map(([most, of]) => ({ left: most - take(of), of }));
}

const applied = (events: readonly RegistrationEvent[], state: Registrations): Registrations =>
  events.reduce<Registrations>((before, event) => registrations.evolve(before, event), state);

const seatsOf = (state: Registrations, is: (each: Registration) => boolean) =>
  state.entries.filter(is).map(({ received: { registrationId } }) => registrationId);

/** What is wrong with a state that a step has made; none where all is as it has to be. */
function faultsIn(state: Registrations, before: Registrations, step: RegistrationsCommand): readonly string[] {
  const limits = leftOf(state);
  const faults: string[] = [];
  const isByDecision = step.type === 'SeatRegistration' || ('exception' in step && step.exception !== undefined);
  const [seated, seatedBefore] = [seatsOf(state, isSeated), seatsOf(before, isSeated)];
  const isMore = seated.some((id) => !seatedBefore.includes(id));
  const lowers = step.type === 'DecideSeats' || step.type === 'ReviewRights' || step.type === 'Register';
  // Only a decision, a lower limit, or another right of those who have seats leaves more taken than there are.
  if (
    isMore &&
    !isByDecision &&
    !lowers &&
    limits.some(({ left }, index) => left < 0 && left < (leftOf(before)[index]?.left ?? 0))
  )
    faults.push('more seats than there are');
  const persons = state.entries
    .filter(({ ended }) => ended === undefined)
    .map(({ received }) => received.person.personId);
  if (new Set(persons).size !== persons.length) faults.push('a person twice');
  const waiting = state.entries.filter(waits);
  for (const [index, { claim, received }] of waiting.entries()) {
    const own = limits.filter(({ of }) => of(claim));
    if (own.some(({ left }) => left < claim.seats)) continue;
    // It would find seats: by `strict` somebody before it lacks some of a limit of its own.
    const isKept = waiting
      .slice(0, index)
      .some((first) => own.some(({ left, of }) => of(first.claim) && left < first.claim.seats));
    if (state.decided?.waiting === 'fill' || !isKept) faults.push(`${received.registrationId} waits beside free seats`);
  }
  return faults;
}

describe('seats at a gathering', () => {
  it('are never taken twice, nobody is seated and waits, and who waits would find none by the policy', () => {
    let steps = 0;
    fc.assert(
      fc.property(anyHistory, ([decided, drawn]) => {
        let state = after([decided]);
        for (const step of drawn) {
          const decision = registrations.decide(step, state);
          if (!decision.ok || decision.events.length === 0) continue;
          const next = applied(decision.events, state);
          expect(faultsIn(next, state, step)).toEqual([]);
          steps += 1;
          state = next;
        }
      }),
      { numRuns: 300, seed: propertySeed() },
    );
    process.stderr.write(terminalLines(`seats: ${String(steps)} steps took effect in 300 histories\n`));
    expect(steps).toBeGreaterThan(1_500);
  });

  it('are given to the same whatever freed them', () => {
    let freed = 0;
    const played = (state: Registrations, step: RegistrationsCommand): Registrations => {
      const decision = registrations.decide(step, state);
      return decision.ok ? applied(decision.events, state) : state;
    };
    fc.assert(
      fc.property(anyHistory, anyLetter, ([decided, drawn], letter) => {
        const state = drawn.reduce(played, after([decided]));
        const own = state.entries.find(
          (each) => isSeated(each) && each.received.registrationId === register(letter).registrationId,
        );
        if (own === undefined) return;
        freed += 1;
        const others = (next: Registrations) =>
          [isSeated, waits].map((is) => seatsOf(next, is).filter((id) => id !== own.received.registrationId));
        const cancelled = others(played(state, { ...cancel(letter), gathering }));
        expect(others(played(state, { ...voids(letter), gathering }))).toEqual(cancelled);
        expect(others(played(state, { ...change(letter, { role: 'host' }), gathering }))).toEqual(cancelled);
        const mine = state.entries.filter(
          (each) => each.received.organisationId === own.received.organisationId && each.ended === undefined,
        );
        if (mine.length === 1)
          expect(others(played(state, { ...review(letter, belongsNowhere), gathering }))).toEqual(cancelled);
      }),
      { numRuns: 300, seed: propertySeed() },
    );
    expect(freed).toBeGreaterThan(30);
  });

  it('are nobody’s once the gathering is cancelled', () => {
    fc.assert(
      fc.property(anyHistory, ([decided, drawn]) => {
        let state = after([decided]);
        for (const step of [...drawn, close()]) {
          const decision = registrations.decide(step, state);
          if (decision.ok) state = applied(decision.events, state);
        }
        expect(state.entries.filter(({ ended }) => ended === undefined)).toEqual([]);
      }),
      { numRuns: 50, seed: propertySeed() },
    );
  });

  deciderIsIdempotent('registrations', registrations, fc.array(anyStep, { maxLength: 15 }));
});
