import { catalog, type GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';

/** An antenna as far as this context has to know it: whose it is from which day on, and from when it is closed. */
export interface RegisteredAntenna {
  readonly antennaId: string;
  readonly since: string;
  /** In the order of their days. */
  readonly holdings: readonly { readonly clusterId: string; readonly from: string }[];
  readonly closedOn?: string | undefined;
}

/** The antennas of the register. */
export const antennas = projection<GrappeEvents, RegisteredAntenna>({
  name: 'events.antennas',
  version: 1,
  order: catalog.order,
  columns: {},
  indexes: [],
  key: 'antennaId',
  on: {
    'membership.AntennaOpened': creates(({ data: { antennaId, clusterId, since } }) => ({
      antennaId,
      since,
      holdings: [{ clusterId, from: since }],
    })),
    // An antenna that was closed by then has nothing that passes.
    'membership.AntennaPassed': updates((antenna, { data: { to, on } }) =>
      antenna.closedOn === undefined
        ? { ...antenna, holdings: [...antenna.holdings, { clusterId: to, from: on }] }
        : antenna,
    ),
    'membership.AntennaClosed': updates((antenna, { data: { on } }) => ({ ...antenna, closedOn: on })),
  },
});
