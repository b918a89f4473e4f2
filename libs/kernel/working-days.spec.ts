import { describe, expect, it } from '@jest/globals';
import { calendarDate } from './calendar.ts';
import { easterSunday, isWorkingDay, lastDayOfMonths, nextWorkingDay } from './working-days.ts';

describe('Easter Sunday', () => {
  it.each([
    [1818, '1818-03-22'],
    [1943, '1943-04-25'],
    [2000, '2000-04-23'],
    [2016, '2016-03-27'],
    [2017, '2017-04-16'],
    [2024, '2024-03-31'],
    [2038, '2038-04-25'],
  ])('of %d is %s', (year, day) => {
    expect(easterSunday(year)).toBe(day);
  });
});

describe('a working day', () => {
  it.each([
    ['a Friday', '2016-06-24', true],
    ['a Saturday', '2016-06-25', false],
    ['a Sunday', '2016-06-26', false],
    ['Easter Monday', '2016-03-28', false],
    ['Ascension', '2016-05-05', false],
    ['Whit Monday', '2016-05-16', false],
    ['Good Friday, which is none in metropolitan France', '2016-03-25', true],
    ['the national holiday', '2016-07-14', false],
    ['Christmas', '2017-12-25', false],
  ])('%s: %s, %s', (_what, day, expected) => {
    expect(isWorkingDay(calendarDate(day))).toBe(expected);
  });

  it('follows on one that is none', () => {
    // The Friday before is Christmas.
    expect(nextWorkingDay(calendarDate('2015-12-25'))).toBe('2015-12-28');
    expect(nextWorkingDay(calendarDate('2015-12-24'))).toBe('2015-12-24');
  });
});

describe('a delay of three months', () => {
  it.each([
    ['ends on the day with the same number', '2016-03-31', '2016-06-30'],
    ['ends on the last day of a month that has no such day', '2016-11-30', '2017-02-28'],
    ['that ends on a Saturday runs to Monday', '2016-03-25', '2016-06-27'],
    ['that ends on a holiday runs to the day after it', '2016-04-14', '2016-07-15'],
    ['that ends on Easter Saturday runs past the Monday', '2015-12-26', '2016-03-29'],
  ])('%s: %s, %s', (_what, from, last) => {
    expect(lastDayOfMonths(calendarDate(from), 3)).toBe(last);
  });
});

describe('the holidays of some departments', () => {
  it.each([
    ['Good Friday in Alsace', '2016-03-25', '67', false],
    ['Good Friday in the Moselle', '2016-03-25', '57', false],
    ['Good Friday in the Vosges', '2016-03-25', '88', true],
    ['26 December in Alsace', '2017-12-26', '68', false],
    ['26 December in Paris', '2017-12-26', '75', true],
    ['22 May in Martinique', '2017-05-22', '972', false],
    ['22 May in Guadeloupe', '2017-05-22', '971', true],
    ['27 May in Guadeloupe', '2016-05-27', '971', false],
    ['10 June in Guyane', '2016-06-10', '973', false],
    ['20 December in La Réunion', '2016-12-20', '974', false],
    ['27 April in Mayotte', '2016-04-27', '976', false],
    ['9 October in Saint-Barthélemy', '2017-10-09', '977', false],
    ['28 May in Saint-Martin', '2018-05-28', '978', false],
    ['Easter Monday everywhere', '2016-03-28', '974', false],
  ])('%s: %s in %s, %s', (_what, day, department, expected) => {
    expect(isWorkingDay(calendarDate(day), department)).toBe(expected);
  });
});
