import { countedUuid } from '#libs/kernel/testing';
import type { FeeCommand } from '../src/domain/fees/fee.decide.ts';
import type { FeeFact } from '../src/domain/fees/fee.ts';
import type { FeePolicyVersion } from '../src/domain/fees/fee-policy.ts';
import { membership } from '../src/domain/membership/membership.decide.ts';
import { admitted, around as surroundings, ids } from './membership-words.ts';

/** The words in which specifications of fees are written: what Esker owes Numélink, of which it is a member since 2014. */
export const JOINED = '2014-05-01';
export const feeOf2016 = countedUuid(1, 9);
export const feeOf2017 = countedUuid(2, 9);

export const policyOf2015: FeePolicyVersion = {
  amounts: [{ amountCents: 30_000 }],
  period: 'calendar-year',
  freeLastMonths: 0,
  graceDays: 60,
  reminders: [-15, 30, 60],
  dueAfterDays: 30,
  since: '2015-01-01',
};

export const around = {
  membership: membership.evolve(membership.initial, admitted(JOINED, { college: 'companies' }), ''),
  cluster: surroundings.cluster,
  policy: { versions: [policyOf2015] },
};

export const yearOf = (year: number) => ({ since: `${String(year)}-01-01`, until: `${String(year + 1)}-01-01` });

export const call = (on: string, more: object = {}) =>
  ({ type: 'CallFee', membershipId: ids.membershipId, feeId: feeOf2016, on, in: around, ...more }) as const;
export const called = (year: number, more: object = {}): FeeFact => ({
  type: 'FeeCalled',
  ...ids,
  feeId: year === 2016 ? feeOf2016 : feeOf2017,
  period: yearOf(year),
  amountCents: 30_000,
  dueOn: `${String(year)}-01-31`,
  on: `${String(year - 1)}-12-10`,
  ...more,
});

const about = { membershipId: ids.membershipId, feeId: feeOf2016 };
export const pay = (on: string, amountCents: number, more: object = {}): FeeCommand => ({
  ...{ type: 'PayFee', ...about, on, amountCents },
  ...more,
});
export const paid = (on: string, amountCents: number, more: object = {}): FeeFact => ({
  ...{ type: 'FeePaid', ...ids, feeId: feeOf2016, on, amountCents },
  ...more,
});
export const remit = (on: string, amountCents: number): FeeCommand => ({
  ...{ type: 'RemitFee', ...about, on, amountCents, reason: 'decided by the board' },
});
export const remitted = (on: string, amountCents: number): FeeFact => ({
  ...{ type: 'FeeRemitted', ...ids, feeId: feeOf2016, on, amountCents, reason: 'decided by the board' },
});
export const remind = (on: string, nth: number): FeeCommand => ({ type: 'RecordReminder', ...about, on, nth });
export const reminded = (on: string, nth: number): FeeFact => ({
  ...{ type: 'FeeReminded', ...ids, feeId: feeOf2016, on, nth },
});
