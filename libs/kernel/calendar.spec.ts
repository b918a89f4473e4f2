import { describe, expect, it } from '@jest/globals';
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
} from './calendar.ts';

const REAL_DAYS = [
  '2017-03-28',
  '1901-07-01',
  '2000-02-29',
  '2016-02-29',
  '2400-02-29',
  '2015-01-31',
  '2015-04-30',
  '2015-12-31',
  '0001-01-01',
  '9999-12-31',
];

const NO_DAYS = [
  ['a day of no leap year', '2015-02-29'],
  ['a century that is no leap year', '1900-02-29'],
  ['the next such century', '2100-02-29'],
  ['30 February of a leap year', '2016-02-30'],
  ['31 April', '2015-04-31'],
  ['31 June', '2015-06-31'],
  ['31 September', '2015-09-31'],
  ['31 November', '2015-11-31'],
  ['32 January', '2015-01-32'],
  ['day zero', '2015-01-00'],
  ['month zero', '2015-00-10'],
  ['month 13', '2015-13-01'],
  ['a year of two digits', '15-01-01'],
  ['a year of six digits', '+002015-01-01'],
  ['a year before our era', '-000001-01-01'],
  ['one digit for the month', '2015-1-01'],
  ['one digit for the day', '2015-01-1'],
  ['no hyphens', '20150101'],
  ['slashes', '2015/01/01'],
  ['the French order', '01-01-2015'],
  ['a time after it', '2015-01-01T00:00'],
  ['an instant', '2015-01-01T00:00:00.000Z'],
  ['a calendar after it', '2015-01-01[u-ca=iso8601]'],
  ['a space before it', ' 2015-01-01'],
  ['a space after it', '2015-01-01 '],
  ['a line feed after it', '2015-01-01\n'],
  ['other digits', '２０１５-01-01'],
  ['a week', '2015-W01-1'],
  ['a month', '2015-01'],
  ['nothing', ''],
] as const;

describe('a calendar date', () => {
  it.each(REAL_DAYS)('%s is one', (text) => {
    expect(isCalendarDate(text)).toBe(true);
    expect(calendarDate(text)).toBe(text);
  });

  it.each(NO_DAYS)('%s is none: %j', (_what, text) => {
    expect(isCalendarDate(text)).toBe(false);
    expect(() => calendarDate(text)).toThrow(
      new RangeError(`not a calendar date (YYYY-MM-DD): ${JSON.stringify(text)}`),
    );
  });
});

it('a calendar date is one of the Gregorian calendar in every month of four hundred years', () => {
  const days = Array.from({ length: 31 }, (_each, index) => String(index + 1).padStart(2, '0'));
  for (let year = 1900; year < 2300; year += 1)
    for (let month = 1; month <= 12; month += 1) {
      const ofMonth = `${String(year)}-${String(month).padStart(2, '0')}`;
      const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
      expect(days.filter((day) => isCalendarDate(`${ofMonth}-${day}`))).toHaveLength(last);
    }
});

describe('an instant', () => {
  it.each([
    '2017-03-28T10:00:00.000Z',
    '2016-12-31T23:59:59.999Z',
    '2016-02-29T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00.000Z',
  ])('%s is one as it stands', (text) => {
    expect(instant(text)).toBe(text);
  });

  it.each([
    ['2017-03-28T12:00:00+02:00', '2017-03-28T10:00:00.000Z'],
    ['2017-01-01T00:30:00+01:00', '2016-12-31T23:30:00.000Z'],
    ['2016-12-31T23:30:00-01:00', '2017-01-01T00:30:00.000Z'],
    ['2017-03-28T10:00Z', '2017-03-28T10:00:00.000Z'],
    ['2017-03-28T10:00:00.1Z', '2017-03-28T10:00:00.100Z'],
    ['2017-03-28T10:00:00.1239Z', '2017-03-28T10:00:00.123Z'],
    ['2017-03-28T23:59:59.999999999Z', '2017-03-28T23:59:59.999Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
    ['2017-03-28T10:00:00+00:00[Europe/Paris]', '2017-03-28T10:00:00.000Z'],
  ])('%s is written %s', (given, written) => {
    expect(instant(given)).toBe(written);
  });

  it.each(['2017-03-28', '2017-03-28T10:00:00', '2015-02-29T10:00:00Z', 'now', ''])('%j cannot be one', (text) => {
    expect(() => instant(text)).toThrow(RangeError);
  });

  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [999, '1970-01-01T00:00:00.999Z'],
    [951_782_400_000, '2000-02-29T00:00:00.000Z'],
    [1_490_695_200_000, '2017-03-28T10:00:00.000Z'],
  ])('%d ms of the epoch are %s', (epochMs, text) => {
    expect(instantFromEpochMs(epochMs)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5])('%d ms are no instant', (epochMs) => {
    expect(() => instantFromEpochMs(epochMs)).toThrow(RangeError);
  });
});

