import { invariant } from '#libs/kernel';
import type { Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';

/** The operations by which something of a cluster passes: those by which it gave a branch, and those that ended it, one after the other where a court has annulled those before. */
export async function successionsFrom(clusterId: string, readModels: ReadModels): Promise<readonly Succession[]> {
  const [given, cluster] = await Promise.all([
    readModels.of(successions).all({ giver_id: clusterId }),
    readModels.of(clusters).get(clusterId),
  ]);
  const operations = new Set(cluster?.successors.map(({ operationId }) => operationId));
  const endings = await Promise.all([...operations].map((operationId) => endingBy(operationId, readModels)));
  return [...given, ...endings];
}

async function endingBy(operationId: string, readModels: ReadModels): Promise<Succession> {
  const ending = await readModels.of(successions).get(operationId);
  invariant(ending !== undefined, `cluster succeeded by operation ${operationId}, whose effect nobody published`);
  return ending;
}
