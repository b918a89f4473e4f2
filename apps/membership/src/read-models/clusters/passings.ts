import { onceFor, type DeclaredModels } from '#libs/hosting';
import type { Passing } from '../../domain/cluster/passing.ts';
import { FIRST_DAY } from '../../domain/organisation/organisation.ends.ts';
import { endsIn } from '../organisations/ends.ts';
import { clusters, type ClusterDocument, type SuccessionLink } from './clusters.projection.ts';

/** Who has succeeded to a body, one after the other, in the order of days. */
export type Passings = (id: string) => Promise<readonly Passing[]>;

export const passingsIn = onceFor<Passings>((models) => {
  const known = new Map<string, Promise<readonly Passing[]>>();
  const next = (id: string): Promise<readonly Passing[]> => {
    const found = known.get(id) ?? successionsOf(models, id);
    known.set(id, found);
    return found;
  };
  return Promise.resolve(async (id) => {
    const chain: Passing[] = [];
    for (let holder: string | undefined = id; holder !== undefined;) {
      const passings: readonly Passing[] = await next(holder);
      // What passes to somebody who is gone by then passes on at once.
      for (const passing of passings) chain.push({ ...passing, on: laterOf(chain.at(-1)?.on, passing.on) });
      const last = passings.at(-1);
      holder = last === undefined || last.back === true ? undefined : last.successorId;
    }
    return chain;
  });
});

function laterOf(before: string | undefined, on: string): string {
  return before === undefined || before < on ? on : before;
}

/** By whom a body was succeeded to; of a merger that a court has annulled also the way back. */
async function successionsOf(models: DeclaredModels, predecessorId: string): Promise<readonly Passing[]> {
  const { successors: links = [], states = [] } = (await models.of(clusters).get(predecessorId)) ?? {};
  if (links.length > 0) return firstOfEach(links).flatMap((link) => passingsBy(predecessorId, link, states));
  const { end, pivotId } = (await endsIn(models)).get(predecessorId) ?? {};
  if (pivotId !== undefined) return [{ predecessorId, successorId: pivotId, on: FIRST_DAY, asOne: true }];
  if (end?.continuation === undefined) return [];
  return [{ predecessorId, successorId: end.continuation.heirId, on: end.on }];
}

/** Of a merger into several bodies what it has goes to the first one. */
function firstOfEach(links: readonly SuccessionLink[]): readonly SuccessionLink[] {
  return links.filter((link, index) => links.findIndex((each) => each.operationId === link.operationId) === index);
}

function passingsBy(
  predecessorId: string,
  { clusterId, on, annulledOn }: SuccessionLink,
  states: ClusterDocument['states'],
): readonly Passing[] {
  const passing = { predecessorId, successorId: clusterId, on };
  const again = states.find(({ state, since }) => state === 'restored' && since > on);
  if (annulledOn === undefined) return [again === undefined ? passing : { ...passing, restoredOn: again.since }];
  const back = {
    predecessorId: clusterId,
    successorId: predecessorId,
    on: annulledOn,
    back: true,
    annulledOn,
  } as const;
  return [{ ...passing, annulledOn }, back];
}
