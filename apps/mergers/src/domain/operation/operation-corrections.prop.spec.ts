import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { catalog } from '#libs/contracts';
import { fold } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import {
  accede,
  blocked as withCondition,
  condition,
  correct,
  declare,
  opposition,
  lapse,
  postpone,
  retract,
  schedule,
  voidFact,
  withdraw,
} from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  against,
  auvergneTic,
  day,
  documents,
  draft,
  inFavour,
  notice,
  numelink,
  publishedAbsorption,
  start,
  takeEffect,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import { operation } from './operation.decide.ts';
import { decidesVerdict, operationFacts } from './operation.facts.ts';
import type { OperationCommand } from './operation.commands.ts';
import type { Effective, OperationEvent, OperationFact, OperationRecord } from './operation.ts';

const joiner = countedUuid(71);
const blocked = { ...withCondition, joining: [{ organisationId: joiner }] };
const body = fc.constantFrom(numelink, auvergneTic);
const dayOf = (...days: readonly string[]) => fc.constantFrom(...days).map(day);
const tally = fc.constantFrom(inFavour, inFavour, inFavour, tooFew, against);
const when = dayOf('2016-01-10', '2016-01-15', '2016-02-01', '2016-02-20', '2016-03-31', '2016-04-07', '2016-05-02');

const anyStep: fc.Arbitrary<OperationCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(body, tally, when).map(([clusterId, each, on]) => vote(clusterId, each, on)) },
  fc.tuple(body, when).map(([clusterId, on]) => notice(clusterId, on)),
  fc.tuple(body, when).map(([clusterId, on]) => documents(clusterId, on)),
  body.map((clusterId) => schedule(clusterId)),
  fc
    .tuple(fc.constantFrom('fulfilled' as const, 'waived' as const, 'failed' as const), when)
    .map(([status, on]) => condition(status, on)),
  fc.tuple(body, when).map(([clusterId, on]) => adopt(clusterId, blocked, on)),
  fc
    .tuple(body, fc.constantFrom('favourable' as const, 'none' as const), when)
    .map(([clusterId, opinion, on]) => ({ type: 'RecordConsultation', clusterId, opinion, on }) as const),
  fc.tuple(body, when).map(([clusterId, on]) => ({ ...opposition, clusterId, on })),
  fc
    .tuple(fc.constantFrom('paid' as const, 'dismissed' as const), when)
    .map(([outcome, on]) => ({ type: 'ResolveOpposition', oppositionId, outcome, on }) as const),
  when.map((on) => accede(joiner, blocked, on)),
  when.map((on) => retract(joiner, on)),
  fc.constantFrom<OperationCommand>(
    draft(absorptionPlan({ motives: 'revised' })),
    draft(blocked),
    postpone,
    { ...postpone, newTarget: day('2016-04-30') },
    lapse,
    withdraw,
    takeEffect('2016-05-02'),
    declare,
  ),
);
const { oppositionId } = opposition;
const effective = [
  ...publishedAbsorption(blocked),
  vote(numelink),
  vote(auvergneTic),
  condition(),
  takeEffect('2016-05-02'),
  declare,
];
/** Without the blocking condition the last vote is the effect. */
const ways = [blocked, absorptionPlan()].flatMap((plan) => [
  ...[[start(), draft(plan)], adoptedAbsorption(plan), publishedAbsorption(plan)],
  ...[publishedAbsorption(plan), [...publishedAbsorption(plan), opposition, accede(joiner, plan)]],
]);
const anyHistory = fc
  // Only of an effect there are declarations: as many histories have one as have none.
  .tuple(fc.oneof(fc.constantFrom(...ways), fc.constant(effective)), fc.array(anyStep, { maxLength: 10 }))
  .map(([way, steps]) => [...way, ...steps]);

type Name = keyof typeof operationFacts;
const NAMES = Object.keys(operationFacts) as readonly Name[];

/** What a correction of each fact may say. */
const anyChanges = fc
  .record({
    on: when,
    tally,
    status: fc.constantFrom('fulfilled', 'failed'),
    where: fc.constantFrom('Le Progrès', 'seat', 'on-line'),
    opinion: fc.constantFrom('favourable', 'unfavourable'),
    outcome: fc.constantFrom('paid', 'guaranteed'),
    reason: fc.constantFrom('no budget', 'no time'),
    signatory: fc.constant({ personId: countedUuid(80), name: 'Katia Vidic' }),
    claimSince: fc.constantFrom('2015-11-30', '2016-01-05'),
  })
  .chain((all) => fc.subarray(Object.entries({ ...all, authority: 'sirene' }), { minLength: 1 }));

function changesOf(name: Name, entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const members: readonly string[] = operationFacts[name].changes;
  return Object.fromEntries(entries.filter(([member]) => members.includes(member)));
}

interface Played {
  readonly events: readonly OperationEvent[];
  readonly state: OperationRecord;
  /** Of each command that stated something: its place, and that of its first event. */
  readonly stated: readonly { readonly index: number; readonly place: number }[];
}

function play(commands: readonly OperationCommand[]): Played {
  const events: OperationEvent[] = [];
  const stated: { index: number; place: number }[] = [];
  let state = operation.initial;
  for (const [index, command] of commands.entries()) {
    const decision = operation.decide(command, state);
    if (!decision.ok || decision.events.length === 0) continue;
    stated.push({ index, place: events.length });
    for (const event of decision.events) state = operation.evolve(state, event, String(events.push(event) - 1));
  }
  return { events, state, stated };
}

