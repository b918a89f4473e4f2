import { creates, keyed, projection, removes, upserts, type Projection } from '../projection.ts';

/** A small world whose read model depends on order, touches two documents with one event, and removes documents. */
export interface BankEvents {
  readonly 'bank.Credited': { readonly account: string; readonly amount: number };
  readonly 'bank.Moved': { readonly from: string; readonly to: string; readonly amount: number };
  readonly 'bank.Closed': { readonly account: string };
  readonly 'bank.Renamed': { readonly account: string; readonly name: string; readonly since?: string };
  readonly 'office.Opened': { readonly office: string };
}

export interface Account {
  readonly account: string;
  readonly balance: number;
  /** Every amount in order: a different order is a different document. */
  readonly amounts: readonly number[];
  readonly name?: string;
  readonly since?: string;
}

export type AccountsProjection = Projection<BankEvents, Account>;

export const accounts: AccountsProjection = projection<BankEvents, Account>({
  name: 'bank.open-accounts',
  version: 1,
  columns: {
    name: { type: 'text', from: 'name' },
    balance: { type: 'integer', from: 'balance' },
    since: { type: 'date', from: 'since' },
  },
  indexes: [['name'], ['since', 'key']],
  key: 'account',
  on: {
    'bank.Credited': upserts((before, { data }, key) => booked(before, key, data.amount)),
    'bank.Moved': keyed(
      ({ data }) => [data.from, data.to],
      upserts((before, { data }, key) => booked(before, key, key === data.from ? -data.amount : data.amount)),
    ),
    'bank.Closed': removes(),
    'bank.Renamed': upserts((before, { data }, key) => {
      if (data.name === 'poison') throw new TypeError('nobody is called poison');
      return { ...booked(before, key, 0), name: data.name, ...(data.since === undefined ? {} : { since: data.since }) };
    }),
  },
});

function booked(before: Account | undefined, account: string, amount: number): Account {
  const { balance, amounts, ...same } = before ?? { account, balance: 0, amounts: [] };
  return { ...same, balance: balance + amount, amounts: [...amounts, amount] };
}

/** The same read model after a fix: it takes the name that the other one stops at. */
export const tolerantAccounts: AccountsProjection = {
  ...accounts,
  on: {
    ...accounts.on,
    'bank.Renamed': keyed(
      ({ data }) => data.account,
      upserts((before, { data: { name, since } }, key) => {
        return { ...booked(before, key, 0), name, ...(since === undefined ? {} : { since }) };
      }),
    ),
  },
};

/** The same two, parking the keys that fail. */
export const parkingAccounts: AccountsProjection = { ...accounts, onPoison: 'park' };
export const fixedAccounts: AccountsProjection = { ...tolerantAccounts, onPoison: 'park' };

/** A newer version: the same events give other documents, and a column is new. */
export const accountsOfVersion2: AccountsProjection = {
  ...tolerantAccounts,
  version: 2,
  columns: { ...accounts.columns, entries: { type: 'integer', from: 'entries' } },
  on: {
    ...tolerantAccounts.on,
    'bank.Credited': keyed(
      ({ data }) => data.account,
      upserts((before, { data }, key) => {
        const after = booked(before, key, data.amount);
        return { ...after, entries: after.amounts.length };
      }),
    ),
  },
};

/** Another read model of the same events, to stand beside. */
export const offices: Projection<BankEvents, { readonly office: string }> = projection<
  BankEvents,
  { readonly office: string }
>({
  name: 'office.offices',
  version: 1,
  columns: {},
  indexes: [],
  key: 'office',
  on: { 'office.Opened': creates(({ data }) => ({ office: data.office })) },
});
