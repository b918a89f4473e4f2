import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { financialYear, financialYearOn, type FinancialYear } from './financial-years.ts';

const short = { year: 2015, since: '2015-01-01', until: '2015-09-01' };
const school = { year: 2016, since: '2015-09-01', until: '2016-09-01' };

describe('a financial year', () => {
  it.each<[string, readonly FinancialYear[], number, string, string]>([
    ['is the calendar year', [], 2015, '2015-01-01', '2016-01-01'],
    ['is what the cluster states', [short, school], 2015, '2015-01-01', '2015-09-01'],
    ['follows from the last one that was stated', [short], 2016, '2015-09-01', '2016-09-01'],
    ['follows so for good', [short, school], 2020, '2019-09-01', '2020-09-01'],
    ['is the calendar year before all of them', [short], 2014, '2014-01-01', '2015-01-01'],
    ['ends where the next one begins', [school], 2015, '2015-01-01', '2015-09-01'],
    ['ends on a leap day as on the day before', [{ ...school, until: '2016-02-29' }], 2017, '2016-02-29', '2017-02-28'],
  ])('%s', (_what, stated, year, since, until) => {
    expect(financialYear(stated, year)).toEqual({ year, since, until });
  });

  it('of a day is the one in which it lies, and there is one for each day', () => {
    const anyDay = fc.integer({ min: 0, max: 3_650 }).map((at) => addDays(calendarDate('2010-01-01'), at) as string);
    const anyStated = fc.constantFrom<readonly FinancialYear[]>([], [short], [short, school], [school]);
    fc.assert(
      fc.property(anyStated, anyDay, (stated, day) => {
        const { year, since, until } = financialYearOn(stated, day);
        expect([since <= day, day < until]).toEqual([true, true]);
        expect(financialYear(stated, year + 1).since).toBe(until);
      }),
      { seed: propertySeed(), numRuns: 300 },
    );
  });
});
