import type { Copies } from '#libs/commands';
import { latest } from '#libs/kernel';
import { clusters } from './clusters.projection.ts';

/** The day on which a cluster succeeded to another one, by one merger or several; undefined where it did not. */
export async function succeededOn(
  copies: Copies,
  clusterId: string,
  predecessorId: string,
): Promise<string | undefined> {
  const known = await copies.of(clusters);
  const days = new Map([[clusterId, '']]);
  // What is entered on the way is visited as well.
  for (const [successor, day] of days) {
    const { predecessors = [] } = (await known.get(successor)) ?? {};
    const others = predecessors.filter((each) => !days.has(each.clusterId));
    for (const { clusterId: predecessor, on } of others) days.set(predecessor, latest(on, day));
  }
  return clusterId === predecessorId ? undefined : days.get(predecessorId);
}
