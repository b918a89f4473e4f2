import { invariant } from '#libs/kernel';
import type { Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';

/** The operations by which something of a cluster passes: those by which it gave a branch, and the one that ended it. */
export async function successionsFrom(clusterId: string, readModels: ReadModels): Promise<readonly Succession[]> {
  const [given, cluster] = await Promise.all([
    readModels.of(successions).all({ giver_id: clusterId }),
    readModels.of(clusters).get(clusterId),
  ]);
  const operationId = cluster?.successors[0]?.operationId;
  if (operationId === undefined) return given;
  const ending = await readModels.of(successions).get(operationId);
  invariant(ending !== undefined, `cluster succeeded by operation ${operationId}, whose effect nobody published`);
  return [...given, ending];
}
