import { describe, expect, it } from '@jest/globals';
import {
  granted,
  lapsed,
  remindedOf,
  reportReceived,
  requested,
  signed,
  spent,
  region,
} from '../../../test/subsidy-words.ts';
import { deadlinesOf, OBLIGATIONS, type Deadline, type Obligation } from './obligations.ts';
import { subsidyOn, type SubsidyFact } from './subsidy.ts';

const nothing = { reminders: [] };

function on(
  day: string,
  histories: readonly (readonly SubsidyFact[])[],
  {
    isPublic = true,
    accountsOf = () => nothing,
  }: { readonly isPublic?: boolean; readonly accountsOf?: () => object } = {},
): readonly Deadline[] {
  const own = histories.flatMap((facts) => {
    const known = subsidyOn(facts, day);
    return known === undefined ? [] : [{ known, isPublic }];
  });
  const lastDayOf = (year: number) => `${String(year)}-12-31`;
  return deadlinesOf(own, { day, lastDayOf, accountsOf: accountsOf as () => typeof nothing });
}

const of2015 = (cents: number | null, ...more: readonly SubsidyFact[]) => [
  requested('2014-10-01'),
  granted('2015-02-01', cents),
  ...more,
];
const obligations = (all: readonly Deadline[]): readonly Obligation[] => all.map(({ obligation }) => obligation);

describe('what subsidies oblige to', () => {
  it.each<[string, readonly (number | null)[], readonly Obligation[], boolean]>([
    ['23,000 euros', [2_300_000], ['financial-report'], true],
    ['a cent more', [2_300_001], ['convention', 'financial-report'], true],
    [
      '23,000 euros of two subsidies of one authority and a cent',
      [2_000_000, 300_001],
      ['convention', 'convention', 'financial-report', 'financial-report'],
      true,
    ],
    ['153,000 euros', [15_300_000], ['convention', 'financial-report'], true],
    ['a cent more than that', [15_300_001], ['convention', 'financial-report', 'accounts'], true],
    ['an amount that nobody knows', [null], ['convention', 'financial-report', 'accounts'], false],
  ])('for %s', (_what, amounts, expected, isCertain) => {
    const all = on(
      '2015-03-01',
      amounts.map((cents) => of2015(cents)),
    );
    expect(obligations(all)).toEqual(expected);
    const thresholds = all.filter(({ obligation }) => OBLIGATIONS[obligation].overCents !== undefined);
    expect(thresholds.every((each) => each.isCertain === isCertain)).toBe(true);
  });

  it.each<[string, readonly (readonly SubsidyFact[])[], boolean]>([
    ['what is only requested', [[requested('2014-10-01')]], true],
    ['what lapsed before any of it was spent', [of2015(9_000_000, lapsed('2015-06-01'))], true],
    ['what is not of a public authority', [of2015(99_000_000)], false],
  ])('%s: nothing', (_what, histories, isPublic) => {
    expect(on('2016-01-01', histories, { isPublic })).toEqual([]);
  });

  it('what lapsed once a part was spent is reported on', () => {
    expect(obligations(on('2016-01-01', [of2015(100, spent('2015-03-01', 1), lapsed('2015-06-01'))]))).toEqual([
      'financial-report',
    ]);
  });

  it('years are apart, and authorities as well', () => {
    const next = [requested('2015-10-01', { year: 2016 }), granted('2016-02-01', 2_000_000)];
    const other = [requested('2014-10-01', { granterId: `${region.slice(0, -1)}f` }), granted('2015-02-01', 2_000_000)];
    expect(obligations(on('2016-03-01', [of2015(2_000_000), next, other]))).toEqual([
      'financial-report',
      'financial-report',
      'financial-report',
    ]);
  });

  it('the convention is due with the grant, the report six months after the year, the accounts nine', () => {
    const days = on('2015-03-01', [of2015(20_000_000)]).map(({ obligation, dueOn }) => [obligation, dueOn]);
    expect(days).toEqual([
      ['convention', '2015-02-01'],
      ['financial-report', '2016-06-30'],
      ['accounts', '2016-09-30'],
    ]);
  });

  it.each<[string, string, Deadline['status'], number | undefined]>([
    ['before it', '2016-06-29', 'to-come', undefined],
    ['on it', '2016-06-30', 'due', undefined],
    ['a day late', '2016-07-01', 'late', 1],
    ['long after it', '2016-12-31', 'late', 184],
  ])('of the report %s', (_what, day, status, lateDays) => {
    expect(on(day, [of2015(100)])).toMatchObject([{ status }]);
    expect(on(day, [of2015(100)])[0]?.lateDays).toBe(lateDays);
  });

  it.each<[string, string, Deadline['status'], number | undefined]>([
    ['in time', '2016-06-30', 'done', undefined],
    ['late', '2016-07-10', 'done-late', 10],
  ])('the report received %s stays so', (_what, received, status, lateDays) => {
    const [deadline] = on('2020-01-01', [of2015(100, reportReceived(received))]);
    expect([deadline?.status, deadline?.lateDays, deadline?.doneOn, deadline?.remindersDue]).toEqual([
      status,
      lateDays,
      received,
      [],
    ]);
  });

  it('reminders are due from their days on, until they are recorded', () => {
    const due = (day: string, ...more: readonly SubsidyFact[]) => on(day, [of2015(100, ...more)])[0]?.remindersDue;
    expect(due('2016-04-30')).toEqual([]);
    expect(due('2016-05-01')).toEqual([{ nth: 1, on: '2016-05-01' }]);
    expect(due('2016-06-15', remindedOf('2016-05-02', 1))).toEqual([{ nth: 2, on: '2016-06-15' }]);
    expect(due('2016-07-01')?.map(({ nth }) => nth)).toEqual([1, 2, 3]);
  });

  it('a grant after the day of a reminder needs none for it', () => {
    const late = [requested('2014-10-01'), granted('2016-05-15', 100)];
    expect(on('2016-07-01', [late])[0]?.remindersDue.map(({ nth }) => nth)).toEqual([2, 3]);
  });

  it('a convention is done with its signature, the accounts with their publication', () => {
    const accountsOf = () => ({ doneOn: '2016-10-02', reminders: [] });
    const all = on('2017-01-01', [of2015(20_000_000, signed('2015-02-03'))], { accountsOf });
    expect(all.map(({ obligation, status, lateDays }) => [obligation, status, lateDays])).toEqual([
      ['convention', 'done-late', 2],
      ['financial-report', 'late', 185],
      ['accounts', 'done-late', 2],
    ]);
  });

  it.each(Object.entries(OBLIGATIONS))('%s cites its clause', (_name, { clause }) => {
    expect(clause).toMatch(/art\. \w+/);
  });
});
