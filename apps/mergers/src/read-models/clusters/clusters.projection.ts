import { catalog, type GrappeEvents } from '#libs/contracts';
import { nameOn, visibleNames, type DatedName, type NameReader } from '#libs/kernel';
import { endedAs, restoredAs } from '#libs/process-managers';
import { creates, projection, updates } from '#libs/projections';
import type { RegisteredCluster } from '../../domain/register/entries.ts';

/** A cluster as the register has it, with its names. */
export interface KnownCluster extends RegisteredCluster {
  /** In the order of their days. */
  readonly names: readonly DatedName[];
}

/** The clusters of the register; a name under embargo is kept, and shown only to readers with the right. */
export const clusters = projection<GrappeEvents, KnownCluster>({
  name: 'mergers.clusters',
  version: 8,
  order: catalog.order,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'clusterId',
  on: {
    'membership.ClusterRegistered': creates(({ data: { clusterId, name, since, operationId } }) => ({
      clusterId,
      names: [{ name, since }],
      since,
      ...(operationId === undefined ? {} : { operationId }),
    })),
    'membership.ClusterNamed': updates((cluster, { data: { name, since, embargoUntil } }) => ({
      ...cluster,
      names: [...cluster.names, { name, since, ...(embargoUntil === undefined ? {} : { embargoUntil }) }],
    })),
    'membership.ClusterDissolved': updates(endedAs('dissolved')),
    'membership.ClusterSucceeded': updates(endedAs('succeeded')),
    'membership.ClusterRestored': updates(restoredAs),
  },
});

/** What a reader may call the cluster on the day of the reading; undefined where every name is under embargo. */
export function visibleName({ names }: KnownCluster, reader: NameReader): string | undefined {
  return nameOn(visibleNames(names, reader), reader.today)?.name;
}
