import type { Transaction } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.ts';

/** The clusters whose operators act for a body: itself where it is a cluster, and those that have succeeded to it. */
export async function actingFor(tx: Transaction, id: string | undefined): Promise<readonly string[]> {
  const ids = id === undefined ? [] : [id];
  // What is entered on the way is visited as well.
  for (const each of ids) {
    const state = await tx.read(cluster, each);
    if (state.status === 'succeeded') ids.push(...state.successorIds.filter((successor) => !ids.includes(successor)));
  }
  return ids;
}
