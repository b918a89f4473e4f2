import { addDays, calendarDate } from '#libs/kernel';
import { asOf, knownVersions, versionAt, type Point } from '#libs/bitemporal';
import type { Fact } from '../../read-models/facts/fact.ts';
import { clusterNameAt, dayWithin } from '../at-point.ts';
import type { Direction, LineageEdge, LineageNode } from './lineage.view.ts';

/** What is recorded about one cluster. */
export interface ClusterFacts {
  readonly cluster?: Fact<'cluster'> | undefined;
  readonly names: readonly Fact<'cluster-name'>[];
  readonly members: readonly Fact<'member'>[];
}

/** The successions that had taken effect by that day, as known. */
export function edgesAt(successions: readonly Fact<'succession'>[], point: Point): readonly LineageEdge[] {
  const edges = successions.flatMap(({ subjectId: from, objectId: to, versions }) => {
    const version = versionAt(versions, point);
    if (version === undefined || version.value === null || to === undefined) return [];
    const { operationId, operationKind: kind, annulledOn } = version.value;
    const { validFrom: effectiveOn } = knownVersions(versions, point.knownAt)[0] ?? version;
    return [{ from, to, operationId, kind, effectiveOn, ...(annulledOn === undefined ? {} : { annulledOn }) }];
  });
  return edges.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** The edges that lead to the root (its ancestors) or away from it (its descendants), through any number of successions. */
export function reachable(root: string, edges: readonly LineageEdge[], direction: Direction): readonly LineageEdge[] {
  const up = direction === 'descendants' ? [] : walk(root, edges, 'to', 'from');
  const down = direction === 'ancestors' ? [] : walk(root, edges, 'from', 'to');
  return edges.filter((edge) => up.includes(edge) || down.includes(edge));
}

function walk(root: string, edges: readonly LineageEdge[], near: 'from' | 'to', far: 'from' | 'to') {
  const seen = new Set([root]);
  const found: LineageEdge[] = [];
  for (const cluster of seen) {
    for (const edge of edges.filter((each) => each[near] === cluster)) {
      found.push(edge);
      seen.add(edge[far]);
    }
  }
  return found;
}

export function clustersOf(root: string, edges: readonly LineageEdge[]): readonly string[] {
  return [...new Set([...edges.flatMap(({ from, to }) => [from, to]), root])];
}

export function nodeOf(clusterId: string, facts: ClusterFacts, point: Point, fallbackName: string): LineageNode {
  const { from, to, state } = lifeOf(facts.cluster, point);
  const on = dayWithin(point, to === undefined ? undefined : addDays(calendarDate(to), -1));
  const asKnown = { validAt: on, knownAt: point.knownAt };
  const count = facts.members.filter(({ versions }) => asOf(versions, asKnown) !== undefined).length;
  const name = clusterNameAt(facts.names, asKnown) ?? fallbackName;
  return { clusterId, name, state, from, to, members: count === 0 ? undefined : { count, on } };
}

function lifeOf(cluster: Fact<'cluster'> | undefined, point: Point) {
  const known = knownVersions(cluster?.versions ?? [], point.knownAt);
  const now = versionAt(cluster?.versions ?? [], point);
  const state = now?.value?.state ?? 'unknown';
  const gone = state === 'succeeded' || state === 'dissolved';
  return { from: known[0]?.validFrom, to: gone ? now?.validFrom : undefined, state } as const;
}

function orderOf({ effectiveOn, operationId, from }: LineageEdge): string {
  return `${effectiveOn}|${operationId}|${from}`;
}
