import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { absorption, fusion, numelink as clusterId } from '../../../test/facts.ts';
import { engagements } from './engagements.projection.ts';

const engaged = (operationId: string): Happened<GrappeEvents> => ({
  type: 'mergers.BodyEngaged',
  data: { clusterId, operationId },
});
const released: Happened<GrappeEvents> = {
  type: 'mergers.BodyReleased',
  data: { clusterId, operationId: absorption },
};

it.each<[string, Happened<GrappeEvents>[], object | undefined]>([
  ['bound', [engaged(absorption)], { clusterId, operationId: absorption }],
  ['free again', [engaged(absorption), released], undefined],
  ['bound by the next', [engaged(absorption), released, engaged(fusion)], { clusterId, operationId: fusion }],
])('a cluster that is %s', (_name, events, expected) => {
  expect(given(engagements, events).document(clusterId)).toEqual(expected);
});
