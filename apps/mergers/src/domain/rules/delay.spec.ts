import { describe, expect, it } from '@jest/globals';
import { addDays, calendarDate } from '#libs/kernel';
import { COUNTING_WAYS, firstDayAfter, isKept, lastDayBefore, lastDayWithin, type CountingWay } from './delay.ts';

const day = calendarDate;
const TWO_MONTHS = { amount: 2, unit: 'months' } as const;
const THIRTY_DAYS = { amount: 30, unit: 'days' } as const;

/** By way of counting, in the order of `COUNTING_WAYS`: clear days backwards, plain backwards, clear days forwards, plain forwards. */
type ByWay = readonly [string, string, string, string];
const ways = (days: ByWay) => COUNTING_WAYS.map((way, index) => [way, day(days[index] ?? '')] as const);

describe('thirty days before an assembly', () => {
  it.each<[string, ByWay]>([
    ['2017-03-28', ['2017-02-25', '2017-02-26', '2017-02-25', '2017-02-26']],
    // Over 29 February.
    ['2016-03-30', ['2016-02-28', '2016-02-29', '2016-02-28', '2016-02-29']],
    ['2015-03-30', ['2015-02-27', '2015-02-28', '2015-02-27', '2015-02-28']],
    // The end of the delay on Easter Monday changes nothing: a delay before an act is not extended.
    ['2016-04-27', ['2016-03-27', '2016-03-28', '2016-03-27', '2016-03-28']],
    ['2017-01-31', ['2016-12-31', '2017-01-01', '2016-12-31', '2017-01-01']],
  ])('on %s: the last day is %j', (assembly, days) => {
    for (const [way, last] of ways(days)) {
      expect([way, lastDayBefore(THIRTY_DAYS, way, day(assembly))]).toEqual([way, last]);
      expect([way, isKept(THIRTY_DAYS, way, last, day(assembly))]).toEqual([way, true]);
      expect([way, isKept(THIRTY_DAYS, way, addDays(last, 1), day(assembly))]).toEqual([way, false]);
    }
  });
});

describe('two months before an assembly', () => {
  it.each<[string, ByWay]>([
    ['2016-02-29', ['2015-12-28', '2015-12-29', '2015-12-28', '2015-12-31']],
    ['2016-02-28', ['2015-12-27', '2015-12-28', '2015-12-27', '2015-12-28']],
    ['2017-02-28', ['2016-12-27', '2016-12-28', '2016-12-27', '2016-12-31']],
    ['2016-03-01', ['2015-12-31', '2016-01-01', '2015-12-31', '2016-01-01']],
    ['2016-03-31', ['2016-01-30', '2016-01-31', '2016-01-30', '2016-01-31']],
    ['2016-04-30', ['2016-02-28', '2016-02-29', '2016-02-29', '2016-02-29']],
    ['2015-05-01', ['2015-02-28', '2015-03-01', '2015-02-28', '2015-03-01']],
  ])('on %s: the last day is %j', (assembly, days) => {
    for (const [way, last] of ways(days)) {
      expect([way, lastDayBefore(TWO_MONTHS, way, day(assembly))]).toEqual([way, last]);
      expect([way, isKept(TWO_MONTHS, way, addDays(last, 1), day(assembly))]).toEqual([way, false]);
    }
  });

  it.each<[string, ByWay]>([
    ['2015-12-28', ['2016-02-29', '2016-02-28', '2016-02-29', '2016-02-28']],
    ['2015-12-29', ['2016-03-01', '2016-02-29', '2016-03-01', '2016-02-29']],
    ['2015-12-31', ['2016-03-01', '2016-03-01', '2016-03-01', '2016-02-29']],
    ['2016-01-15', ['2016-03-16', '2016-03-15', '2016-03-16', '2016-03-15']],
    ['2016-02-29', ['2016-05-01', '2016-04-29', '2016-04-30', '2016-04-29']],
    ['2015-02-28', ['2015-05-01', '2015-04-28', '2015-04-29', '2015-04-28']],
  ])('after %s: the first day is %j', (from, days) => {
    for (const [way, first] of ways(days)) {
      expect([way, firstDayAfter(TWO_MONTHS, way, day(from))]).toEqual([way, first]);
      expect([way, isKept(TWO_MONTHS, way, day(from), addDays(first, -1))]).toEqual([way, false]);
    }
  });
});

describe('thirty days within which something may be done', () => {
  it.each<[string, string, CountingWay, string | undefined, string]>([
    ['an ordinary day', '2016-02-01', 'plain-forwards', undefined, '2016-03-02'],
    ['in clear days', '2016-02-01', 'clear-days-forwards', undefined, '2016-03-03'],
    ['over 29 February', '2016-02-15', 'plain-forwards', undefined, '2016-03-16'],
    ['that end on Easter Monday', '2016-02-27', 'plain-forwards', undefined, '2016-03-29'],
    ['that end on Easter Saturday', '2016-02-25', 'plain-forwards', undefined, '2016-03-29'],
    ['that end on Good Friday', '2016-02-24', 'plain-forwards', undefined, '2016-03-25'],
    ['that end on Good Friday, in Strasbourg', '2016-02-24', 'plain-forwards', '67', '2016-03-29'],
    ['that end on 26 December, in Paris', '2017-11-26', 'plain-forwards', '75', '2017-12-26'],
    ['that end on 26 December, in Metz', '2017-11-26', 'plain-forwards', '57', '2017-12-27'],
    ['that end on 20 December, in La Réunion', '2017-11-20', 'plain-forwards', '974', '2017-12-21'],
    ['that end on 20 December, in Lyon', '2017-11-20', 'plain-forwards', '69', '2017-12-20'],
    ['that end on 22 May, in Martinique', '2017-04-22', 'plain-forwards', '972', '2017-05-23'],
  ])('%s: from %s, %s, department %s, until %s', (_name, from, way, department, last) => {
    expect(lastDayWithin(THIRTY_DAYS, way, day(from), department)).toBe(last);
  });
});