/** Each oracle from the rule itself: the same day number, or the last day of the month (art. 641 CPC). */
const MONTHS_LATER = [
  ['2015-01-31', 1, '2015-02-28'],
  ['2016-01-31', 1, '2016-02-29'],
  ['2015-01-30', 1, '2015-02-28'],
  ['2016-01-30', 1, '2016-02-29'],
  ['2015-01-29', 1, '2015-02-28'],
  ['2016-01-29', 1, '2016-02-29'],
  ['2015-01-28', 1, '2015-02-28'],
  ['2016-01-28', 1, '2016-02-28'],
  ['1900-01-31', 1, '1900-02-28'],
  ['2000-01-31', 1, '2000-02-29'],
  ['2100-01-31', 1, '2100-02-28'],
  ['2015-03-31', 1, '2015-04-30'],
  ['2015-05-31', 1, '2015-06-30'],
  ['2015-08-31', 1, '2015-09-30'],
  ['2015-10-31', 1, '2015-11-30'],
  ['2015-07-31', 1, '2015-08-31'],
  ['2015-12-31', 1, '2016-01-31'],
  ['2015-12-31', 2, '2016-02-29'],
  ['2016-12-31', 2, '2017-02-28'],
  ['2015-11-30', 3, '2016-02-29'],
  ['2014-11-30', 3, '2015-02-28'],
  ['2015-02-28', 1, '2015-03-28'],
  ['2016-02-29', 1, '2016-03-29'],
  ['2015-04-30', 1, '2015-05-30'],
  ['2016-02-29', 12, '2017-02-28'],
  ['2016-02-29', 48, '2020-02-29'],
  ['2096-02-29', 48, '2100-02-28'],
  ['2015-02-28', 12, '2016-02-28'],
  ['2017-03-28', 12, '2018-03-28'],
  ['2016-12-15', 2, '2017-02-15'],
  ['2015-06-24', 12, '2016-06-24'],
  ['2015-03-31', -1, '2015-02-28'],
  ['2016-03-31', -1, '2016-02-29'],
  ['2016-03-30', -1, '2016-02-29'],
  ['2016-03-29', -1, '2016-02-29'],
  ['2016-03-28', -1, '2016-02-28'],
  ['2015-12-31', -1, '2015-11-30'],
  ['2015-12-31', -2, '2015-10-31'],
  ['2015-12-31', -3, '2015-09-30'],
  ['2015-12-31', -10, '2015-02-28'],
  ['2016-12-31', -10, '2016-02-29'],
  ['2015-01-31', -1, '2014-12-31'],
  ['2016-01-31', -2, '2015-11-30'],
  ['2016-02-29', -12, '2015-02-28'],
  ['2016-02-29', -48, '2012-02-29'],
  ['2015-01-01', -1, '2014-12-01'],
  ['2017-03-28', 0, '2017-03-28'],
  ['2016-02-29', 0, '2016-02-29'],
] as const;

describe('months', () => {
  it.each(MONTHS_LATER)('%s and %d months are %s', (day, months, then) => {
    expect(addMonths(calendarDate(day), months)).toBe(then);
  });

  it('one by one are not the same as at once: what the month end took away does not come back', () => {
    const day = calendarDate('2015-01-31');
    expect(addMonths(addMonths(day, 1), 1)).toBe('2015-03-28');
    expect(addMonths(day, 2)).toBe('2015-03-31');
  });

  it('are whole', () => {
    expect(() => addMonths(calendarDate('2015-01-31'), 0.5)).toThrow(RangeError);
  });
});

describe('days', () => {
  it.each([
    ['2015-02-28', 1, '2015-03-01'],
    ['2016-02-28', 1, '2016-02-29'],
    ['2016-02-29', 1, '2016-03-01'],
    ['2015-12-31', 1, '2016-01-01'],
    ['2016-01-01', -1, '2015-12-31'],
    ['2016-03-01', -1, '2016-02-29'],
    ['2016-03-26', 1, '2016-03-27'],
    ['2016-03-27', 1, '2016-03-28'],
    ['2016-10-30', 1, '2016-10-31'],
    ['2016-01-01', 366, '2017-01-01'],
    ['2015-01-01', 365, '2016-01-01'],
    ['2017-03-28', -30, '2017-02-26'],
    ['2017-03-28', 0, '2017-03-28'],
  ])('%s and %d days are %s', (day, days, then) => {
    expect(addDays(calendarDate(day), days)).toBe(then);
  });

  it.each([
    ['2017-03-28', '2017-03-28', 0],
    ['2017-03-28', '2017-03-29', 1],
    ['2017-03-29', '2017-03-28', -1],
    ['2016-01-01', '2017-01-01', 366],
    ['2015-01-01', '2016-01-01', 365],
    ['2016-02-28', '2016-03-01', 2],
    ['2015-02-28', '2015-03-01', 1],
    ['2016-03-26', '2016-03-28', 2],
    ['2016-10-29', '2016-10-31', 2],
    ['2017-03-28', '2016-03-28', -365],
    ['1901-07-01', '2015-10-01', 41_730],
    ['2000-01-01', '2400-01-01', 146_097],
  ])('from %s to %s they are %d', (from, to, days) => {
    expect(daysBetween(calendarDate(from), calendarDate(to))).toBe(days);
  });
});

