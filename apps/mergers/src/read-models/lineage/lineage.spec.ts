import { expect, it } from '@jest/globals';
import { given } from '#libs/projections/testing';
import { auvergneTic, effectiveAbsorption, history, numelink, operationId } from '../../../test/sample-operation.ts';
import { lineage } from './lineage.projection.ts';

it('each predecessor has the one who has succeeded to it, and keeps the first', () => {
  const effect = history(...effectiveAbsorption).find((event) => event.type === 'SuccessionTookEffect');
  if (effect === undefined) throw new Error('no effect');
  const { type: _type, ...data } = effect;
  const took = { type: 'mergers.SuccessionTookEffect' as const, data };
  const again = { ...took, data: { ...data, operationId: numelink } };
  expect([...given(lineage, [took, again]).documents()]).toEqual([
    [auvergneTic, { predecessorId: auvergneTic, successorId: numelink, on: data.effectiveOn, operationId }],
  ]);
  const restored = { clusterId: auvergneTic, operationId: numelink, restoration: true, endedBy: operationId } as const;
  const back = { type: 'membership.ClusterRestored' as const, data: { ...restored, on: '2019-03-15' } };
  const dissolved = {
    ...back,
    data: { clusterId: numelink, operationId, restoration: true, on: '2019-03-15' } as const,
  };
  expect(given(lineage, [took, back, dissolved]).document(auvergneTic)).toMatchObject({ restoredOn: '2019-03-15' });
});
