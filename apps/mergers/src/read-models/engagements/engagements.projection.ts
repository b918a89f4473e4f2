import type { GrappeEvents } from '#libs/contracts';
import { AS_RECORDED, creates, projection, removes } from '#libs/projections';

export interface EngagedBody {
  readonly clusterId: string;
  readonly operationId: string;
}

/** Which operation binds which body; a body that none binds is not in it. */
export const engagements = projection<GrappeEvents, EngagedBody>({
  name: 'mergers.engagements',
  version: 3,
  order: AS_RECORDED,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'clusterId',
  on: {
    'mergers.BodyEngaged': creates(({ data: { clusterId, operationId } }) => ({ clusterId, operationId })),
    'mergers.BodyReleased': removes(),
  },
});
