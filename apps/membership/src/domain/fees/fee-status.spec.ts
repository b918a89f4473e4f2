import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { called, paid, policyOf2015, reminded, remitted } from '../../../test/fee-words.ts';
import { fee } from './fee.decide.ts';
import type { Fee, FeeFact } from './fee.ts';
import { accountOn, FEE_STATUSES, gravestOf, remindersDue, type FeeAccount } from './fee-status.ts';

const versions = [policyOf2015];
const feeAfter = (...facts: readonly FeeFact[]): Fee => {
  const [known] = fold(fee, [called(2016), ...facts]).fees;
  if (known === undefined) throw new TypeError('the fee of 2016 was called');
  return known;
};

describe('the status of a fee', () => {
  const inPart = paid('2016-01-20', 10_000);
  const rest = paid('2016-05-01', 20_000);
  it.each<[string, readonly FeeFact[], Partial<FeeAccount>]>([
    ['2015-12-09', [], { status: 'none' }],
    ['2015-12-10', [], { status: 'called', outstandingCents: 30_000, defaultFrom: '2016-04-01' }],
    ['2016-01-19', [inPart], { status: 'called', paidCents: 0 }],
    ['2016-01-20', [inPart], { status: 'partly-paid', paidCents: 10_000, outstandingCents: 20_000 }],
    ['2016-01-30', [], { status: 'called' }],
    ['2016-01-31', [], { status: 'due' }],
    ['2016-02-01', [], { status: 'overdue', overdueDays: 1 }],
    ['2016-02-29', [inPart], { status: 'overdue', overdueDays: 29, outstandingCents: 20_000 }],
    ['2016-03-31', [], { status: 'overdue', overdueDays: 60, defaultFrom: '2016-04-01' }],
    ['2016-04-01', [], { status: 'in-default', overdueDays: 61 }],
    ['2016-04-30', [inPart, rest], { status: 'in-default', outstandingCents: 20_000 }],
    ['2016-05-01', [inPart, rest], { status: 'paid', outstandingCents: 0, paidCents: 30_000 }],
    ['2016-05-01', [inPart, remitted('2016-04-20', 20_000)], { status: 'paid', remittedCents: 20_000 }],
    ['2015-12-10', [paid('2015-12-01', 30_000)], { status: 'paid' }],
  ])('on %s after %j', (day, facts, expected) => {
    expect(accountOn(feeAfter(...facts), versions, day)).toMatchObject(expected);
  });

  it('has no grace without a policy in force when it was called', () => {
    const later = [{ ...policyOf2015, since: '2016-01-01' }];
    expect(accountOn(feeAfter(), later, '2016-02-01').status).toBe('in-default');
  });

  it('keeps the grace under which it was called', () => {
    const stricter = [policyOf2015, { ...policyOf2015, graceDays: 0, since: '2016-02-15' }];
    expect(accountOn(feeAfter(), stricter, '2016-03-31').status).toBe('overdue');
  });

  it('of several is the one that needs somebody first', () => {
    expect(gravestOf([])).toBe('none');
    expect(gravestOf(['paid', 'overdue', 'called'])).toBe('overdue');
    expect(gravestOf(FEE_STATUSES)).toBe('in-default');
  });
});

describe('the reminders of a fee', () => {
  const days = (day: string, ...facts: readonly FeeFact[]) =>
    remindersDue(feeAfter(...facts), versions, day).map(({ nth, on }) => `${String(nth)} ${on}`);
  const [first, second, third] = ['1 2016-01-16', '2 2016-03-01', '3 2016-03-31'];
  it.each<[string, string, readonly FeeFact[], readonly (string | undefined)[]]>([
    ['are none before their day', '2016-01-15', [], []],
    ['are due from their day on', '2016-01-16', [], [first]],
    ['are counted over a leap day', '2016-03-01', [], [first, second]],
    ['that were recorded are due no more', '2016-03-31', [reminded('2016-01-16', 1)], [second, third]],
    ['recorded later were due before', '2016-03-02', [reminded('2016-03-03', 2)], [first, second]],
    ['of what is paid are none', '2016-03-31', [paid('2016-03-31', 30_000)], []],
    ['of what is paid in part are due', '2016-01-16', [paid('2016-01-10', 1)], [first]],
  ])('%s', (_what, day, facts, expected) => {
    expect(days(day, ...facts)).toEqual(expected);
  });

  it('that a late call left behind are none', () => {
    const [late] = fold(fee, [called(2016, { on: '2016-01-20' })]).fees;
    expect(remindersDue(late!, versions, '2016-03-01')).toMatchObject([{ nth: 2 }]);
  });
});
