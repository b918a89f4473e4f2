import { onceFor } from '#libs/hosting';
import { LAST_DAY } from '#libs/projections';
import { clusters } from './clusters.projection.ts';

/** The first day on which a cluster is dissolved, or the last day that there is: what it has ends with it. */
export type Dissolutions = (clusterId: string) => string;

/** When clusters are dissolved. */
export const dissolutionsIn = onceFor<Dissolutions>(async (models) => {
  const dissolved = await models.of(clusters).all({ state: 'dissolved' });
  const days = new Map(dissolved.map(({ clusterId, stateSince }) => [clusterId, stateSince]));
  return (clusterId) => days.get(clusterId) ?? LAST_DAY;
});
