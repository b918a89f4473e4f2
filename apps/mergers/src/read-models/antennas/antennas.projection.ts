import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

export interface NamedAntenna {
  readonly antennaId: string;
  readonly clusterId: string;
  readonly name: string;
}

/** Whose antenna is called what. */
export const antennaNames = projection<GrappeEvents, NamedAntenna>({
  name: 'mergers.antennas',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'membership.AntennaOpened': {
      keys: ({ data }) => data.antennaId,
      evolve: (_document, { data: { antennaId, clusterId, name } }) => ({ antennaId, clusterId, name }),
    },
    'membership.AntennaPassed': {
      keys: ({ data }) => data.antennaId,
      evolve: (document, { data }) => (document === undefined ? undefined : { ...document, clusterId: data.to }),
    },
    'membership.AntennaClosed': { keys: ({ data }) => data.antennaId, evolve: () => undefined },
  },
});
