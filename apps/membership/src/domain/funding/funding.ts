import type { DomainEvent, fundingEvents } from '#libs/contracts';
import { acceptUnless, byType, cannotFollow, chronicle } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';
import type { FinancialYear } from './financial-years.ts';

type FundingEvent = DomainEvent<typeof fundingEvents>;
export type FundingFact = FactOf<FundingEvent>;

export type FundingEntry = Omit<FactsOf<FundingEvent, 'FundingRecorded'>, 'clusterId'>;
export type FundingResource = FundingEntry['resource'];
/** What a cluster declares of its balance, from a day on. */
export type FundingRule = Omit<FactsOf<FundingEvent, 'FundingRuleSet'>, 'clusterId'>;

/** The accounts of a financial year, as they were published. */
export type Accounts = Omit<FactsOf<FundingEvent, 'AccountsPublished'>, 'clusterId'>;
export type AccountsReminder = Omit<FactsOf<FundingEvent, 'AccountsReminded'>, 'clusterId'>;

/** What a cluster lives of; each in the order of days. */
export interface Funding {
  readonly years: readonly FinancialYear[];
  readonly rules: readonly FundingRule[];
  readonly entries: readonly FundingEntry[];
  /** The accounts that were published, by financial years. */
  readonly accounts: readonly Accounts[];
  readonly reminders: readonly AccountsReminder[];
}

/** The current state of the cluster. */
interface In {
  readonly cluster: Cluster;
}
type SetYear = CommandFor<EventOf<FundingEvent, 'FinancialYearSet'>, 'SetFinancialYear'> & In;
type SetRule = CommandFor<EventOf<FundingEvent, 'FundingRuleSet'>, 'SetFundingRule'> & In;
type RecordFunding = CommandFor<EventOf<FundingEvent, 'FundingRecorded'>, 'RecordFunding'> & In;
type Publish = CommandFor<EventOf<FundingEvent, 'AccountsPublished'>, 'PublishAccounts'> & In;
type Remind = CommandFor<EventOf<FundingEvent, 'AccountsReminded'>, 'RecordAccountsReminder'> & In;
export type FundingCommand = SetYear | SetRule | RecordFunding | Publish | Remind;

/** Of an overlap, `found` is the first day that two financial years have. */
export type FundingRejection =
  ClusterMissing | Refusal<'MBR_DATE_BEFORE_START' | 'MBR_FINANCIAL_YEAR_OVERLAPS', 'found' | 'required'>;

export const noFunding: Funding = { years: [], rules: [], entries: [], accounts: [], reminders: [] };

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
    AccountsPublished: { name: 'publication', day: ({ on }) => on, happened: true, changes: ['receipt', 'on'] },
    AccountsReminded: { name: 'reminder', day: ({ on }) => on, happened: true, changes: ['nth', 'on'] },
  },
  evolve: evolveFunding,
  judge: ({ years }) => emptyIn(years) ?? overlapIn(years),
  decide: (command: FundingCommand): Decision<FundingFact, FundingRejection> => {
    const { cluster, ...facts } = command;
    const day = 'on' in facts ? facts.on : facts.since;
    return acceptUnless<FundingFact, FundingRejection>(notActiveOn(cluster, facts.clusterId, day), stated(facts));
  },
});

const FACTS = {
  SetFinancialYear: 'FinancialYearSet',
  SetFundingRule: 'FundingRuleSet',
  RecordFunding: 'FundingRecorded',
  PublishAccounts: 'AccountsPublished',
  RecordAccountsReminder: 'AccountsReminded',
} as const satisfies Readonly<Record<FundingCommand['type'], FundingFact['type']>>;

function stated({ type, ...facts }: { readonly type: FundingCommand['type'] }): FundingFact {
  return { ...facts, type: FACTS[type] } as FundingFact;
}

/** What a fact makes of the funding of a cluster, for facts in the order of their days. */
export function evolveFunding(state: Funding, fact: FundingFact): Funding {
  return after(fact, state);
}

const after = byType<FundingFact, Funding, Funding>({
  FundingRecorded: ({ type: _type, clusterId: _cluster, ...entry }, state) => ({
    ...state,
    entries: [...state.entries, entry],
  }),
  FundingRuleSet: (fact, state) => {
    const { since, bounds } = fact;
    if (state.rules.at(-1)?.since === since) cannotFollow(fact, `there is a rule from ${since} on`);
    return { ...state, rules: [...state.rules, { since, bounds }] };
  },
  FinancialYearSet: (fact, state) => {
    const { year, since, until } = fact;
    const known = state.years.find((each) => each.year === year);
    if (known !== undefined) cannotFollow(fact, `the financial year ${String(year)} begins on ${known.since}`);
    return { ...state, years: [...state.years, { year, since, until }] };
  },
  AccountsPublished: (fact, state) => {
    const { type: _type, clusterId: _cluster, ...accounts } = fact;
    const known = state.accounts.find(({ year }) => year === fact.year);
    if (known !== undefined) cannotFollow(fact, `the accounts of ${String(fact.year)} were published on ${known.on}`);
    return { ...state, accounts: [...state.accounts, accounts] };
  },
  AccountsReminded: (fact, state) => {
    const { year, nth, on } = fact;
    const known = state.reminders.find((each) => each.year === year && each.nth === nth);
    if (known !== undefined) cannotFollow(fact, `reminder ${String(nth)} is of ${known.on}`);
    return { ...state, reminders: [...state.reminders, { year, nth, on }] };
  },
});

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
