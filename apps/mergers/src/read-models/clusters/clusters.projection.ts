import type { GrappeEvents } from '#libs/contracts';
import { nameOn, visibleNames, type DatedName, type NameReader } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';

export interface NamedCluster {
  readonly clusterId: string;
  /** In the order in which they were recorded. */
  readonly names: readonly DatedName[];
}

/** The names of clusters; a name under embargo is kept, and shown only to readers with the right. */
export const clusterNames = projection<GrappeEvents, NamedCluster>({
  name: 'mergers.clusters',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'clusterId',
  on: {
    'membership.ClusterRegistered': creates(({ data: { clusterId, name, since } }) => ({
      clusterId,
      names: [{ name, since }],
    })),
    'membership.ClusterNamed': updates((cluster, { data: { name, since, embargoUntil } }) => ({
      ...cluster,
      names: [...cluster.names, { name, since, ...(embargoUntil === undefined ? {} : { embargoUntil }) }],
    })),
  },
});

/** What a reader may call the cluster on the day of the reading; undefined where every name is under embargo. */
export function visibleName({ names }: NamedCluster, reader: NameReader): string | undefined {
  return nameOn(visibleNames(names, reader), reader.today)?.name;
}
