import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import type { AntennaDocument } from './antenna.view.ts';

export type { AntennaDocument };

/** Every antenna with the chain of clusters that had it; `clusterId` is the last one. Key: antennaId. */
export const antennas = projection<GrappeEvents, AntennaDocument>({
  name: 'membership.antennas',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, state: { type: 'text', from: 'state' } },
  indexes: [['cluster_id']],
  on: {
    'membership.AntennaOpened': {
      keys: ({ data }) => data.antennaId,
      evolve: (_document, { data }) => ({
        ...data,
        state: 'open',
        holdings: [{ clusterId: data.clusterId, since: data.since }],
      }),
    },
    'membership.AntennaPassed': {
      keys: ({ data }) => data.antennaId,
      evolve: (document, { data: { to, operationId, on } }) =>
        document === undefined
          ? undefined
          : {
              ...document,
              clusterId: to,
              holdings: [...document.holdings, { clusterId: to, since: on, operationId }],
            },
    },
    'membership.AntennaClosed': {
      keys: ({ data }) => data.antennaId,
      evolve: (document, { data: { on } }) =>
        document === undefined ? undefined : { ...document, state: 'closed', closedOn: on },
    },
  },
});
