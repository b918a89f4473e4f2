import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { numelink } from '../../../test/facts.ts';
import { rateSet, recorded, ruleSet, timeRecorded, yearSet } from '../../../test/funding-words.ts';
import type { FundingFact } from '../../domain/funding/funding.ts';
import type { VolunteeringFact } from '../../domain/volunteering/volunteering.ts';
import { granted, requested, spent } from '../../../test/subsidy-words.ts';
import { viewOfVolunteering, volunteering } from '../volunteering/volunteering.projection.ts';
import { fundingCsv } from './funding.csv.ts';
import { fundingPage } from './funding.page.ts';
import { funding } from './funding.projection.ts';
import { viewOfFunding } from './funding.view.ts';

type Fact = FundingFact | VolunteeringFact;
const happened = ({ type, ...data }: Fact) => ({ type: `membership.${type}`, data }) as Happened<GrappeEvents>;
const moneyAfter = (...facts: readonly FundingFact[]) => given(funding, facts.map(happened)).document(numelink)!;
const timeAfter = (...facts: readonly VolunteeringFact[]) =>
  given(volunteering, facts.map(happened)).document(numelink)!;

const money = [
  recorded('2015-03-31', 15_000_000, { resource: 'fees', source: 'Cotisations 2015' }),
  recorded('2015-06-30', 5_000_000, { resource: 'facility-income', source: 'FabLab' }),
  recorded('2015-06-30', 36_000_000),
  recorded('2015-09-30', 4_000_000, { resource: 'private-institutions', source: '=HYPERLINK("x")' }),
];
const sources = {
  clusterId: numelink,
  subsidies: [[requested('2014-10-01'), granted('2015-02-01'), spent('2016-01-01', 4_000_000)]],
  funding: moneyAfter(...money),
  volunteering: timeAfter(rateSet('2015-01-01', 2_000), timeRecorded('2015-12-31', 600_000, { since: '2015-01-01' })),
};
const view = viewOfFunding(sources, { year: 2015, day: '2016-01-01' });

describe('the funding of a year', () => {
  it('is shown in cash and with volunteering, by resources', () => {
    expect(view).toMatchObject({
      period: { since: '2015-01-01', lastDay: '2015-12-31' },
      cash: { totalCents: 60_000_000 },
      withVolunteering: { totalCents: 80_000_000 },
      volunteering: { minutes: 600_000, valueCents: 20_000_000 },
      resources: [
        { resource: 'fees', amountCents: 15_000_000 },
        { resource: 'facility-income', amountCents: 5_000_000 },
        { resource: 'local-institutions', amountCents: 36_000_000 },
        { resource: 'private-institutions', amountCents: 4_000_000 },
      ],
      imbalances: [],
      dedicatedFunds: [{ purpose: 'FabLab', unspentCents: 4_000_000 }],
    });
  });

  it('has nothing of other years, nor of later days', () => {
    expect(viewOfFunding(sources, { year: 2014, day: '2016-01-01' })).toMatchObject({
      entries: [],
      cash: { totalCents: 0 },
    });
    expect(viewOfFunding(sources, { year: 2015, day: '2015-06-29' })).toMatchObject({
      entries: [{ resource: 'fees' }],
      volunteering: { minutes: 0 },
    });
  });

  it('is of the days that the cluster says', () => {
    const short = { ...sources, funding: moneyAfter(...money, yearSet(2015, '2015-01-01', '2015-09-01')) };
    expect(viewOfFunding(short, { year: 2015, day: '2017-01-01' }).cash.totalCents).toBe(56_000_000);
    expect(viewOfFunding(short, { year: 2016, day: '2017-01-01' }).cash.totalCents).toBe(4_000_000);
  });

  it.each([
    ['2015-12-31', 1],
    ['2015-06-30', 0],
  ])('by the rule in force on the last day that is reported, here %s', (day, count) => {
    const more = { class: 'own', bound: 'at-least', percent: 40, of: 'cash' } as const;
    const ruled = moneyAfter(
      ...money,
      ruleSet('2015-01-01', []),
      ruleSet('2015-07-01', [more]),
      ruleSet('2016-01-01', []),
    );
    expect(viewOfFunding({ ...sources, funding: ruled }, { year: 2015, day }).imbalances).toHaveLength(count);
  });

  it('as CSV has a line for each share and each entry, and no formula', () => {
    expect(fundingCsv(view).split('\r\n')).toEqual([
      'part,class,resource,on,source,amountCents,share',
      'cash,own,,,,20000000,33.33',
      'cash,local-institutions,,,,36000000,60.00',
      'cash,private-institutions,,,,4000000,6.67',
      'with-volunteering,own,,,,40000000,50.00',
      'with-volunteering,local-institutions,,,,36000000,45.00',
      'with-volunteering,private-institutions,,,,4000000,5.00',
      'dedicated-fund,,,,FabLab,4000000,',
      'entry,,fees,2015-03-31,Cotisations 2015,15000000,',
      'entry,,facility-income,2015-06-30,FabLab,5000000,',
      'entry,,local-institutions,2015-06-30,Saint-Étienne Métropole,36000000,',
      `entry,,private-institutions,2015-09-30,"'=HYPERLINK(""x"")",4000000,`,
      '',
    ]);
  });

  it('as a page says the same in the words of an office', () => {
    const page = fundingPage(view)
      .replaceAll(/[\u00a0\u202f]/g, ' ')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(page).toContain('Financement de l’exercice 2015');
    expect(page).toContain('Ressources propres 200 000,00 € 33,33 %');
    expect(page).toContain('Ressources propres 400 000,00 € 50,00 %');
    expect(page).toContain('Total 800 000,00 € 100,00 %');
    expect(page).toContain('10000 h 00 : 200 000,00 € (comptes 86 et 87)');
    expect(page).toContain('FabLab (2015) : 40 000,00 €');
    expect(page).toContain('=HYPERLINK(&quot;x&quot;)');
  });
});