/** A fact of a history that can be corrected, with the place of its command; undefined where it has none. */
function anyFactOf({ events, stated }: Played, nth: number) {
  const facts = stated.flatMap(({ index, place }) => {
    const name = NAMES.find((each) => each === events[place]?.type);
    return name === undefined ? [] : [{ index, place: String(place), name }];
  });
  // Each kind as often as the others, however few of it a history has.
  const kinds = NAMES.filter((each) => facts.some(({ name }) => name === each));
  const ofKind = facts.filter(({ name }) => name === kinds[nth % kinds.length]);
  return ofKind[Math.floor(nth / kinds.length) % ofKind.length];
}

function seen({ facts: _facts, voided: _voided, ...state }: OperationRecord) {
  return state;
}

function corrected({ events }: Played, command: OperationCommand): OperationRecord | undefined {
  const decision = operation.decide(command, fold(operation, events));
  return decision.ok ? fold(operation, [...events, ...decision.events]) : undefined;
}

/** After the effect the verdict stays as it was judged: another history than one that was recorded right. */
function isBeside({ state }: Played, name: Name): boolean {
  return 'effectiveOn' in state && decidesVerdict({ type: name } as OperationFact);
}

/** Another fact may open a way to what was refused before: then these are two histories. */
const placesOf = ({ stated }: Played) => JSON.stringify(stated.map(({ index }) => index));
const ROUNDS = 20;
const runs = { numRuns: 400, seed: propertySeed() };

describe('the facts of an operation', () => {
  const anyCorrection = fc.record({ nth: fc.nat(20), entries: anyChanges, voids: fc.boolean() });

  deciderIsIdempotent(
    'corrections',
    operation,
    fc.tuple(anyHistory, fc.array(anyCorrection, { maxLength: 4 })).map(([commands, corrections]) => {
      const played = play(commands);
      return [...commands, ...corrections.flatMap((each) => correctionOf(played, each))];
    }),
    100,
  );

  it('corrected, an operation is as if the wrong fact had never been recorded', () => {
    const compared = new Map<Name, number>();
    const property = fc.property(anyHistory, fc.nat(20), anyChanges, (commands, nth, entries) => {
      const wrong = play(commands);
      const fact = anyFactOf(wrong, nth);
      if (fact === undefined || isBeside(wrong, fact.name)) return;
      const changes = changesOf(fact.name, entries);
      const after = corrected(wrong, correct(fact.name, fact.place, changes));
      const right = play(commands.with(fact.index, { ...commands[fact.index], ...changes } as OperationCommand));
      if (after === undefined || placesOf(right) !== placesOf(wrong)) return;
      expect(seen(after)).toEqual(seen(right.state));
      compared.set(fact.name, (compared.get(fact.name) ?? 0) + 1);
    });
    // On and on until each kind was among them: some come seldom.
    for (let round = 0; round < ROUNDS && (round === 0 || compared.size < NAMES.length); round += 1)
      fc.assert(property, { ...runs, seed: runs.seed + round });
    expect([...compared.keys()].sort()).toEqual(NAMES.toSorted());
  });

  it('voided, an operation is as if the fact had never been recorded', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyHistory, fc.nat(20), (commands, nth) => {
        const wrong = play(commands);
        const fact = anyFactOf(wrong, nth);
        const after = fact && corrected(wrong, voidFact(fact.name, fact.place));
        if (fact === undefined || after === undefined) return;
        const right = play(commands.with(fact.index, start()));
        const others = { ...wrong, stated: wrong.stated.filter(({ index }) => index !== fact.index) };
        if (placesOf(right) !== placesOf(others)) return;
        expect(seen(after)).toEqual(seen(right.state));
        compared += 1;
      }),
      runs,
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('corrections fit their contracts, and change no verdict once the plan took effect', () => {
    let inForce = 0;
    fc.assert(
      fc.property(anyHistory, fc.array(anyCorrection, { minLength: 1, maxLength: 4 }), (commands, corrections) => {
        const played = play(commands);
        let { events } = played;
        for (const command of corrections.flatMap((each) => correctionOf(played, each))) {
          const before = fold(operation, events);
          const decision = operation.decide(command, before);
          if (!decision.ok) continue;
          events = [...events, ...decision.events];
          for (const { type, ...data } of decision.events) {
            const named = 'fact' in data ? { ...data, fact: countedUuid(1) } : data;
            expect(catalog.check(`mergers.${type}`, 1, named)).toEqual([]);
          }
          const after = fold(operation, events);
          if (!('effectiveOn' in before && 'effectiveOn' in after)) continue;
          expect(verdictOf(after)).toEqual(verdictOf(before));
          inForce += 1;
        }
      }),
      runs,
    );
    expect(inForce).toBeGreaterThan(20);
  });
});

interface Correction {
  readonly nth: number;
  readonly entries: readonly (readonly [string, unknown])[];
  readonly voids: boolean;
}

function correctionOf(played: Played, { nth, entries, voids }: Correction): readonly OperationCommand[] {
  const fact = anyFactOf(played, nth);
  if (fact === undefined) return [];
  const { name, place } = fact;
  return [voids ? voidFact(name, place) : correct(name, place, changesOf(name, entries))];
}

/** An assembly without a quorum decided nothing: its vote may be taken back. */
function verdictOf({ votes, adoptions, approvedOn, effectiveOn }: Effective) {
  const counted = new Map(Object.entries(votes).filter(([, { outcome }]) => outcome === 'adopted'));
  return { votes: counted, adoptions, approvedOn, effectiveOn };
}
