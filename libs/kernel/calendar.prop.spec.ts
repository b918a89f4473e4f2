import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addDays,
  addMonths,
  calendarDate,
  dayOf,
  daysBetween,
  earliest,
  endOfDay,
  instant,
  instantFromEpochMs,
  isCalendarDate,
  latest,
  startOfDay,
  type CalendarDate,
} from './calendar.ts';
import { propertySeed } from './testing/index.ts';

const DAY_MS = 86_400_000;
const seed = propertySeed();

/** The days from 1901 (the law on associations) to 2150. */
const FIRST = calendarDate('1901-01-01');
const anyDay = fc.integer({ min: 0, max: 91_000 }).map((days) => addDays(FIRST, days));
const anyMonths = fc.integer({ min: -600, max: 600 });
const anyMoment = fc.integer({ min: 0, max: 180 * 365 * DAY_MS }).map(instantFromEpochMs);

const lastOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const parts = (day: CalendarDate): readonly [number, number, number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8)),
];

function holds<T extends readonly unknown[]>(
  arbitraries: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => void,
) {
  fc.assert(
    fc.property(fc.tuple<[...T]>(...arbitraries), (values) => check(...values)),
    { seed, numRuns: 120 },
  );
}

describe('calendar dates', () => {
  it('are exactly the texts that the proleptic Gregorian calendar has', () => {
    const year = fc.integer({ min: 1, max: 9999 });
    holds<[number, number, number]>(
      [year, fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 33 })],
      (y, month, day) => {
        const text = `${String(y).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
        const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        expect(isCalendarDate(text)).toBe(day >= 1 && day <= (lengths[month - 1] ?? 0));
      },
    );
  });

  it('sort as text: the later day is the greater text', () => {
    holds<[CalendarDate, CalendarDate]>([anyDay, anyDay], (a, b) => {
      expect(Math.sign(daysBetween(a, b))).toBe(a < b ? 1 : a > b ? -1 : 0);
    });
  });

  it('no text whatever makes the question fail', () => {
    holds<[string]>([fc.string({ unit: 'binary' })], (text) => {
      expect(isCalendarDate(text)).toBe(false);
    });
  });
});

describe('months', () => {
  it('keep the day number or stop at the end of the month, so many months on', () => {
    holds<[CalendarDate, number]>([anyDay, anyMonths], (day, months) => {
      const [year, month, number] = parts(day);
      const [thenYear, thenMonth, thenNumber] = parts(addMonths(day, months));
      expect((thenYear - year) * 12 + thenMonth - month).toBe(months);
      expect(thenNumber).toBe(Math.min(number, lastOfMonth(thenYear, thenMonth)));
    });
  });

  it('are monotone in the day: a later day is never due earlier', () => {
    holds<[CalendarDate, CalendarDate, number]>([anyDay, anyDay, anyMonths], (a, b, months) => {
      const [first, second] = a <= b ? [a, b] : [b, a];
      expect(addMonths(first, months) <= addMonths(second, months)).toBe(true);
    });
  });

  it('are strictly monotone in their number', () => {
    holds<[CalendarDate, number]>([anyDay, anyMonths], (day, months) => {
      expect(addMonths(day, months) < addMonths(day, months + 1)).toBe(true);
    });
  });

  it('there and back never lead past the day that they set out from', () => {
    holds<[CalendarDate, number]>([anyDay, anyMonths], (day, months) => {
      const back = addMonths(addMonths(day, months), -months);
      expect(back <= day).toBe(true);
      expect(daysBetween(back, day)).toBeLessThanOrEqual(3);
    });
  });
});

describe('days', () => {
  it('added are the days between', () => {
    holds<[CalendarDate, number]>([anyDay, fc.integer({ min: -20_000, max: 20_000 })], (day, days) => {
      expect(daysBetween(day, addDays(day, days))).toBe(days);
      expect(addDays(addDays(day, days), -days)).toBe(day);
    });
  });

  it('between three days add up', () => {
    holds<[CalendarDate, CalendarDate, CalendarDate]>([anyDay, anyDay, anyDay], (a, b, c) => {
      expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c));
    });
  });
});

describe('the civil day', () => {
  it('of a moment ends at or after it, within 25 hours', () => {
    holds<[ReturnType<typeof instant>]>([anyMoment], (moment) => {
      const end = endOfDay(dayOf(moment));
      const left = new Date(end).getTime() - new Date(moment).getTime();
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left).toBeLessThan(25 * 3_600_000);
    });
  });

  it('of its own end is itself, and a millisecond later is the next', () => {
    holds<[CalendarDate]>([anyDay], (day) => {
      const end = endOfDay(day);
      expect(dayOf(end)).toBe(day);
      expect(dayOf(instantFromEpochMs(new Date(end).getTime() + 1))).toBe(addDays(day, 1));
    });
  });

  it('of its own start is itself, and a millisecond earlier is the one before', () => {
    holds<[CalendarDate]>([anyDay], (day) => {
      const start = startOfDay(day);
      expect(dayOf(start)).toBe(day);
      expect(dayOf(instantFromEpochMs(new Date(start).getTime() - 1))).toBe(addDays(day, -1));
    });
  });

  it('is monotone in the moment', () => {
    holds<[ReturnType<typeof instant>, ReturnType<typeof instant>]>([anyMoment, anyMoment], (a, b) => {
      const [first, second] = a <= b ? [a, b] : [b, a];
      expect(dayOf(first) <= dayOf(second)).toBe(true);
    });
  });
});

describe('moments', () => {
  it('have one text in whatever offset they come', () => {
    const offset = fc.integer({ min: -14, max: 14 });
    holds<[ReturnType<typeof instant>, number]>([anyMoment, offset], (moment, hours) => {
      const local = instantFromEpochMs(new Date(moment).getTime() + hours * 3_600_000).slice(0, -1);
      const sign = hours < 0 ? '-' : '+';
      expect(instant(`${local}${sign}${String(Math.abs(hours)).padStart(2, '0')}:00`)).toBe(moment);
    });
  });
});

describe('the earliest and the latest', () => {
  it('are among the days and bound them', () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 8 }), (days) => {
        const [first, last] = [earliest(...days), latest(...days)];
        expect(days).toContain(first);
        expect(days).toContain(last);
        expect(days.every((day) => first <= day && day <= last)).toBe(true);
      }),
      { seed },
    );
  });
});
