import type { GrappeEvents } from '#libs/contracts';
import { AS_RECORDED, creates, projection, removes } from '#libs/projections';

export interface EngagedCluster {
  readonly clusterId: string;
  readonly operationId: string;
}

/** Which clusters a merger binds, as the mergers context has published it: one of them cannot be dissolved. */
export const engagements = projection<GrappeEvents, EngagedCluster>({
  name: 'membership.engagements',
  version: 3,
  order: AS_RECORDED,
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'mergers.BodyEngaged': creates(({ data: { clusterId, operationId } }) => ({ clusterId, operationId })),
    'mergers.BodyReleased': removes(),
  },
});
