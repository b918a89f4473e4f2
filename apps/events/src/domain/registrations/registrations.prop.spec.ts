import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { instant, minutesAfter, terminalLines } from '#libs/kernel';
import { deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import { registrations } from './registrations.ts';
import type { RegistrationsCommand } from './registrations.commands.ts';
import {
  holdsSeats,
  isOffered,
  isSeated,
  registrationOf,
  waits,
  type Claim,
  type Registration,
  type RegistrationEvent,
  type Registrations,
} from './registrations.state.ts';
import { belongsNowhere } from './rights.ts';
import {
  acceptOffer,
  after,
  cancel,
  change,
  close,
  declineOffer,
  decideSeats,
  gatheringAfter,
  guest,
  medinsoft,
  NOW,
  personOf,
  register,
  reinstate,
  reopen,
  review,
  reviewOffers,
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
const [TWO_DAYS_BEFORE, START] = [instant('2016-07-02T16:00:00Z'), instant('2016-07-04T16:00:00Z')];

/** Seats are given at once, or offered for some hours or for a day. */
const anyOffer = fc.constantFrom(undefined, 300, 1_440);
const anyDecision = fc
  .tuple(anyLimit, anyPolicy, fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }), fc.boolean(), anyOffer)
  .map(([seats, waiting, members, isLimited, offerMinutes]) =>
    decideSeats(seats, {
      ...(offerMinutes === undefined ? {} : { offerMinutes }),
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
const anyCommand: fc.Arbitrary<RegistrationsCommand> = fc.oneof(
  { weight: 16, arbitrary: anyRegistration },
  { weight: 2, arbitrary: anyDecision },
  { weight: 3, arbitrary: anyLetter.map((letter) => cancel(letter)) },
  { weight: 1, arbitrary: anyLetter.map((letter) => voids(letter)) },
  { weight: 1, arbitrary: anyLetter.map((letter) => seat(letter)) },
  { weight: 2, arbitrary: fc.tuple(anyLetter, anySeats).map(([letter, seats]) => change(letter, { seats })) },
  { weight: 2, arbitrary: fc.tuple(anyLetter, anyRole).map(([letter, role]) => change(letter, { role })) },
  { weight: 2, arbitrary: fc.tuple(anyLetter, anyBelonging).map(([letter, belonging]) => review(letter, belonging)) },
  { weight: 3, arbitrary: anyLetter.map((letter) => acceptOffer(letter)) },
  { weight: 2, arbitrary: anyLetter.map((letter) => declineOffer(letter)) },
  { weight: 1, arbitrary: fc.constant(reviewOffers(NOW)) },
  { weight: 2, arbitrary: anyLetter.map((letter) => reinstate(letter)) },
);
/** Somewhere in the two days before the gathering begins, or just after: some offers expire, and some end with the start. */
const anyStep: fc.Arbitrary<RegistrationsCommand> = fc
  .tuple(anyCommand, fc.integer({ min: 0, max: 2_910 }))
  .map(([command, minutes]) => ({ ...command, gathering, receivedAt: minutesAfter(TWO_DAYS_BEFORE, minutes) }));
/** Two histories of three begin with few seats, which are offered: the list is long then. */
const anyBeginning = fc
  .tuple(anyDecision, fc.constantFrom(1, 2, undefined))
  .map(([decided, few]) => (few === undefined ? decided : { ...decided, seats: few, offerMinutes: 600 }));
/** The clock goes forward only. */
const anyHistory = fc
  .tuple(anyBeginning, fc.array(anyStep, { minLength: 15, maxLength: 40, size: 'max' }))
  .map(([decided, steps]) => {
    const moments = steps.map(({ receivedAt }) => receivedAt).toSorted();
    return [decided, steps.map((step, index) => ({ ...step, receivedAt: moments[index] ?? NOW }))] as const;
  });

/** What is left of each limit, reckoned anew from the decision and the entries; whatever it is by name. */
function leftOf(state: Registrations): readonly { readonly left: number; readonly of: (claim: Claim) => boolean }[] {
  const { decided, entries } = state;
  if (decided === undefined) return [];
  const isCounted = (claim: Claim) => decided.counted.includes(claim.role);
  const take = (of: (claim: Claim) => boolean) =>
    entries.filter((each) => holdsSeats(each) && of(each.claim)).reduce((sum, { claim }) => sum + claim.seats, 0);
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

/** An answer to an offer is that of somebody to whom one was made, and a cancellation mostly that of somebody who has a seat. */
function aimed(step: RegistrationsCommand, state: Registrations): RegistrationsCommand {
  if (step.type === 'AcceptOffer' || step.type === 'DeclineOffer') {
    const [registrationId = step.registrationId] = seatsOf(state, isOffered);
    return { ...step, registrationId };
  }
  if (step.type !== 'CancelRegistration' || registrationOf(state, step.registrationId) !== undefined) return step;
  const [registrationId = step.registrationId] = seatsOf(state, isSeated);
  return { ...step, registrationId };
}

const applied = (events: readonly RegistrationEvent[], state: Registrations): Registrations =>
  events.reduce<Registrations>((before, event) => registrations.evolve(before, event), state);

const seatsOf = (state: Registrations, is: (each: Registration) => boolean) =>
  state.entries.filter(is).map(({ received: { registrationId } }) => registrationId);

/** What is wrong with the offers of a state; where seats are offered, whoever waited has them by its own word or by a decision. */
function offerFaultsIn(state: Registrations, before: Registrations, step: RegistrationsCommand): readonly string[] {
  const open = state.entries.flatMap((each) => (isOffered(each) ? (each.offer?.until ?? '') : []));
  const late = open.filter((until) => until <= step.receivedAt || until > START);
  const own = 'registrationId' in step ? step.registrationId : undefined;
  const seated = seatsOf(state, isSeated).filter((id) => id !== own && !seatsOf(before, isSeated).includes(id));
  const offered = seatsOf(state, isOffered).filter((id) => !seatsOf(before, isOffered).includes(id));
  const isOffering = state.decided?.offerMinutes !== undefined;
  return [
    ...late.map((until) => `an offer until ${until} at ${step.receivedAt}`),
    ...(isOffering ? seated.map((id) => `${id} has seats that it did not accept`) : []),
    ...(isOffering ? [] : offered.map((id) => `${id} is offered what would be given`)),
  ];
}

/** What is wrong with a state that a step has made; none where all is as it has to be. */
function faultsIn(state: Registrations, before: Registrations, step: RegistrationsCommand): readonly string[] {
  const limits = leftOf(state);
  const faults: string[] = [];
  const isByDecision = step.type === 'SeatRegistration' || ('exception' in step && step.exception !== undefined);
  const [held, heldBefore] = [seatsOf(state, holdsSeats), seatsOf(before, holdsSeats)];
  const isMore = held.some((id) => !heldBefore.includes(id));
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
  faults.push(...offerFaultsIn(state, before, step));
  // Once it is too late for an offer, a seat that frees is nobody's until somebody decides.
  if (state.decided?.offerMinutes !== undefined && step.receivedAt >= START) return faults;
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

const lasts = ({ ended }: Registration): boolean => ended === undefined;

function played(state: Registrations, step: RegistrationsCommand): Registrations {
  const decision = registrations.decide(aimed(step, state), state);
  return decision.ok ? applied(decision.events, state) : state;
}

describe('seats at a gathering', () => {
  it('are never taken twice, nobody is seated and waits, and who waits would find none by the policy', () => {
    let [steps, offers, accepted, expired] = [0, 0, 0, 0];
    fc.assert(
      fc.property(anyHistory, ([decided, drawn]) => {
        let state = after([decided]);
        for (const each of drawn) {
          const step = aimed(each, state);
          const decision = registrations.decide(step, state);
          if (!decision.ok || decision.events.length === 0) continue;
          const next = applied(decision.events, state);
          expect(faultsIn(next, state, step)).toEqual([]);
          steps += 1;
          offers += decision.events.filter(({ type }) => type === 'SeatsOffered').length;
          accepted += step.type === 'AcceptOffer' ? 1 : 0;
          expired += decision.events.filter((each) => 'cause' in each && each.cause === 'offer-expired').length;
          state = next;
        }
      }),
      { numRuns: 300, seed: propertySeed() },
    );
    const seen = `${String(offers)} offers, ${String(accepted)} accepted, ${String(expired)} expired`;
    process.stderr.write(terminalLines(`seats: ${String(steps)} steps took effect in 300 histories, ${seen}\n`));
    expect(Math.min(offers, accepted, expired)).toBeGreaterThan(10);
    expect(steps).toBeGreaterThan(1_500);
  });

  it('are given to the same whatever freed them', () => {
    let freed = 0;
    fc.assert(
      fc.property(anyHistory, anyLetter, ([decided, drawn], letter) => {
        const state = drawn.reduce(played, after([decided]));
        const own = state.entries.find(
          (each) => isSeated(each) && each.received.registrationId === register(letter).registrationId,
        );
        if (own === undefined) return;
        freed += 1;
        const at = { gathering, receivedAt: drawn.at(-1)?.receivedAt ?? NOW };
        const others = (next: Registrations) =>
          [isSeated, isOffered, waits].map((is) =>
            seatsOf(next, is).filter((id) => id !== own.received.registrationId),
          );
        const cancelled = others(played(state, { ...cancel(letter), ...at }));
        expect(others(played(state, { ...voids(letter), ...at }))).toEqual(cancelled);
        expect(others(played(state, { ...change(letter, { role: 'host' }), ...at }))).toEqual(cancelled);
        const mine = state.entries.filter(
          (each) => each.received.organisationId === own.received.organisationId && each.ended === undefined,
        );
        if (mine.length === 1)
          expect(others(played(state, { ...review(letter, belongsNowhere), ...at }))).toEqual(cancelled);
      }),
      { numRuns: 300, seed: propertySeed() },
    );
    expect(freed).toBeGreaterThan(30);
  });

  it('are nobody’s once the gathering is cancelled, and theirs again once that is taken back', () => {
    fc.assert(
      fc.property(anyHistory, ([decided, drawn]) => {
        const at = { gathering, receivedAt: drawn.at(-1)?.receivedAt ?? NOW };
        const before = [...drawn, { ...reviewOffers(NOW), ...at }].reduce(played, after([decided]));
        const closed = played(before, { ...close(), ...at });
        expect(closed.entries.filter(lasts)).toEqual([]);
        const again = played(closed, { ...reopen(), ...at });
        expect(seatsOf(again, lasts)).toEqual(seatsOf(before, lasts));
        expect(seatsOf(again, isSeated)).toEqual(expect.arrayContaining([...seatsOf(before, isSeated)]));
      }),
      { numRuns: 50, seed: propertySeed() },
    );
  });

  deciderIsIdempotent('registrations', registrations, fc.array(anyStep, { maxLength: 15 }));
});
