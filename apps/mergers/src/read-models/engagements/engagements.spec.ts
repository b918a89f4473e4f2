import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { numelink as clusterId, operationId, otherOperationId } from '../../../test/sample-operation.ts';
import { engagements } from './engagements.projection.ts';

const engaged = (by: string): Happened<GrappeEvents> => ({
  type: 'mergers.BodyEngaged',
  data: { clusterId, operationId: by },
});
const released: Happened<GrappeEvents> = { type: 'mergers.BodyReleased', data: { clusterId, operationId } };

it.each<[string, Happened<GrappeEvents>[], object | undefined]>([
  ['bound', [engaged(operationId)], { clusterId, operationId }],
  ['free again', [engaged(operationId), released], undefined],
  [
    'bound by the next',
    [engaged(operationId), released, engaged(otherOperationId)],
    { clusterId, operationId: otherOperationId },
  ],
])('a body that is %s', (_name, events, expected) => {
  expect(given(engagements, events).document(clusterId)).toEqual(expected);
});

it.each([
  ['bound twice', [engaged(operationId), engaged(otherOperationId)], 'is there already'],
  ['released and not bound', [released], 'and there is none'],
])('a body that is %s stops the read model', (_name, events, message) => {
  expect(() => given(engagements, events)).toThrow(message);
});
