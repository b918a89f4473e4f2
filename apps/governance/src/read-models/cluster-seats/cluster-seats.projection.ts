import { catalog, type GrappeEvents } from '#libs/contracts';
import { withFact } from '#libs/kernel';
import { keyed, projection, upserts } from '#libs/projections';

/** Where a cluster has its seat from which day on. */
export interface ClusterSeats {
  readonly clusterId: string;
  /** In the order of their days, the first one that of its founding. */
  readonly seats: readonly { readonly seat: string; readonly since: string }[];
}

/** The plan of a merger says where the successor has its seat, also where it is one of those that merge. */
export const clusterSeats = projection<GrappeEvents, ClusterSeats>({
  name: 'governance.cluster-seats',
  version: 1,
  order: catalog.order,
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'membership.ClusterRegistered': upserts((known, { data }) => seated(known, data)),
    'mergers.SuccessionTookEffect': keyed(
      ({ data }) => data.successor.clusterId,
      upserts((known, { data: { successor, effectiveOn: since } }) => seated(known, { ...successor, since })),
    ),
    'membership.ClusterMoved': upserts((known, { data }) => seated(known, data)),
  },
});

function seated(
  known: ClusterSeats | undefined,
  { clusterId, seat, since }: { readonly clusterId: string; readonly seat: string; readonly since: string },
): ClusterSeats {
  return { clusterId, seats: withFact(known?.seats ?? [], { seat, since }) };
}