describe('the volunteering of a year', () => {
  it('has the same amount in the accounts 86 and 87, and the times behind it', () => {
    const year = { year: 2015, since: '2015-01-01', until: '2016-01-01' };
    const shown = viewOfVolunteering(sources.volunteering, year, { clusterId: numelink, day: '2016-01-01' });
    expect(shown.accounts).toEqual({ 86: 20_000_000, 87: 20_000_000 });
    expect(shown.times).toEqual([
      { activity: 'SophiaConf', volunteers: 3, minutes: 600_000, since: '2015-01-01', on: '2015-12-31' },
    ]);
  });
});

it('funding is the same whatever was recorded first, and agrees with a count over the facts', () => {
  const anyDay = fc.integer({ min: -400, max: 800 }).map((at) => addDays(calendarDate('2015-01-01'), at) as string);
  const anyResource = fc.constantFrom('fees', 'local-institutions', 'private-institutions');
  const anyFact = fc
    .record({ on: anyDay, amountCents: fc.integer({ min: 1, max: 1_000_000 }), resource: anyResource })
    .map(({ on, amountCents, resource }) => recorded(on, amountCents, { resource: resource as 'fees' }));
  const anyFacts = fc.uniqueArray(anyFact, {
    minLength: 1,
    maxLength: 12,
    selector: ({ type: _type, ...each }) => JSON.stringify(each),
  });
  fc.assert(
    fc.property(anyFacts, anyDay, fc.infiniteStream(fc.nat(1_000)), (facts, day, ranks) => {
      const shuffled = facts
        .map((fact) => ({ fact, rank: Number(ranks.next().value) }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ fact }) => fact);
      const [one, other] = [facts, shuffled].map((history) =>
        viewOfFunding({ ...sources, funding: moneyAfter(...history) }, { year: 2015, day }),
      );
      expect([other?.cash, other?.withVolunteering]).toEqual([one?.cash, one?.withVolunteering]);
      const counted = facts.flatMap((fact) => (fact.type === 'FundingRecorded' ? [fact] : []));
      const of2015 = counted.filter(({ on }) => on <= day && on.startsWith('2015-'));
      expect(one?.cash.totalCents).toBe(of2015.reduce((sum, { amountCents }) => sum + amountCents, 0));
      const shares = one?.cash.classes.map(({ share = '0' }) => Math.round(Number(share) * 100)) ?? [];
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(of2015.length === 0 ? 0 : 10_000);
    }),
    { seed: propertySeed(), numRuns: 200 },
  );
});
