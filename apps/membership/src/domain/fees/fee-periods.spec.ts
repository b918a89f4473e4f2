import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, daysBetween } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { beginsFree, feePeriod, nextPeriod, overlapOf, type PeriodRule } from './fee-periods.ts';

const anniversary: PeriodRule = { period: 'anniversary', freeLastMonths: 0 };
const calendarYear: PeriodRule = { period: 'calendar-year', freeLastMonths: 0 };
const threeMonthsFree: PeriodRule = { period: 'calendar-year', freeLastMonths: 3 };

/** First and last day, both inclusive, as an office says it. */
const days = (rule: PeriodRule, joined: string, index: number): string => {
  const { since, until } = feePeriod(rule, joined, index);
  return `${since}…${addDays(calendarDate(until), -1)}`;
};

describe('the periods of fees', () => {
  it.each<[string, PeriodRule, string, number, string]>([
    ['a year up to a leap day', anniversary, '2023-03-01', 0, '2023-03-01…2024-02-29'],
    ['the year after it', anniversary, '2023-03-01', 1, '2024-03-01…2025-02-28'],
    ['joined on a leap day', anniversary, '2024-02-29', 0, '2024-02-29…2025-02-28'],
    ['the second year of it', anniversary, '2024-02-29', 1, '2025-03-01…2026-02-28'],
    ['the third', anniversary, '2024-02-29', 2, '2026-03-01…2027-02-28'],
    ['the fourth ends before the next leap day', anniversary, '2024-02-29', 3, '2027-03-01…2028-02-28'],
    ['the fifth begins on it again', anniversary, '2024-02-29', 4, '2028-02-29…2029-02-28'],
    ['no leap day in 2100', anniversary, '2096-02-29', 4, '2100-03-01…2101-02-28'],
    ['an ordinary anniversary', anniversary, '2014-06-30', 2, '2016-06-30…2017-06-29'],
    ['joined on the last day of a calendar year', calendarYear, '2014-12-31', 0, '2014-12-31…2014-12-31'],
    ['the calendar year after it', calendarYear, '2014-12-31', 1, '2015-01-01…2015-12-31'],
    ['joined in the last months, which are free', threeMonthsFree, '2014-12-31', 0, '2014-12-31…2015-12-31'],
    ['the calendar year after these', threeMonthsFree, '2014-12-31', 1, '2016-01-01…2016-12-31'],
    ['joined in the first of the last months', threeMonthsFree, '2014-10-01', 0, '2014-10-01…2015-12-31'],
    ['joined a day before them', threeMonthsFree, '2014-09-30', 0, '2014-09-30…2014-12-31'],
    ['joined on the first day of a year', calendarYear, '2016-01-01', 0, '2016-01-01…2016-12-31'],
  ])('%s', (_what, rule, joined, index, expected) => {
    expect(days(rule, joined, index)).toBe(expected);
  });

  it('of one member neither overlap nor leave gaps, and last a year at most but for a free beginning', () => {
    const anyDay = fc
      .integer({ min: 0, max: 146_097 })
      .map((offset) => addDays(calendarDate('1900-01-01'), offset) as string);
    const anyJoined = fc.oneof(anyDay, fc.constantFrom('2024-02-29', '2096-02-29', '2014-12-31', '2023-03-01'));
    const anyRule = fc.oneof(
      fc.constant(anniversary),
      fc.integer({ min: 0, max: 11 }).map((freeLastMonths): PeriodRule => ({ ...calendarYear, freeLastMonths })),
    );
    fc.assert(
      fc.property(anyRule, anyJoined, (rule, joined) => {
        expect(feePeriod(rule, joined, 0).since).toBe(joined);
        for (let index = 0; index < 12; index += 1) {
          const { since, until } = feePeriod(rule, joined, index);
          const length = daysBetween(calendarDate(since), calendarDate(until));
          expect(length).toBeGreaterThan(0);
          expect(length).toBeLessThanOrEqual(index === 0 && beginsFree(rule, joined) ? 366 + 365 : 366);
          expect(feePeriod(rule, joined, index + 1).since).toBe(until);
        }
      }),
      { seed: propertySeed(), numRuns: 300 },
    );
  });
});

describe('the next period to call', () => {
  const of2023 = { since: '2023-01-01', until: '2024-01-01' };
  const of2024 = { since: '2024-01-01', until: '2025-01-01' };
  const of2025 = { since: '2025-01-01', until: '2026-01-01' };
  it.each<[string, PeriodRule, string, { on: string; called: readonly (typeof of2023)[] }, typeof of2023]>([
    ['is the running one', calendarYear, '2020-05-01', { on: '2023-06-01', called: [] }, of2023],
    ['is the running one on its last day', calendarYear, '2020-05-01', { on: '2023-12-31', called: [] }, of2023],
    ['is the next one after it', calendarYear, '2020-05-01', { on: '2023-12-10', called: [of2023] }, of2024],
    ['is never one that is over', calendarYear, '2020-05-01', { on: '2024-01-01', called: [] }, of2024],
    ['is one that was left out', calendarYear, '2020-05-01', { on: '2024-03-01', called: [of2023, of2025] }, of2024],
    [
      'passes over what was called in part',
      calendarYear,
      '2020-05-01',
      { on: '2023-06-01', called: [{ since: '2023-07-01', until: '2023-08-01' }] },
      of2024,
    ],
    ['is not the free beginning', threeMonthsFree, '2022-11-15', { on: '2022-12-01', called: [] }, of2024],
    [
      'of a member that joins later, is its first one',
      calendarYear,
      '2024-05-01',
      { on: '2023-06-01', called: [] },
      { since: '2024-05-01', until: '2025-01-01' },
    ],
  ])('%s', (_what, rule, joined, asked, period) => {
    expect(nextPeriod(rule, joined, asked)).toEqual(period);
  });

  it('meets another one on the first common day', () => {
    expect(overlapOf(of2023, of2024)).toBeUndefined();
    expect(overlapOf(of2023, { since: '2023-07-01', until: '2024-07-01' })).toBe('2023-07-01');
    expect(overlapOf({ since: '2023-07-01', until: '2024-07-01' }, of2024)).toBe('2024-01-01');
  });
});
