import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate } from '#libs/kernel';
import { deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import { occupancy } from './occupancy.ts';
import type { OccupancyCommand } from './occupancy.decide.ts';
import { admit, correctStart, decide, leave, record, voids, withdraw } from './testing/occupancy.fixtures.ts';

const FIRST = calendarDate('2016-01-01');
const LAST_DAY = 40;
const LONGEST = 10;
/** Up to the last day on which anything may begin: a place that frees with the latest end is taken on its day. */
const days = Array.from({ length: LAST_DAY + LONGEST + 1 }, (_, index) => addDays(FIRST, index));

const anyDay = fc.integer({ min: 0, max: LAST_DAY }).map((count) => addDays(FIRST, count));
const anyNumber = fc.integer({ min: 1, max: 14 });
const anyPlaces = fc.integer({ min: 0, max: 4 });
const anyAdmission = fc.tuple(anyNumber, anyDay).map(([number, on]) => admit(number, on, 1 + (number % 11)));
const anyChange = fc.oneof(
  fc.tuple(anyNumber, anyDay).map(([number, on]) => leave(number, on)),
  fc.tuple(anyNumber, anyDay).map(([number, on]) => withdraw(number, on)),
  fc.tuple(anyNumber, anyDay).map(([number, on]) => correctStart(number, on)),
  fc
    .tuple(anyNumber, anyDay, fc.integer({ min: 0, max: LONGEST }))
    .map(([number, on, length]) => record(number, on, addDays(on, length), 1 + (number % 11))),
);
const anyCommand: fc.Arbitrary<OccupancyCommand> = fc.oneof(
  { weight: 3, arbitrary: anyAdmission },
  { weight: 3, arbitrary: anyChange },
  { weight: 1, arbitrary: fc.tuple(anyPlaces, anyDay).map(([places, since]) => decide(places, since)) },
);
/** A command, or the number of a fact that is taken back. */
const anyStep = fc.oneof({ weight: 6, arbitrary: anyCommand }, fc.nat({ max: 40 }));

/** One admission as the slow model knows it: its days, counted one by one. */
interface Stay {
  readonly number: number;
  readonly company: string;
  readonly since: string;
  readonly start: string | undefined;
  readonly end: string | undefined;
}

type State = typeof occupancy.initial;

function staysOf({ admissions }: State): readonly Stay[] {
  return admissions.map(({ admitted, startedOn, ended }) => ({
    ...{ number: admitted.number, company: admitted.organisationId, since: admitted.on },
    ...{ start: startedOn, end: ended?.on },
  }));
}

const isOn = (day: string, { since, end }: Stay): boolean => since <= day && (end === undefined || day < end);
const isInside = (day: string, stay: Stay): boolean => isOn(day, stay) && stay.start !== undefined && stay.start <= day;
const insideOn = (day: string, stays: readonly Stay[]): readonly Stay[] => stays.filter((each) => isInside(day, each));
/** The decision with the latest day that has come, of one day the one recorded last. */
const placesOn = (day: string, { facts }: State): number => {
  const decisions = facts.flatMap(({ event, sequence }) =>
    event.type === 'CapacityDecided' && event.since <= day ? [{ event, sequence }] : [],
  );
  const [last] = decisions.toSorted((a, b) =>
    a.event.since === b.event.since ? b.sequence - a.sequence : a.event.since < b.event.since ? 1 : -1,
  );
  return last?.event.places ?? 0;
};

/** The first day from which, day by day up to the end of all days, a place is free; by the slow model. */
function freeFrom(since: string, stays: readonly Stay[], state: State): string | undefined {
  const from = days.filter((day) => day >= since);
  return from.find((first) => from.every((day) => day < first || insideOn(day, stays).length < placesOn(day, state)));
}

function afterStep(state: State, step: OccupancyCommand | number) {
  const fact = typeof step === 'number' ? state.facts[step] : undefined;
  if (typeof step === 'number' && fact === undefined) return state;
  const command = typeof step === 'number' ? { ...voids(fact?.event.type ?? '', 0), fact: fact?.id ?? '' } : step;
  const decision = occupancy.decide(command, state);
  return decision.ok
    ? decision.events.reduce((before, event) => occupancy.evolve(before, event, nextId(before)), state)
    : state;
}

/** Ids that no other fact of the stream has. */
function nextId({ facts, voided }: State): string {
  return `fact-${String(facts.length + voided.length)}`;
}

describe('places of an incubator', () => {
  let steps = 0;
  it('are never taken beyond the capacity but by a lowering; nobody is there twice; who waits would find none', () => {
    fc.assert(
      fc.property(anyPlaces, fc.array(anyStep, { minLength: 10, maxLength: 40, size: 'max' }), (places, drawn) => {
        let state = afterStep(occupancy.initial, decide(places, FIRST));
        for (const step of drawn) {
          const next = afterStep(state, step);
          if (next === state) continue;
          steps += 1;
          const [stays, before] = [staysOf(next), staysOf(state)];
          const faults = days.filter((day) => {
            const inside = insideOn(day, stays);
            const present = stays.filter((each) => isOn(day, each)).map(({ company }) => company);
            // Somebody begins on the day: more than before only where there is a place.
            const begins = inside.some(({ start }) => start === day);
            const more = inside.length > insideOn(day, before).length;
            const isTwice = new Set(present).size !== present.length;
            return isTwice || (begins && more && inside.length > placesOn(day, next));
          });
          expect(faults).toEqual([]);
          const waiting = stays.filter(({ start, end }) => start === undefined && end === undefined);
          for (const { since } of waiting) expect(freeFrom(since, stays, next)).toBeUndefined();
          // Whoever was let in now had waited no shorter than those who still wait.
          const letIn = stays.filter(
            ({ number, start }) =>
              start !== undefined && before.some((each) => each.number === number && each.start === undefined),
          );
          for (const { number } of letIn)
            for (const other of waiting)
              if (before.some((each) => each.number === other.number && each.start === undefined))
                expect(number).toBeLessThan(other.number);
          state = next;
        }
      }),
      { numRuns: 150, seed: propertySeed() },
    );
    // Most steps are refused: enough took effect.
    expect(steps).toBeGreaterThan(500);
  });

  it('are taken up to the capacity where it is never lowered, and not beyond it on any day', () => {
    const growing = fc.array(fc.oneof(anyAdmission, anyChange, fc.nat({ max: 40 })), { maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(anyPlaces, growing, (places, drawn) => {
        let state = afterStep(occupancy.initial, decide(places, FIRST));
        for (const step of drawn) {
          // The decision itself is not taken back.
          const isDecision = typeof step === 'number' && state.facts[step]?.event.type === 'CapacityDecided';
          state = isDecision ? state : afterStep(state, step);
        }
        const stays = staysOf(state);
        expect(days.filter((day) => insideOn(day, stays).length > places)).toEqual([]);
      }),
      { numRuns: 150, seed: propertySeed() },
    );
  });

  deciderIsIdempotent('occupancy', occupancy, fc.array(anyCommand, { maxLength: 15 }));
});
