import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { auvergneTic, numelink, operationId } from '../../../test/sample-operation.ts';
import { partners } from './partners.projection.ts';

const [partnerId, incubatorId, seatId] = [countedUuid(1), countedUuid(2), countedUuid(3)];
const of = { partnerId, incubatorId };
const holder = { kind: 'cluster' as const, id: auvergneTic };
const joined: Happened<GrappeEvents> = {
  type: 'incubation.PartnerJoined',
  data: { ...of, class: 'sector-body', holder, founding: true, since: '2012-01-01' },
};
const granted: Happened<GrappeEvents> = {
  type: 'incubation.SeatGranted',
  data: { ...of, seatId, holder, since: '2013-01-01' },
};
const left: Happened<GrappeEvents> = { type: 'incubation.PartnerLeft', data: { ...of, holder, on: '2015-01-01' } };
const passed: Happened<GrappeEvents> = {
  type: 'incubation.PartnershipPassed',
  data: { ...of, from: holder, to: { kind: 'cluster', id: numelink }, operationId, on: '2016-03-31' },
};

it.each<[string, readonly Happened<GrappeEvents>[], object]>([
  ['with a seat', [joined, granted], { holderId: auvergneTic, seatId }],
  ['that passed', [joined, granted, passed], { holderId: numelink, seatId }],
  ['that left', [joined, left], { until: '2015-01-01' }],
  ['that had left before it would have passed', [joined, left, passed], { holderId: auvergneTic }],
])('a partnership %s', (_which, events, expected) => {
  expect(given(partners, events).documents().get(partnerId)).toMatchObject(expected);
});
