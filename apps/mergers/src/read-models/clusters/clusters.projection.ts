import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

export interface ClusterName {
  readonly name: string;
  readonly since: string;
  /** The first day on which everybody may read it. */
  readonly embargoUntil?: string | undefined;
}

export interface NamedCluster {
  readonly clusterId: string;
  /** In the order in which they were recorded. */
  readonly names: readonly ClusterName[];
}

/** What clusters are called; a name under embargo is held and shown to nobody without the right. */
export const clusterNames = projection<GrappeEvents, NamedCluster>({
  name: 'mergers.clusters',
  version: 1,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'membership.ClusterRegistered': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { clusterId, name, since } }) => ({
        clusterId,
        names: [...(document?.names ?? []), { name, since }],
      }),
    },
    'membership.ClusterNamed': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { clusterId, name, since, embargoUntil } }) => ({
        clusterId,
        names: [...(document?.names ?? []), { name, since, ...(embargoUntil === undefined ? {} : { embargoUntil }) }],
      }),
    },
  },
});

/** The name that a reader may see on a day: the one with the latest day among those that are open to that reader. */
export function visibleName({ names }: NamedCluster, today: string, mayReadEmbargoed: boolean): string | undefined {
  const open = names.filter(
    ({ embargoUntil }) => mayReadEmbargoed || embargoUntil === undefined || embargoUntil <= today,
  );
  return open.reduce<ClusterName | undefined>(
    (last, each) => (last === undefined || each.since >= last.since ? each : last),
    undefined,
  )?.name;
}
