import { withFact } from '#libs/kernel';
import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import { told } from '../told.ts';
import type { BodyDocument } from './body.view.ts';

export type { BodyDocument };

type Created = GrappeEvents['governance.BodyCreated'];
export const bodies = projection<GrappeEvents, BodyDocument>({
  name: 'governance.bodies',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, kind: { type: 'text', from: 'kind' } },
  indexes: [['cluster_id']],
  on: {
    'governance.BodyCreated': {
      keys: ({ data }) => data.bodyId,
      evolve: (_none, { data }) => ({ ...data, sizes: firstSize(data) }),
    },
    'governance.BodyResized': {
      keys: ({ data }) => data.bodyId,
      evolve: (document, { data }, key) => {
        const body = told(document, key);
        const { since, size, reserved } = data;
        return {
          ...body,
          sizes: withFact(body.sizes, { since, size, ...(reserved === undefined ? {} : { reserved }) }),
        };
      },
    },
    'governance.BodyAbolished': {
      keys: ({ data }) => data.bodyId,
      evolve: (document, { data: { on, cause, operationId } }, key) => ({
        ...told(document, key),
        abolished: { on, cause, ...(operationId === undefined ? {} : { operationId }) },
      }),
    },
  },
});

function firstSize({ since, size }: Created): BodyDocument['sizes'] {
  return size === undefined ? [] : [{ since, size }];
}
