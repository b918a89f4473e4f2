import { onceFor } from '#libs/hosting';
import { LAST_DAY } from '#libs/projections';
import { clusters, type ClusterDocument } from './clusters.projection.ts';

/**
 * The first day on which a cluster is dissolved after something of it began, or the last day that there is: what it has ends with it, and does not come back
 * where the cluster is restored. Default: the first dissolution that there was.
 */
export type Dissolutions = (clusterId: string, since?: string) => string;

/** A dissolution, up to the day before the cluster stood again. */
interface Dissolution {
  readonly on: string;
  readonly until: string;
}

/** When clusters are dissolved. */
export const dissolutionsIn = onceFor<Dissolutions>(async (models) => {
  const dissolved = await models.of(clusters).all({ first_dissolved_on: { until: LAST_DAY } });
  const known = new Map(dissolved.map((cluster) => [cluster.clusterId, dissolutionsOf(cluster)]));
  return (clusterId, since = '') => known.get(clusterId)?.find(({ until }) => since < until)?.on ?? LAST_DAY;
});

/** The same for what goes with a cluster whenever it stands: what its statutes provide for is there again once it is restored. */
export function dissolutionOn(dissolvedOn: Dissolutions, clusterId: string, day: string): boolean {
  return dissolvedOn(clusterId, day) <= day;
}

function dissolutionsOf({ states }: Pick<ClusterDocument, 'states'>): readonly Dissolution[] {
  return states.flatMap(({ state, since: on }, index) => {
    if (state !== 'dissolved') return [];
    const until = states.slice(index).find((each) => each.state === 'restored')?.since ?? LAST_DAY;
    return [{ on, until }];
  });
}
