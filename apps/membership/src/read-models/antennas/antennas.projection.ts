import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { AntennaDocument } from './antenna.view.ts';

export type { AntennaDocument };

/** Every antenna with the chain of clusters that had it; `clusterId` is the last one. */
export const antennas = projection<GrappeEvents, AntennaDocument>({
  name: 'membership.antennas',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, state: { type: 'text', from: 'state' } },
  indexes: [['cluster_id']],
  key: 'antennaId',
  on: {
    'membership.AntennaOpened': creates(({ data }) => ({
      ...data,
      state: 'open',
      holdings: [{ clusterId: data.clusterId, since: data.since }],
    })),
    'membership.AntennaPassed': updates((antenna, { data: { to, operationId, on } }) => ({
      ...antenna,
      clusterId: to,
      holdings: [...antenna.holdings, { clusterId: to, since: on, operationId }],
    })),
    'membership.AntennaClosed': updates((antenna, { data: { on } }) => ({ ...antenna, state: 'closed', closedOn: on })),
  },
});
