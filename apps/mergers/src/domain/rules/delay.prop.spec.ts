import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, isWorkingDay, type CalendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { COUNTING_WAYS, firstDayAfter, isKept, lastDayBefore, lastDayWithin, STRICTEST, type Delay } from './delay.ts';

const FIRST = calendarDate('1999-12-01');
const anyDay = fc.integer({ min: 0, max: 12_000 }).map((days) => addDays(FIRST, days));
const anyDelay = fc.constantFrom<Delay>(
  { amount: 30, unit: 'days' },
  { amount: 2, unit: 'months' },
  { amount: 1, unit: 'days' },
  { amount: 7, unit: 'months' },
);
const anyWay = fc.constantFrom(...COUNTING_WAYS);
const runs = { numRuns: 3_000, seed: propertySeed() };

/** Counted one day after the other, without the calendar of the house. */
function daysApart(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

describe('a delay before an act', () => {
  it('is kept from its first day on, and on no day before', () => {
    fc.assert(
      fc.property(anyDelay, anyWay, anyDay, fc.nat(400), (delay, way, from, more) => {
        const first = firstDayAfter(delay, way, from);
        expect(isKept(delay, way, from, addDays(first, more))).toBe(true);
        expect(isKept(delay, way, from, addDays(first, -1 - more))).toBe(false);
      }),
      runs,
    );
  });

  it('is kept until its last day, and on no day after', () => {
    fc.assert(
      fc.property(anyDelay, anyWay, anyDay, fc.nat(400), (delay, way, act, more) => {
        const last = lastDayBefore(delay, way, act);
        expect(isKept(delay, way, addDays(last, -more), act)).toBe(true);
        expect(isKept(delay, way, addDays(last, 1 + more), act)).toBe(false);
      }),
      runs,
    );
  });

  it('that is kept in the strictest way is kept in every other one', () => {
    fc.assert(
      fc.property(anyDelay, anyWay, anyDay, fc.nat(90), (delay, way, from, days) => {
        const act = addDays(from, days);
        if (isKept(delay, STRICTEST, from, act)) expect([way, isKept(delay, way, from, act)]).toEqual([way, true]);
      }),
      runs,
    );
  });

  it('of days has that many between, in clear days without the first and the last', () => {
    fc.assert(
      fc.property(anyDay, anyWay, fc.nat(60), (from, way, days) => {
        const act = addDays(from, days);
        const between = daysApart(from, act);
        const isClear = way.startsWith('clear');
        expect(isKept({ amount: 30, unit: 'days' }, way, from, act)).toBe(isClear ? between - 1 >= 30 : between >= 30);
      }),
      runs,
    );
  });
});

describe('a delay within which something may be done', () => {
  it('ends on a working day, not before the delay is over, and no working day lies between', () => {
    const departments = fc.constantFrom(undefined, '57', '67', '971', '974', '976');
    fc.assert(
      fc.property(anyDay, departments, (from, department) => {
        const last = lastDayWithin({ amount: 30, unit: 'days' }, 'plain-forwards', from, department);
        expect(isWorkingDay(last, department)).toBe(true);
        for (let each = addDays(from, 30); each < last; each = addDays(each, 1))
          expect(isWorkingDay(each, department)).toBe(false);
        expect(daysApart(from, last)).toBeGreaterThanOrEqual(30);
      }),
      runs,
    );
  });
});
