import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { called, paid, policyOf2015, remitted } from '../../../test/fee-words.ts';
import { fee } from './fee.decide.ts';
import type { Fee, FeeFact } from './fee.ts';
import { accountOn } from './fee-status.ts';
import { feesAsOne } from './fees-of-origins.ts';

const feesAfter = (...facts: readonly FeeFact[]): readonly Fee[] => fold(fee, facts).fees;
const transfer = paid('2016-01-20', 30_000, { reference: 'VIR 7' });

describe('the fees of two entries that are one company', () => {
  it.each<[string, readonly Fee[], readonly Fee[], readonly number[], readonly number[]]>([
    [
      'paid by one transfer, are one fee that was paid once',
      feesAfter(called(2016), transfer),
      feesAfter(called(2016), transfer),
      [30_000],
      [0],
    ],
    ['paid on the second entry, are paid', feesAfter(called(2016)), feesAfter(called(2016), transfer), [30_000], [0]],
    [
      'paid twice, show both payments and owe nothing',
      feesAfter(called(2016), transfer),
      feesAfter(called(2016), paid('2016-02-01', 30_000)),
      [60_000],
      [0],
    ],
    [
      'of other years, stand beside each other',
      feesAfter(called(2016), transfer),
      feesAfter(called(2017)),
      [30_000, 0],
      [0, 30_000],
    ],
    [
      'paid in part on each',
      feesAfter(called(2016), paid('2016-01-20', 10_000)),
      feesAfter(called(2016), paid('2016-01-21', 5_000), remitted('2016-02-01', 5_000)),
      [15_000],
      [10_000],
    ],
  ])('%s', (_what, own, others, paidCents, outstandingCents) => {
    const accounts = feesAsOne(own, others).map((each) => accountOn(each, [policyOf2015], '2017-06-01'));
    expect(accounts.map((each) => each.paidCents)).toEqual(paidCents);
    expect(accounts.map((each) => each.outstandingCents)).toEqual(outstandingCents);
  });
});
