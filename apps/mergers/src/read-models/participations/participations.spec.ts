import { expect, it } from '@jest/globals';
import { given } from '#libs/projections/testing';
import { absorption, auvergneTic, numelink, operationId } from '../../../test/sample-operation.ts';
import { participations } from './participations.projection.ts';

it('each participant has a line of its own, with its role', () => {
  const started = {
    type: 'mergers.OperationStarted' as const,
    data: {
      operationId,
      kind: 'fusion-absorption' as const,
      title: 'A merger',
      participants: absorption,
      on: '2015-11-02',
    },
  };
  expect([...given(participations, [started]).documents()]).toEqual([
    [`${numelink}/${operationId}`, { clusterId: numelink, operationId, role: 'absorbing' }],
    [`${auvergneTic}/${operationId}`, { clusterId: auvergneTic, operationId, role: 'absorbed' }],
  ]);
});
