import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { numelink } from '../../../test/facts.ts';
import { policyOf2015 } from '../../../test/fee-words.ts';
import { feePolicies, viewOfFeePolicy } from './fee-policies.projection.ts';

const set = (since: string, graceDays: number): Happened<GrappeEvents> => ({
  type: 'membership.FeePolicySet',
  data: { clusterId: numelink, ...policyOf2015, graceDays, since },
});

it.each([
  ['2014-12-31', undefined],
  ['2015-01-01', 60],
  ['2018-01-01', 30],
  ['2019-12-31', 30],
  ['2020-01-01', undefined],
])('the fee policy in force on %s, whichever was recorded first, until the end of the cluster', (day, graceDays) => {
  const document = given(feePolicies, [set('2018-01-01', 30), set('2015-01-01', 60)]).document(numelink);
  const view = viewOfFeePolicy(document as never, () => '2020-01-01', day);
  expect(view.inForce?.graceDays).toBe(graceDays);
  expect(view.versions.map(({ since }) => since)).toEqual(['2015-01-01', '2018-01-01']);
});
