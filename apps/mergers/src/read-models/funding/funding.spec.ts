import { expect, it } from '@jest/globals';
import { given } from '#libs/projections/testing';
import { numelink } from '../../../test/sample-operation.ts';
import { funding } from './funding.projection.ts';

it('what a cluster had is added up by year and resource', () => {
  const recorded = (resource: 'fees' | 'other-own', amountCents: number, on: string) => ({
    type: 'membership.FundingRecorded' as const,
    data: { clusterId: numelink, resource, amountCents, source: 'x', on },
  });
  const events = [
    recorded('fees', 10, '2015-01-01'),
    recorded('fees', 5, '2015-12-31'),
    recorded('other-own', 7, '2016-01-01'),
  ];
  expect([...given(funding, events).documents().values()]).toEqual([
    { clusterId: numelink, year: '2015', cents: { fees: 15 } },
    { clusterId: numelink, year: '2016', cents: { 'other-own': 7 } },
  ]);
});
