import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, instantFromEpochMs } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { asOf, knownVersions, withStatement, type Statement, type Version } from './bitemporal.ts';

const FIRST_DAY = calendarDate('2016-01-01');
const DAYS = 12;
const dayOf = (index: number) => addDays(FIRST_DAY, index);
const momentOf = (index: number) => instantFromEpochMs(1_460_000_000_000 + index * 1_000);

const everyDay = Array.from({ length: DAYS + 1 }, (_each, index) => dayOf(index));
/** Recordings pause at most two seconds each: one moment before them all, one after them all. */
const everyMoment = Array.from({ length: 18 }, (_each, index) => momentOf(index - 1));

/** Facts about any days, recorded one after the other; two may be recorded in one instant. */
const anyHistory = fc
  .array(
    fc.record({
      day: fc.integer({ min: 1, max: DAYS - 1 }),
      value: fc.option(fc.constantFrom('a', 'b', 'c')),
      pause: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 8 },
  )
  .map((entries) => {
    let moment = 0;
    return entries.map(({ day, value, pause }, index): Statement<string> => {
      moment += pause;
      return {
        on: dayOf(day),
        value,
        recordedAt: momentOf(moment),
        eventId: `event-${String(index)}`,
        position: String(index),
      };
    });
  });

function recordedOneByOne(history: readonly Statement<string>[]): readonly Version<string>[] {
  return history.reduce<readonly Version<string>[]>(withStatement, []);
}

/** The plainest reading: of the statements known by then about that day or an earlier one, the last by day, then by position. */
function naive(history: readonly Statement<string>[], validAt: string, knownAt: string): string | undefined {
  const known = history.filter(({ on, recordedAt }) => recordedAt <= knownAt && on <= validAt);
  const last = known
    .sort((a, b) => (a.on === b.on ? Number(a.position) - Number(b.position) : a.on < b.on ? -1 : 1))
    .at(-1);
  return last?.value ?? undefined;
}

const check = (property: (history: readonly Statement<string>[]) => void) => {
  fc.assert(fc.property(anyHistory, property), { numRuns: 100, seed: propertySeed() });
};

describe('bitemporal facts', () => {
  it('answer every point as a plain replay of what was known by then', () => {
    check((history) => {
      const versions = recordedOneByOne(history);
      const points = everyDay.flatMap((validAt) => everyMoment.map((knownAt) => ({ validAt, knownAt })));
      const answers = points.map((point) => asOf(versions, point));
      expect(answers).toEqual(points.map(({ validAt, knownAt }) => naive(history, validAt, knownAt)));
    });
  });

  it('without an instant answer with everything known', () => {
    check((history) => {
      const versions = recordedOneByOne(history);
      const answers = everyDay.map((validAt) => asOf(versions, { validAt }));
      expect(answers).toEqual(everyDay.map((validAt) => naive(history, validAt, momentOf(99))));
    });
  });

  it('cover all days from the first one, at every instant, without a gap and without an overlap', () => {
    check((history) => {
      const versions = recordedOneByOne(history);
      for (const moment of everyMoment) {
        const known = knownVersions(versions, moment);
        const days = known.map(({ validFrom }) => validFrom);
        expect(known.map(({ validTo }) => validTo ?? 'open')).toEqual(
          known.length === 0 ? [] : [...days.slice(1), 'open'],
        );
        expect(days).toEqual([...new Set(days)].sort());
      }
    });
  });

  it('keep at most two versions for each recording', () => {
    check((history) => {
      expect(recordedOneByOne(history).length).toBeLessThanOrEqual(2 * history.length);
    });
  });
});
