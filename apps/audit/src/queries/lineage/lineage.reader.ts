import type { Point } from '#libs/bitemporal';
import type { Fact } from '../../read-models/facts/fact.ts';
import type { FactReader } from '../fact-reader.ts';
import { clustersOf, edgesAt, nodeOf, reachable } from './lineage.ts';
import type { Direction, Lineage, LineageEdge } from './lineage.view.ts';

/** The lineage of a cluster at a point; undefined when nothing at all is known of it. */
export async function readLineage(
  reader: FactReader,
  root: string,
  direction: Direction,
  point: Point,
): Promise<Lineage | undefined> {
  const successions = await successionsAround(reader, root, direction);
  const edges = reachable(root, edgesAt(successions, point), direction);
  const ids = clustersOf(root, edges);
  const [clusters, names, members] = await Promise.all([
    reader.all('cluster', { subject_id: ids }),
    reader.all('cluster-name', { subject_id: ids }),
    reader.all('member', { subject_id: ids }),
  ]);
  if (successions.length === 0 && clusters.length === 0) return undefined;
  const ofCluster = <Each extends Fact>(list: readonly Each[], id: string) =>
    list.filter(({ subjectId }) => subjectId === id);
  const nodes = ids.map((id) => {
    const facts = { cluster: ofCluster(clusters, id)[0], names: ofCluster(names, id), members: ofCluster(members, id) };
    return nodeOf(id, facts, point, fallbackName(id, successions, edges));
  });
  const { validAt, knownAt } = point;
  return { root, direction, validAt, knownAt, nodes, edges };
}

/** Every succession that can be reached, level by level, whenever it took effect. */
async function successionsAround(reader: FactReader, root: string, direction: Direction) {
  const found = new Map<string, Fact<'succession'>>();
  if (direction !== 'descendants') await follow(reader, root, 'object_id', found);
  if (direction !== 'ancestors') await follow(reader, root, 'subject_id', found);
  return [...found.values()];
}

async function follow(
  reader: FactReader,
  root: string,
  near: 'subject_id' | 'object_id',
  found: Map<string, Fact<'succession'>>,
): Promise<void> {
  const seen = new Set<string>();
  let level: readonly string[] = [root];
  while (level.length > 0) {
    for (const id of level) seen.add(id);
    const edges = await reader.all('succession', near === 'subject_id' ? { subject_id: level } : { object_id: level });
    for (const edge of edges) found.set(edge.factId, edge);
    const next = edges.flatMap(({ subjectId, objectId }) => (near === 'subject_id' ? (objectId ?? []) : subjectId));
    level = [...new Set(next)].filter((id) => !seen.has(id));
  }
}

/** The plan names a successor before (or without) its entry in the register. */
function fallbackName(id: string, successions: readonly Fact<'succession'>[], edges: readonly LineageEdge[]): string {
  const edge = edges.find(({ to }) => to === id);
  const fact = successions.find(
    ({ objectId, versions }) => objectId === id && edge !== undefined && versions.length > 0,
  );
  return fact?.versions.at(-1)?.value?.successorName ?? id;
}
