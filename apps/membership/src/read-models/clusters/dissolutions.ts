import type { DeclaredModels } from '#libs/hosting';
import { LAST_DAY } from '#libs/projections';
import { clusters } from './clusters.projection.ts';

/** The first day on which a cluster is dissolved, or the last day that there is: what it has ends with it. */
export type Dissolutions = (clusterId: string) => string;

const known = new WeakMap<DeclaredModels, Promise<Dissolutions>>();

/** When clusters are dissolved, looked up once for each request. */
export function dissolutionsIn(models: DeclaredModels): Promise<Dissolutions> {
  const found = known.get(models) ?? read(models);
  known.set(models, found);
  return found;
}

async function read(models: DeclaredModels): Promise<Dissolutions> {
  const dissolved = await models.of(clusters).all({ state: 'dissolved' });
  const days = new Map(dissolved.map(({ clusterId, stateSince }) => [clusterId, stateSince]));
  return (clusterId) => days.get(clusterId) ?? LAST_DAY;
}
