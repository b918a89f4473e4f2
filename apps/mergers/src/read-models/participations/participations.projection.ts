import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { AS_RECORDED, creates, keyed, projection } from '#libs/projections';

export interface Participation {
  readonly clusterId: string;
  readonly operationId: string;
  readonly role: string;
}

function keyOf(clusterId: string, operationId: string): string {
  return `${clusterId}/${operationId}`;
}

/** In which operations a cluster ever stood, whatever became of them. */
export const participations = projection<GrappeEvents, Participation>({
  name: 'mergers.participations',
  version: 3,
  order: AS_RECORDED,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'mergers.OperationStarted': keyed(
      ({ data: { operationId, participants } }) => participants.map(({ clusterId }) => keyOf(clusterId, operationId)),
      creates(({ data: { operationId, participants } }, key) => {
        const participant = participants.find(({ clusterId }) => key === keyOf(clusterId, operationId));
        invariant(participant !== undefined, `nobody takes part under ${key}`);
        return { ...participant, operationId };
      }),
    ),
  },
});
