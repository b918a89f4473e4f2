import type { GrappeEvents } from '#libs/contracts';
import { AS_RECORDED, keyed, projection, upserts, type ReadModelQuery } from '#libs/projections';
import { mainHeirOf, sourcesOf } from '#libs/succession';

type Effect = GrappeEvents['mergers.SuccessionTookEffect'];
type Restored = GrappeEvents['membership.ClusterRestored'];

/** An operation by which something of a cluster has passed. */
interface Passage {
  readonly operationId: string;
  readonly on: string;
  /** Who is bound in its place; absent where it only gave a branch, and stays. */
  readonly heirId?: string | undefined;
  /** The day from which it stands again. */
  readonly until?: string | undefined;
}

/** What has passed of a cluster, in the order in which it was recorded. */
export interface LineageDocument {
  readonly clusterId: string;
  readonly passages: readonly Passage[];
}

/** By cluster, the mergers by which something of it has passed: what is recorded late, or binds it, follows them. */
export const lineage = projection<GrappeEvents, LineageDocument>({
  name: 'events.lineage',
  version: 1,
  order: AS_RECORDED,
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'mergers.SuccessionTookEffect': keyed<Effect, LineageDocument>(
      ({ data }) => sourcesOf(data),
      upserts((known, { data }, clusterId) => {
        const { operationId, effectiveOn: on, predecessors } = data;
        const isGone = predecessors.some((each) => each.clusterId === clusterId);
        const passage = { operationId, on, ...(isGone ? { heirId: mainHeirOf(data) } : {}) };
        return { clusterId, passages: [...(known?.passages ?? []), passage] };
      }),
    ),
    'membership.ClusterRestored': keyed<Restored, LineageDocument>(
      ({ data: { clusterId, endedBy, restoration } }) =>
        restoration === true && endedBy === undefined ? [] : [clusterId],
      upserts((known, { data: { operationId, endedBy = operationId, on: until } }, clusterId) => ({
        clusterId,
        passages: (known?.passages ?? []).map((each) => (each.operationId === endedBy ? { ...each, until } : each)),
      })),
    ),
  },
});

/** The lines of some clusters, with those of their heirs. */
export async function linesOf(
  model: Pick<ReadModelQuery<LineageDocument>, 'get'>,
  clusterIds: readonly string[],
): Promise<ReadonlyMap<string, LineageDocument>> {
  const known = new Map<string, LineageDocument>();
  const asked = new Set<string>();
  for (let next = [...new Set(clusterIds)]; next.length > 0;) {
    for (const id of next) asked.add(id);
    const found = (await Promise.all(next.map((id) => model.get(id)))).flatMap((each) => each ?? []);
    for (const each of found) known.set(each.clusterId, each);
    const heirs = found.flatMap(({ passages }) => passages.flatMap(({ heirId }) => heirId ?? []));
    next = [...new Set(heirs)].filter((id) => !asked.has(id));
  }
  return known;
}

/** Who goes on with what binds a cluster on a day: by mergers that had taken effect by then, and were not annulled. */
export function headOn(known: ReadonlyMap<string, LineageDocument>, clusterId: string, day: string): string {
  let head = clusterId;
  for (const seen = new Set<string>(); !seen.has(head);) {
    seen.add(head);
    const passage = known
      .get(head)
      ?.passages.find((each) => each.on <= day && (each.until === undefined || day < each.until));
    head = passage?.heirId ?? head;
  }
  return head;
}
