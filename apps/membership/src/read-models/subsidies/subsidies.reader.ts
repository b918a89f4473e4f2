import type { DeclaredModels } from '#libs/hosting';
import { holderOf, subsidyOn, type KnownSubsidy } from '../../domain/subsidies/subsidy.ts';
import { clusters } from '../clusters/clusters.projection.ts';
import { subsidies, type SubsidyDocument } from './subsidies.projection.ts';

/** A cluster and all that succeeded to it: one of them has what was a subsidy of the cluster. */
export async function lineOf(models: DeclaredModels, clusterId: string): Promise<readonly string[]> {
  const line = new Set([clusterId]);
  // What is entered on the way is visited as well.
  for (const each of line) {
    const { successors = [] } = (await models.of(clusters).get(each)) ?? {};
    for (const successor of successors) line.add(successor.clusterId);
  }
  return [...line];
}

/** Whether a cluster has a subsidy at the end of a day. */
export function isHeldBy({ facts }: SubsidyDocument, clusterId: string, day: string): boolean {
  const known = subsidyOn(facts, day);
  return known !== undefined && holderOf(known) === clusterId;
}

/** The subsidies that a cluster has at the end of a day. */
export async function subsidiesOf(
  models: DeclaredModels,
  clusterId: string,
  day: string,
): Promise<readonly KnownSubsidy[]> {
  const documents = await models.of(subsidies).all({ cluster_id: await lineOf(models, clusterId) });
  return documents.flatMap((document) => {
    const known = isHeldBy(document, clusterId, day) ? subsidyOn(document.facts, day) : undefined;
    return known === undefined ? [] : [known];
  });
}
