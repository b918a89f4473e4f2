import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

export interface Participation {
  readonly clusterId: string;
  readonly operationId: string;
  readonly role: string;
}

/** In which operations a cluster ever stood, whatever became of them. */
export const participations = projection<GrappeEvents, Participation>({
  name: 'mergers.participations',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'mergers.OperationStarted': {
      keys: ({ data: { operationId, participants } }) =>
        participants.map(({ clusterId }) => `${clusterId}/${operationId}`),
      evolve: (_document, { data: { operationId, participants } }, key) => {
        const participant = participants.find(({ clusterId }) => key.startsWith(clusterId));
        return participant === undefined ? undefined : { ...participant, operationId };
      },
    },
  },
});
