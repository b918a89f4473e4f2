import { catalog, type GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { RegisteredAntenna } from '../../domain/register/entries.ts';

/** An antenna as the register has it, with its name. */
export interface KnownAntenna extends RegisteredAntenna {
  readonly name: string;
}

/** Whose antenna is called what, and which are closed: an id that was taken once stays taken. */
export const antennas = projection<GrappeEvents, KnownAntenna>({
  name: 'mergers.antennas',
  version: 5,
  order: catalog.order,
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    antenna_id: { type: 'text', from: 'antennaId' },
  },
  indexes: [['cluster_id'], ['antenna_id']],
  key: 'antennaId',
  on: {
    'membership.AntennaOpened': creates(({ data: { antennaId, clusterId, name } }) => ({ antennaId, clusterId, name })),
    // An antenna that was closed by then has nothing that passes.
    'membership.AntennaPassed': updates((antenna, { data }) =>
      antenna.closedOn === undefined ? { ...antenna, clusterId: data.to } : antenna,
    ),
    'membership.AntennaClosed': updates((antenna, { data: { on } }) => ({ ...antenna, closedOn: on })),
  },
});