/** The end of each French day: 23:00Z in winter, 22:00Z in summer, less a millisecond. */
const ENDS = [
  ['a winter day', '2016-01-15', '2016-01-15T22:59:59.999Z'],
  ['a summer day', '2016-07-14', '2016-07-14T21:59:59.999Z'],
  ['the day before the clocks go forward', '2016-03-26', '2016-03-26T22:59:59.999Z'],
  ['the day of 23 hours', '2016-03-27', '2016-03-27T21:59:59.999Z'],
  ['the day before the clocks go back', '2016-10-29', '2016-10-29T21:59:59.999Z'],
  ['the day of 25 hours', '2016-10-30', '2016-10-30T22:59:59.999Z'],
  ['the last day of a year', '2016-12-31', '2016-12-31T22:59:59.999Z'],
  ['a leap day', '2016-02-29', '2016-02-29T22:59:59.999Z'],
  ['a summer before there was summer time', '1975-07-14', '1975-07-14T22:59:59.999Z'],
  ['the first summer that had it', '1976-07-14', '1976-07-14T21:59:59.999Z'],
  ['an October when it ended in September', '1995-10-15', '1995-10-15T22:59:59.999Z'],
  ['an October since', '1996-10-15', '1996-10-15T21:59:59.999Z'],
] as const;

describe('the civil day in France', () => {
  it.each(ENDS)('%s, %s, ends at %s', (_what, day, end) => {
    expect(endOfDay(calendarDate(day))).toBe(end);
  });

  it.each(ENDS)('%s, %s, holds its last millisecond and not the next', (_what, day, end) => {
    expect(dayOf(instant(end))).toBe(day);
    const next = instantFromEpochMs(new Date(end).getTime() + 1);
    expect(dayOf(next)).toBe(addDays(calendarDate(day), 1));
  });

  it.each(ENDS)('the day after %s, %s, starts a millisecond after %s', (_what, day, end) => {
    expect(startOfDay(addDays(calendarDate(day), 1))).toBe(instantFromEpochMs(new Date(end).getTime() + 1));
  });

  it.each([
    ['2016-12-31T22:59:59.999Z', '2016-12-31'],
    ['2016-12-31T23:00:00.000Z', '2017-01-01'],
    ['2016-12-31T23:59:59.999Z', '2017-01-01'],
    ['2017-01-01T00:00:00.000Z', '2017-01-01'],
    ['2016-06-30T21:59:59.999Z', '2016-06-30'],
    ['2016-06-30T22:00:00.000Z', '2016-07-01'],
    ['2016-03-26T23:00:00.000Z', '2016-03-27'],
    ['2016-03-27T00:59:59.999Z', '2016-03-27'],
    ['2016-03-27T01:00:00.000Z', '2016-03-27'],
    ['2016-03-27T22:00:00.000Z', '2016-03-28'],
    ['2016-10-29T22:00:00.000Z', '2016-10-30'],
    ['2016-10-30T00:59:59.999Z', '2016-10-30'],
    ['2016-10-30T01:00:00.000Z', '2016-10-30'],
    ['2016-10-30T22:00:00.000Z', '2016-10-30'],
    ['2016-10-30T23:00:00.000Z', '2016-10-31'],
    ['2016-02-28T23:00:00.000Z', '2016-02-29'],
    ['2016-02-29T23:00:00.000Z', '2016-03-01'],
    ['1970-01-01T00:00:00.000Z', '1970-01-01'],
  ])('%s falls on %s', (moment, day) => {
    expect(dayOf(instant(moment))).toBe(day);
  });
});

describe('of several days', () => {
  it.each([
    [['2017-03-28'], '2017-03-28', '2017-03-28'],
    [['2017-03-28', '2016-03-31'], '2016-03-31', '2017-03-28'],
    [['2016-03-31', '2017-03-28'], '2016-03-31', '2017-03-28'],
    [['2016-12-31', '2017-01-01', '2016-02-29'], '2016-02-29', '2017-01-01'],
    [['2016-09-30', '2016-10-01'], '2016-09-30', '2016-10-01'],
    [['2016-03-31', '2016-03-31'], '2016-03-31', '2016-03-31'],
    [['0999-12-31', '1000-01-01'], '0999-12-31', '1000-01-01'],
  ])('%j: the earliest is %s, the latest %s', (days, first, last) => {
    expect(earliest(...days.map(calendarDate))).toBe(first);
    expect(latest(...days.map(calendarDate))).toBe(last);
  });

  it('of none there is neither', () => {
    expect(() => earliest()).toThrow(TypeError);
    expect(() => latest()).toThrow(TypeError);
  });
});
