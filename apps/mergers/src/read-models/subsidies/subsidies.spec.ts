import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { auvergneTic, numelink, operationId } from '../../../test/sample-operation.ts';
import { subsidies } from './subsidies.projection.ts';

const subsidyId = countedUuid(1);
const of = { subsidyId, clusterId: auvergneTic };
const requested = (onSuccession: 'passes' | 'lapses' = 'passes'): Happened<GrappeEvents> => ({
  type: 'membership.SubsidyRequested',
  data: {
    ...of,
    granterId: countedUuid(2),
    amountCents: null,
    purpose: 'x',
    year: 2015,
    onSuccession,
    on: '2015-01-01',
  },
});
const granted: Happened<GrappeEvents> = {
  type: 'membership.SubsidyGranted',
  data: { ...of, amountCents: 5_000, on: '2015-02-01' },
};
const passed: Happened<GrappeEvents> = {
  type: 'membership.SubsidySucceeded',
  data: { subsidyId, from: auvergneTic, to: numelink, operationId, on: '2016-03-31' },
};
const lapsed: Happened<GrappeEvents> = {
  type: 'membership.SubsidyLapsed',
  data: { ...of, reason: 'x', on: '2015-12-31' },
};

it.each<[string, readonly Happened<GrappeEvents>[], object]>([
  ['asked for, of an unknown amount', [requested()], { clusterId: auvergneTic, amountCents: null }],
  ['granted', [requested(), granted], { amountCents: 5_000 }],
  ['passed to the successor', [requested(), passed], { clusterId: numelink }],
  ['that lapses with its cluster', [requested('lapses'), passed], { clusterId: auvergneTic, endedOn: '2016-03-31' }],
  ['that had lapsed before', [requested(), lapsed, passed], { clusterId: auvergneTic, endedOn: '2015-12-31' }],
])('a subsidy %s', (_which, events, expected) => {
  expect(given(subsidies, events).documents().get(subsidyId)).toMatchObject(expected);
});
