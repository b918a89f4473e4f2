import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

export interface EngagedBody {
  readonly clusterId: string;
  readonly operationId: string;
}

/** Which operation binds which body; a body that none binds is not in it. */
export const engagements = projection<GrappeEvents, EngagedBody>({
  name: 'mergers.engagements',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'mergers.BodyEngaged': {
      keys: ({ data }) => data.clusterId,
      evolve: (_document, { data: { clusterId, operationId } }) => ({ clusterId, operationId }),
    },
    'mergers.BodyReleased': { keys: ({ data }) => data.clusterId, evolve: () => undefined },
  },
});
