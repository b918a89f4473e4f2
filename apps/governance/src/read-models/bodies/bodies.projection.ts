import { withFact } from '#libs/kernel';
import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { BodyDocument } from './body.view.ts';

export type { BodyDocument };

type Created = GrappeEvents['governance.BodyCreated'];
export const bodies = projection<GrappeEvents, BodyDocument>({
  name: 'governance.bodies',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, kind: { type: 'text', from: 'kind' } },
  indexes: [['cluster_id']],
  key: 'bodyId',
  on: {
    'governance.BodyCreated': creates(({ data }) => ({ ...data, sizes: firstSize(data) })),
    'governance.BodyResized': updates((body, { data: { since, size, reserved } }) => ({
      ...body,
      sizes: withFact(body.sizes, { since, size, ...(reserved === undefined ? {} : { reserved }) }),
    })),
    'governance.BodyAbolished': updates((body, { data: { on, cause, operationId } }) => ({
      ...body,
      abolished: { on, cause, ...(operationId === undefined ? {} : { operationId }) },
    })),
  },
});

function firstSize({ since, size }: Created): BodyDocument['sizes'] {
  return size === undefined ? [] : [{ since, size }];
}
