import type { DomainEvent, fundingEvents } from '#libs/contracts';
import { acceptUnless, cannotFollow, chronicle } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';
import type { FinancialYear } from './financial-years.ts';

type FundingEvent = DomainEvent<typeof fundingEvents>;
export type FundingFact = FactOf<FundingEvent>;

export type FundingEntry = Omit<FactsOf<FundingEvent, 'FundingRecorded'>, 'clusterId'>;
export type FundingResource = FundingEntry['resource'];
/** What a cluster declares of its balance, from a day on. */
export type FundingRule = Omit<FactsOf<FundingEvent, 'FundingRuleSet'>, 'clusterId'>;

/** What a cluster lives of; each in the order of days. */
export interface Funding {
  readonly years: readonly FinancialYear[];
  readonly rules: readonly FundingRule[];
  readonly entries: readonly FundingEntry[];
}

/** The current state of the cluster. */
interface In {
  readonly cluster: Cluster;
}
type SetYear = CommandFor<EventOf<FundingEvent, 'FinancialYearSet'>, 'SetFinancialYear'> & In;
type SetRule = CommandFor<EventOf<FundingEvent, 'FundingRuleSet'>, 'SetFundingRule'> & In;
type RecordFunding = CommandFor<EventOf<FundingEvent, 'FundingRecorded'>, 'RecordFunding'> & In;
export type FundingCommand = SetYear | SetRule | RecordFunding;

/** Of an overlap, `found` is the first day that two financial years have. */
export type FundingRejection =
  ClusterMissing | Refusal<'MBR_DATE_BEFORE_START' | 'MBR_FINANCIAL_YEAR_OVERLAPS', 'found' | 'required'>;

export const noFunding: Funding = { years: [], rules: [], entries: [] };

export const funding = chronicle({
  context: 'membership',
  name: 'funding',
  prefix: 'MBR',
  initial: noFunding,
  facts: {
    FinancialYearSet: { name: 'financial-year', day: ({ since }) => since, changes: ['since', 'until'] },
    FundingRuleSet: { name: 'rule', day: ({ since }) => since, changes: ['bounds', 'since'] },
    FundingRecorded: {
      name: 'entry',
      day: ({ on }) => on,
      happened: true,
      changes: ['resource', 'amountCents', 'source', 'on'],
    },
  },
  evolve: evolveFunding,
  judge: ({ years }) => emptyIn(years) ?? overlapIn(years),
  decide: (command: FundingCommand): Decision<FundingFact, FundingRejection> => {
    const { cluster, ...facts } = command;
    const day = facts.type === 'RecordFunding' ? facts.on : facts.since;
    return acceptUnless<FundingFact, FundingRejection>(notActiveOn(cluster, facts.clusterId, day), stated(facts));
  },
});

type Stated = Omit<SetYear, 'cluster'> | Omit<SetRule, 'cluster'> | Omit<RecordFunding, 'cluster'>;

function stated(facts: Stated): FundingFact {
  if (facts.type === 'SetFinancialYear') return { ...facts, type: 'FinancialYearSet' };
  return facts.type === 'SetFundingRule' ? { ...facts, type: 'FundingRuleSet' } : { ...facts, type: 'FundingRecorded' };
}

/** What a fact makes of the funding of a cluster, for facts in the order of their days. */
export function evolveFunding(state: Funding, fact: FundingFact): Funding {
  if (fact.type === 'FundingRecorded') {
    const { type: _type, clusterId: _cluster, ...entry } = fact;
    return { ...state, entries: [...state.entries, entry] };
  }
  if (fact.type === 'FundingRuleSet') {
    const { since, bounds } = fact;
    if (state.rules.at(-1)?.since === since) cannotFollow(fact, `there is a rule from ${since} on`);
    return { ...state, rules: [...state.rules, { since, bounds }] };
  }
  const { year, since, until } = fact;
  const known = state.years.find((each) => each.year === year);
  if (known !== undefined) cannotFollow(fact, `the financial year ${String(year)} begins on ${known.since}`);
  return { ...state, years: [...state.years, { year, since, until }] };
}

/** A financial year has a day at least. */
function emptyIn(years: readonly FinancialYear[]): FundingRejection | undefined {
  const empty = years.find(({ since, until }) => until <= since);
  return empty && { type: 'MBR_DATE_BEFORE_START', found: empty.until, required: `a day after ${empty.since}` };
}

/** No day is in two of them, and they follow one another as their names do. */
function overlapIn(years: readonly FinancialYear[]): FundingRejection | undefined {
  for (const [index, { year, since, until }] of years.entries()) {
    const next = years[index + 1];
    if (next === undefined || (until <= next.since && year < next.year)) continue;
    const required = `a year before or after ${String(year)}, which is ${since} up to ${until}`;
    return { type: 'MBR_FINANCIAL_YEAR_OVERLAPS', found: next.since, required };
  }
  return undefined;
}
