import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { policyOf2015 } from '../../../test/fee-words.ts';
import { numelink } from '../../../test/facts.ts';
import { around } from '../../../test/membership-words.ts';
import { cluster } from '../cluster/cluster.ts';
import { amountFor, feePolicy, feePolicyOn, type FeePayer, type FeePolicyFact } from './fee-policy.ts';

const { given } = specification(feePolicy);
const set = (since: string, more: object = {}) =>
  ({ type: 'SetFeePolicy', clusterId: numelink, ...policyOf2015, since, cluster: around.cluster, ...more }) as const;
const wasSet = (since: string, more: object = {}): FeePolicyFact => ({
  type: 'FeePolicySet',
  clusterId: numelink,
  ...policyOf2015,
  since,
  ...more,
});

describe('the fee policy of a cluster', () => {
  it('is set from a day on', () => {
    given().when(set('2015-01-01')).then(wasSet('2015-01-01'));
  });

  it('set twice in the same words is set once', () => {
    given(wasSet('2015-01-01')).when(set('2015-01-01')).then();
  });

  it.each([
    ['before its cluster', set('2006-01-01'), { type: 'MBR_DATE_BEFORE_START', found: '2006-01-01' }],
    [
      'of no cluster',
      set('2015-01-01', { cluster: cluster.initial }),
      { type: 'MBR_CLUSTER_NOT_FOUND', found: numelink },
    ],
    [
      'with two amounts for one member',
      set('2015-01-01', {
        amounts: [
          { college: 'companies', amountCents: 1 },
          { college: 'companies', amountCents: 2 },
        ],
      }),
      { type: 'MBR_FEE_AMOUNT_TWICE', found: 'college companies, size class unknown' },
    ],
  ])('is refused %s', (_what, command, rejection) => {
    given()
      .when(command)
      .refused(rejection as never);
  });

  it.each([
    ['2014-12-31', undefined],
    ['2015-01-01', 60],
    ['2017-12-31', 60],
    ['2018-01-01', 30],
  ])('is that of its day: on %s', (day, graceDays) => {
    const { versions } = fold(feePolicy, [wasSet('2018-01-01', { graceDays: 30 }), wasSet('2015-01-01')]);
    expect(feePolicyOn(versions, day)?.graceDays).toBe(graceDays);
  });
});

describe('the amount of a fee', () => {
  const amounts = [
    { amountCents: 1 },
    { sizeClass: 'large', amountCents: 2 },
    { college: 'companies', amountCents: 3 },
    { college: 'companies', sizeClass: 'tpe', amountCents: 4 },
  ] as const;
  it.each<[string, FeePayer, number]>([
    ['of its college and its size class', { college: 'companies', sizeClass: 'tpe' }, 4],
    ['of its college before that of its size class', { college: 'companies', sizeClass: 'large' }, 3],
    ['of its size class', { college: 'schools', sizeClass: 'large' }, 2],
    ['of all', { college: 'schools', sizeClass: 'sme' }, 1],
    ['of all, where nothing is known', {}, 1],
  ])('is that %s', (_what, payer, amount) => {
    expect(amountFor({ amounts }, payer)).toBe(amount);
    expect(amountFor({ amounts: amounts.toReversed() }, payer)).toBe(amount);
  });

  it('is nothing where none is for the member', () => {
    expect(amountFor({ amounts: amounts.slice(1) }, {})).toBeUndefined();
  });
});

factsInAnyOrder(feePolicy, {
  FeePolicySet: {
    fact: wasSet('2015-01-01'),
    after: [wasSet('2018-01-01', { graceDays: 30 })],
    command: set('2015-01-01'),
    other: {
      amounts: [{ amountCents: 1 }],
      period: 'anniversary',
      freeLastMonths: 3,
      graceDays: 10,
      reminders: [10],
      dueAfterDays: 0,
      since: '2016-01-01',
    },
    overlap: 'the later statement about a day takes the place of the earlier one',
  },
});
