import { catalog, type GrappeEvents } from '#libs/contracts';
import { withFact } from '#libs/kernel';
import { keyed, projection, upserts } from '#libs/projections';
import { heirsOf } from '#libs/succession';

/** Where a cluster has its seat from which day on. */
export interface ClusterSeats {
  readonly clusterId: string;
  /** In the order of their days, the first one that of its founding. */
  readonly seats: readonly { readonly seat: string; readonly since: string }[];
}

/** The plan of a merger says where each heir has its seat, also where it is one of those that take part. */
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
      ({ data }) => heirsOf(data).map(({ clusterId }) => clusterId),
      upserts((known, { data }, key) => {
        const heir = heirsOf(data).find(({ clusterId }) => clusterId === key) ?? data.successor;
        return seated(known, { ...heir, since: data.effectiveOn });
      }),
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
