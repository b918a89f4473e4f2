import { catalog, type GrappeEvents } from '#libs/contracts';
import { endedAs, restoredAs, type RegisteredCluster } from '#libs/process-managers';
import { creates, projection, updates } from '#libs/projections';

/** A cluster of the register, as far as this context has to know it: what it was called from which day on. */
export interface NamedCluster extends RegisteredCluster {
  /** In the order of their days, the first one that of its founding; of some a reader may not know before a day. */
  readonly names: readonly Omit<GrappeEvents['membership.ClusterNamed'], 'clusterId'>[];
}

export const clusters = projection<GrappeEvents, NamedCluster>({
  name: 'events.clusters',
  version: 2,
  order: catalog.order,
  columns: { first_dissolved_on: { type: 'date', from: 'firstDissolvedOn' } },
  indexes: [['first_dissolved_on']],
  key: 'clusterId',
  on: {
    'membership.ClusterRegistered': creates(({ data: { clusterId, name, nameKind, since } }) => ({
      clusterId,
      names: [{ name, nameKind, since }],
    })),
    'membership.ClusterNamed': updates((cluster, { data: { clusterId: _cluster, ...named } }) => ({
      ...cluster,
      names: [...cluster.names, named],
    })),
    'membership.ClusterDissolved': updates(endedAs('dissolved')),
    'membership.ClusterSucceeded': updates(endedAs('succeeded')),
    'membership.ClusterRestored': updates(restoredAs),
  },
});
