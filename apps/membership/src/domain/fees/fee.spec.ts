import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import {
  around,
  call,
  called,
  feeOf2016,
  feeOf2017,
  pay,
  paid,
  policyOf2015,
  remind,
  reminded,
  remit,
  remitted,
  yearOf,
} from '../../../test/fee-words.ts';
import { admitted, applied, id, ids } from '../../../test/membership-words.ts';
import { cluster, type ClusterFact } from '../cluster/cluster.ts';
import { membership } from '../membership/membership.decide.ts';
import type { MembershipEvent } from '../membership/membership.ts';
import { fee, type FeeCommand } from './fee.decide.ts';
import type { FeeFact } from './fee.ts';

const { given } = specification(fee);
const member = (...history: readonly MembershipEvent[]) => ({ ...around, membership: fold(membership, history) });
const dissolved = (on: string) => {
  const named = { kind: 'cluster', name: 'Numélink', nameKind: 'final', seat: 'Lyon', departments: [] } as const;
  const { clusterId } = ids;
  const facts: readonly ClusterFact[] = [
    { type: 'ClusterRegistered', clusterId, ...named, since: '2006-01-01' },
    { type: 'ClusterDissolved', clusterId, on },
  ];
  return { ...around, cluster: fold(cluster, facts) };
};
const noPolicy = { ...around, policy: { versions: [] } };
const ofCompanies = {
  ...around,
  policy: { versions: [{ ...policyOf2015, amounts: [{ college: 'schools', amountCents: 10_000 }] }] },
};
const statedInFull = { period: yearOf(2016), amountCents: 30_000, dueOn: '2016-01-31' };

describe('a fee', () => {
  it.each<[string, readonly FeeFact[], FeeCommand, readonly FeeFact[]]>([
    [
      'is called for the year that runs',
      [],
      call('2016-06-01'),
      [called(2016, { on: '2016-06-01', dueOn: '2016-07-01' })],
    ],
    [
      'called in December for a year that was called, is of the next one, due in January',
      [called(2016, { on: '2016-06-01' })],
      call('2016-12-10', { feeId: feeOf2017 }),
      [called(2017)],
    ],
    [
      'called before its policy, says everything itself',
      [],
      call('2014-12-10', statedInFull),
      [called(2016, { on: '2014-12-10' })],
    ],
    [
      'of a member that has joined since, is for its days',
      [],
      call('2016-06-01', { amountCents: 1, in: member(admitted('2016-05-01')) }),
      [
        called(2016, {
          on: '2016-06-01',
          dueOn: '2016-07-01',
          amountCents: 1,
          period: { since: '2016-05-01', until: '2017-01-01' },
        }),
      ],
    ],
    [
      'of a year in which the cluster ends, is called',
      [],
      call('2015-12-10', { in: dissolved('2016-06-01'), period: yearOf(2016) }),
      [called(2016)],
    ],
    ['called twice on one day, is called once', [called(2016)], call('2015-12-10', { feeId: feeOf2017 }), []],
    [
      'called for a period that was called in the same words, is called once',
      [called(2016)],
      call('2016-02-01', { ...statedInFull, feeId: feeOf2017 }),
      [],
    ],
    ['is paid in part', [called(2016)], pay('2016-01-20', 10_000), [paid('2016-01-20', 10_000)]],
    ['is paid before it was called', [called(2016)], pay('2015-12-01', 30_000), [paid('2015-12-01', 30_000)]],
    [
      'paid twice in the same words is paid once',
      [called(2016), paid('2016-01-20', 10_000)],
      pay('2016-01-20', 10_000),
      [],
    ],
    [
      'is paid twice on a day with two references',
      [called(2016), paid('2016-01-20', 10_000)],
      pay('2016-01-20', 10_000, { reference: 'B' }),
      [paid('2016-01-20', 10_000, { reference: 'B' })],
    ],
    [
      'is remitted for the rest',
      [called(2016), paid('2016-01-20', 10_000)],
      remit('2016-02-01', 20_000),
      [remitted('2016-02-01', 20_000)],
    ],
    ['is reminded of', [called(2016)], remind('2016-03-01', 2), [reminded('2016-03-01', 2)]],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly FeeFact[], FeeCommand, object]>([
    [
      'of nobody',
      [],
      call('2016-01-01', { in: { ...around, membership: membership.initial } }),
      { type: 'MBR_MEMBERSHIP_NOT_FOUND', found: id },
    ],
    ['without a policy that says what it is', [], call('2016-01-01', { in: noPolicy }), { type: 'MBR_NO_FEE_POLICY' }],
    [
      'of an applicant',
      [],
      call('2016-01-01', { in: member(applied('2015-01-01')) }),
      { type: 'MBR_NOT_A_MEMBER', found: 'no period' },
    ],
    [
      'for days before it was a member',
      [],
      call('2016-01-01', { period: yearOf(2013) }),
      { type: 'MBR_NOT_A_MEMBER', found: '2013-01-01 up to 2014-01-01' },
    ],
    [
      'of a member for whom the policy has no amount',
      [],
      call('2016-01-01', { in: ofCompanies }),
      { type: 'MBR_NO_FEE_AMOUNT', found: 'college companies, size class unknown' },
    ],
    [
      'for days that were called already, with the first of them',
      [called(2016)],
      call('2016-03-01', { feeId: feeOf2017, period: { since: '2016-07-01', until: '2017-07-01' } }),
      { type: 'MBR_FEE_OVERLAPS', found: '2016-07-01' },
    ],
    [
      'for a period that was called for another amount',
      [called(2016)],
      call('2016-03-01', { feeId: feeOf2017, period: yearOf(2016), amountCents: 1 }),
      { type: 'MBR_FEE_OVERLAPS', found: '2016-01-01' },
    ],
    [
      'that nobody called: paid',
      [called(2016)],
      pay('2016-01-01', 1, { feeId: feeOf2017 }),
      { type: 'MBR_FEE_NOT_FOUND', found: feeOf2017 },
    ],
    ['that nobody called: remitted', [], remit('2016-01-01', 1), { type: 'MBR_FEE_NOT_FOUND', found: feeOf2016 }],
    ['that nobody called: reminded of', [], remind('2016-01-01', 1), { type: 'MBR_FEE_NOT_FOUND' }],
    [
      'for a period after the end of the cluster',
      [],
      call('2015-12-10', { in: dissolved('2016-01-01'), period: yearOf(2016) }),
      { type: 'MBR_CLUSTER_DISSOLVED', found: '2016-01-01' },
    ],
    [
      'for a period that ends before it begins',
      [],
      call('2016-03-01', { period: { since: '2016-07-01', until: '2016-07-01' } }),
      { type: 'MBR_DATE_BEFORE_START', found: '2016-07-01', required: 'a day after 2016-07-01' },
    ],
    [
      'paid beyond what was called, with both numbers',
      [called(2016), paid('2016-01-20', 10_000)],
      pay('2016-01-25', 20_001),
      { type: 'MBR_FEE_OVERPAID', found: 30_001, required: 30_000 },
    ],
    [
      'remitted beyond what is left',
      [called(2016), paid('2016-01-20', 10_000)],
      remit('2016-01-25', 25_000),
      { type: 'MBR_FEE_OVERPAID', found: 35_000, required: 30_000 },
    ],
    [
      'corrected to less than was paid',
      [called(2016), paid('2016-01-20', 10_000)],
      { type: 'CorrectFact', of: 'FeeCalled', fact: '0', changes: { amountCents: 9_999 }, reason: 'x' } as never,
      { type: 'MBR_FEE_OVERPAID', found: 10_000, required: 9_999 },
    ],
    [
      'reminded of for the same time on another day',
      [called(2016), reminded('2016-03-01', 2)],
      remind('2016-03-05', 2),
      { type: 'MBR_FACT_CONTRADICTED', found: 'reminder of 2016-03-05', required: 'reminder 2 is of 2016-03-01' },
    ],
    [
      'voided that was paid',
      [called(2016), paid('2016-01-20', 10_000)],
      { type: 'VoidFact', of: 'FeeCalled', fact: '0', reason: 'x' } as never,
      { type: 'MBR_FACT_CONTRADICTED', found: 'payment of 2016-01-20' },
    ],
  ])('refuses one %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('is in the order of its period, whatever was called first', () => {
    const state = fold(fee, [called(2017), called(2016)]);
    expect(state.fees.map(({ period }) => period.since)).toEqual(['2016-01-01', '2017-01-01']);
  });

  it.each<[string, readonly FeeFact[]]>([
    ['called twice', [called(2016), called(2016)]],
    ['paid and never called', [paid('2016-01-20', 1)]],
    ['reminded of twice for the same time', [called(2016), reminded('2016-03-01', 1), reminded('2016-04-01', 1)]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => requireSettled(fold(fee, history))).toThrow('cannot follow');
  });
});

