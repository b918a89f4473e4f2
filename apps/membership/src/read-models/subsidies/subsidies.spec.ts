import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate, fold } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { digitalLeague, numelink } from '../../../test/facts.ts';
import {
  conditionAdded,
  granted,
  lapsed,
  met,
  refused,
  released,
  requested,
  spent,
  succeeded,
  theSubsidy,
} from '../../../test/subsidy-words.ts';
import { subsidy } from '../../domain/subsidies/subsidy.decide.ts';
import type { SubsidyFact } from '../../domain/subsidies/subsidy.ts';
import { subsidies } from './subsidies.projection.ts';
import { viewOfSubsidy } from './subsidies.view.ts';

const happened = ({ type, ...data }: SubsidyFact) => ({ type: `membership.${type}`, data }) as Happened<GrappeEvents>;
const after = (facts: readonly SubsidyFact[]) => given(subsidies, facts.map(happened)).document(theSubsidy)!;
const asked = requested('2014-10-01');
const promised = [asked, granted('2015-02-01')];
const freed = [...promised, conditionAdded('2015-02-15'), met('2015-03-01'), released('2015-03-10')];

it.each<[string, readonly SubsidyFact[], string, object | undefined]>([
  ['before it was requested', promised, '2014-09-30', undefined],
  ['requested', promised, '2015-01-31', { status: 'requested', requestedCents: 5_000_000 }],
  ['granted', promised, '2015-02-01', { status: 'granted', grantedCents: 4_000_000, unspentCents: 4_000_000 }],
  ['frozen', freed, '2015-03-09', { status: 'frozen', frozenSince: '2015-02-15' }],
  ['released', freed, '2015-03-10', { status: 'released', releasedOn: '2015-03-10' }],
  ['spent', [...freed, spent('2015-04-01', 4_000_000)], '2015-04-01', { status: 'spent', unspentCents: 0 }],
  ['refused', [asked, refused('2015-01-15')], '2015-01-15', { status: 'refused', end: { how: 'refused' } }],
  ['lapsed', [...promised, lapsed('2015-12-31')], '2015-12-31', { status: 'lapsed' }],
  ['not lapsed the day before', [...promised, lapsed('2015-12-31')], '2015-12-30', { status: 'granted' }],
  ['the successor’s', [...promised, succeeded('2017-03-28')], '2017-03-28', { clusterId: digitalLeague }],
])('a subsidy %s', (_what, facts, day, view) => {
  const shown = viewOfSubsidy(after(facts), day);
  if (view === undefined) expect(shown).toBeUndefined();
  else expect(shown).toMatchObject(view);
});

it('a subsidy is known by all that had it', () => {
  const { clusterId, holders } = after([...promised, succeeded('2017-03-28')]);
  expect([clusterId, holders]).toEqual([digitalLeague, [numelink, digitalLeague]]);
});

it('what is spent on any day agrees with a count over the facts, whatever was recorded first', () => {
  const anyDay = fc.integer({ min: 0, max: 900 }).map((at) => addDays(calendarDate('2015-02-01'), at) as string);
  const anyExpenses = fc.uniqueArray(
    fc.tuple(anyDay, fc.integer({ min: 1, max: 400_000 })).map(([on, cents]) => spent(on, cents)),
    { maxLength: 10, selector: ({ on }) => on },
  );
  fc.assert(
    fc.property(anyExpenses, anyDay, fc.infiniteStream(fc.nat(1_000)), (expenses, day, ranks) => {
      const shuffled = expenses
        .map((fact) => ({ fact, rank: Number(ranks.next().value) }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ fact }) => fact);
      const view = viewOfSubsidy(after([...promised, ...shuffled]), day);
      expect(view).toEqual(viewOfSubsidy(after([...promised, ...expenses]), day));
      const counted = expenses.flatMap((fact) =>
        fact.type === 'SubsidySpent' && fact.on <= day ? [fact.amountCents] : [],
      );
      const sum = counted.reduce((total, cents) => total + cents, 0);
      expect([view?.spentCents, view?.unspentCents]).toEqual([sum, 4_000_000 - sum]);
      expect(fold(subsidy, [...promised, ...shuffled]).unsettled).toBeUndefined();
    }),
    { seed: propertySeed(), numRuns: 200 },
  );
});
