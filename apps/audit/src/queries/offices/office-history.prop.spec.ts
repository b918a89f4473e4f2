import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { byNumber, holdersAt, intervalsOf } from './office-history.ts';
import type { Tenure } from './office-history.view.ts';

const day = (index: number) => addDays(calendarDate('2016-01-01'), index);
const LAST = 30;

const anyTenure = fc
  .record({
    person: fc.constantFrom('a', 'b', 'c'),
    from: fc.integer({ min: 1, max: 20 }),
    length: fc.integer({ min: 1, max: 15 }),
    open: fc.boolean(),
  })
  .map(({ person, from, length, open }): Tenure => ({
    ...{ mandateId: `${person}-${String(from)}-${String(length)}`, personId: person, name: person, how: 'elected' },
    ...{ from: day(from), to: open ? null : day(from + length) },
  }));

const anyOffice = fc.record({
  tenures: fc.array(anyTenure, { maxLength: 6 }),
  from: fc.integer({ min: 0, max: 10 }),
  length: fc.option(fc.integer({ min: 12, max: 20 })),
});

const check = (property: (tenures: readonly Tenure[], life: { from: string; to: string | null }) => void) => {
  fc.assert(
    fc.property(anyOffice, ({ tenures, from, length }) => {
      property(tenures, { from: day(from), to: length === null ? null : day(from + length) });
    }),
    { numRuns: 200, seed: propertySeed() },
  );
};

describe('intervals of an office', () => {
  it('cover its life without gaps and without overlaps', () => {
    check((tenures, life) => {
      const intervals = intervalsOf(life, tenures);
      const starts = intervals.map(({ from }) => from);
      expect(starts).toEqual([...new Set(starts)].sort());
      expect(intervals.map(({ to }) => to)).toEqual([...starts.slice(1), life.to]);
      expect((starts[0] ?? '9') <= life.from).toBe(true);
    });
  });

  it('say for every day who held it', () => {
    check((tenures, life) => {
      const intervals = intervalsOf(life, tenures);
      const days = Array.from({ length: LAST }, (_each, index) => day(index)).filter(
        (each) => each >= life.from && (life.to === null || each < life.to),
      );
      const found = days.map((validAt) =>
        intervals.find(({ from, to }) => from <= validAt && (to === null || validAt < to)),
      );
      expect(found.map((interval) => interval?.holders)).toEqual(
        days.map((validAt) => holdersAt(tenures, { validAt })),
      );
    });
  });

  it('by number cover the same days once', () => {
    check((tenures, life) => {
      const intervals = intervalsOf(life, tenures);
      const spans = byNumber(intervals)
        .flatMap((each) => each.spans)
        .sort((a, b) => (a.from < b.from ? -1 : 1));
      expect(spans.map(({ to }) => to)).toEqual([...spans.slice(1).map(({ from }) => from), life.to]);
      expect(spans[0]?.from).toBe(intervals[0]?.from);
    });
  });
});
