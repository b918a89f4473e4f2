import { onceFor, type DeclaredModels } from '#libs/hosting';
import type { Passing } from '../../domain/cluster/passing.ts';
import { FIRST_DAY } from '../../domain/organisation/organisation.ends.ts';
import { endsIn } from '../organisations/ends.ts';
import { clusters } from './clusters.projection.ts';

/** Who has succeeded to a body, one after the other, in the order of days. */
export type Passings = (id: string) => Promise<readonly Passing[]>;

export const passingsIn = onceFor<Passings>((models) => {
  const known = new Map<string, Promise<Passing | undefined>>();
  const next = (id: string): Promise<Passing | undefined> => {
    const found = known.get(id) ?? successionOf(models, id);
    known.set(id, found);
    return found;
  };
  return Promise.resolve(async (id) => {
    const chain: Passing[] = [];
    for (let passing = await next(id); passing !== undefined; passing = await next(passing.successorId)) {
      // What passes to somebody who is gone by then passes on at once.
      const before = chain.at(-1)?.on ?? passing.on;
      chain.push({ ...passing, on: before < passing.on ? passing.on : before });
    }
    return chain;
  });
});

async function successionOf(models: DeclaredModels, predecessorId: string): Promise<Passing | undefined> {
  const [first] = (await models.of(clusters).get(predecessorId))?.successors ?? [];
  if (first !== undefined) return { predecessorId, successorId: first.clusterId, on: first.on };
  const { end, pivotId } = (await endsIn(models)).get(predecessorId) ?? {};
  if (pivotId !== undefined) return { predecessorId, successorId: pivotId, on: FIRST_DAY, asOne: true };
  if (end?.continuation === undefined) return undefined;
  return { predecessorId, successorId: end.continuation.heirId, on: end.on };
}
