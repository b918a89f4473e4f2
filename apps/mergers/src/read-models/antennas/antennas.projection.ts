import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, removes, updates } from '#libs/projections';

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
  key: 'antennaId',
  on: {
    'membership.AntennaOpened': creates(({ data: { antennaId, clusterId, name } }) => ({ antennaId, clusterId, name })),
    'membership.AntennaPassed': updates((antenna, { data }) => ({ ...antenna, clusterId: data.to })),
    'membership.AntennaClosed': removes(),
  },
});