factsInAnyOrder(fee, {
  FeeCalled: {
    fact: called(2016, { on: '2015-12-10' }),
    after: [paid('2016-01-20', 10_000), reminded('2016-03-01', 2)],
    carries: true,
    command: call('2015-12-10', statedInFull),
    other: {
      period: { since: '2016-01-01', until: '2016-07-01' },
      amountCents: 40_000,
      dueOn: '2016-02-15',
      on: '2015-11-10',
    },
    overlap: [
      {
        command: call('2016-02-01', { feeId: countedUuid(3, 9), period: { since: '2015-06-01', until: '2016-06-01' } }),
        day: '2016-01-01',
      },
    ],
  },
  FeePaid: {
    before: [called(2016)],
    fact: paid('2016-01-20', 10_000, { reference: 'A' }),
    after: [paid('2016-02-20', 20_000)],
    command: pay('2016-01-20', 10_000, { reference: 'A' }),
    other: { amountCents: 9_000, reference: 'B', on: '2016-01-10' },
    overlap: 'payments add up',
  },
  FeeRemitted: {
    before: [called(2016)],
    fact: remitted('2016-01-20', 10_000),
    after: [paid('2016-02-20', 20_000)],
    command: remit('2016-01-20', 10_000),
    other: { amountCents: 9_000, reason: 'by mistake', on: '2016-01-10' },
    overlap: 'remissions add up',
  },
  FeeReminded: {
    before: [called(2016)],
    fact: reminded('2016-01-20', 1),
    after: [reminded('2016-03-01', 2)],
    command: remind('2016-01-20', 1),
    other: { nth: 3, on: '2016-01-10' },
    overlap: [{ command: remind('2016-01-25', 1), day: '2016-01-20' }],
  },
});

it('knows whose fees they are', () => {
  const { membershipId, clusterId, organisationId } = ids;
  expect(fold(fee, [called(2016)]).of).toEqual({ membershipId, clusterId, organisationId });
});
