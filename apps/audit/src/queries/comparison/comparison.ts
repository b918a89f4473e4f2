import { sameValue, versionAt, type Point, type Version } from '#libs/bitemporal';
import type { Fact, FactKind, FactValues } from '../../read-models/facts/fact.ts';
import type { Comparison, FactChange, MemberSection, Section } from './comparison.view.ts';

/** Two points at which a history is looked at. */
export interface Points {
  readonly left: Point;
  readonly right: Point;
}

const SECTIONS = {
  member: 'members',
  mandate: 'mandates',
  cluster: 'clusters',
  'cluster-name': 'clusterNames',
  antenna: 'antennas',
  body: 'bodies',
  office: 'offices',
  role: 'roles',
  incubator: 'incubators',
  seat: 'partnerSeats',
} as const satisfies Partial<Record<FactKind, keyof Comparison>>;

type ComparedKind = keyof typeof SECTIONS;
type SectionName = (typeof SECTIONS)[ComparedKind];

/** The kinds of facts that a comparison looks at. */
export const COMPARED = Object.keys(SECTIONS) as readonly ComparedKind[];

type ListName = 'added' | 'removed' | 'changed' | 'moved' | 'arrived';

class SectionTally {
  readonly lists: Record<ListName, FactChange[]> = { added: [], removed: [], changed: [], moved: [], arrived: [] };
  readonly counts = { left: 0, right: 0, added: 0, removed: 0, changed: 0, moved: 0, arrived: 0 };
  truncated = false;

  constructor(private readonly limit: number) {}

  take(fact: Fact, points: Points): void {
    if (heldAt(fact, points.left)) this.counts.left += 1;
    if (heldAt(fact, points.right)) this.counts.right += 1;
    const change = changeOf(fact, points);
    if (change === undefined) return;
    const list = listOf(change);
    this.counts[list] += 1;
    if (this.lists[list].length < this.limit) this.lists[list].push(change);
    else this.truncated = true;
  }

  sectionOf(kind: ComparedKind): Section | MemberSection {
    if (kind === 'member') return { counts: this.counts, ...this.lists };
    const { left, right, added, removed, changed } = this.counts;
    const { moved: _moved, arrived: _arrived, ...lists } = this.lists;
    return { counts: { left, right, added, removed, changed }, ...lists };
  }
}

function listOf(change: FactChange): ListName {
  if (change.left !== undefined && change.right !== undefined) return 'changed';
  if (change.kind !== 'member') return change.left === undefined ? 'added' : 'removed';
  if (change.left !== undefined) return change.ended?.into === undefined ? 'removed' : 'moved';
  return change.right !== undefined && 'how' in change.right && change.right.how === 'succession' ? 'arrived' : 'added';
}

/**
 * What differs between two points, fact by fact, so that a history of any size is compared a page at a time. Lists hold at
 * most `limit` changes each; counts are complete.
 */
export async function compare(
  facts: AsyncIterable<Fact> | Iterable<Fact>,
  points: Points,
  limit: number,
): Promise<Comparison> {
  const tallies = new Map(COMPARED.map((kind) => [kind, new SectionTally(limit)]));
  for await (const fact of facts) tallies.get(fact.kind as ComparedKind)?.take(fact, points);
  const truncated = [...tallies.values()].some((tally) => tally.truncated);
  const sections = Array.from(tallies, ([kind, tally]) => [SECTIONS[kind], tally.sectionOf(kind)] as const);
  return { ...points, ...(Object.fromEntries(sections) as Pick<Comparison, SectionName>), truncated };
}

/** What a fact says on one side. */
type Side = FactValues[FactKind];

/** The fact on both sides with its differences; undefined when it is the same (or absent) on both. */
export function changeOf(fact: Fact, { left, right }: Points): FactChange | undefined {
  const versions: readonly Version<Side>[] = fact.versions;
  const [before, after] = [versionAt(versions, left), versionAt(versions, right)];
  const [was, is] = [heldValue(before), heldValue(after)];
  if (was === is || (was !== undefined && is !== undefined && sameValue(was, is))) return undefined;
  const { kind, id, subjectId, objectId } = fact;
  const changed = whatChanged(versions, { left, right });
  return { kind, id, subjectId, objectId, left: was, right: is, changed, ended: after?.ended ?? before?.ended };
}

/** The world did where what is known last differs between the days; our knowledge did where of one of the days something else was known before. */
function whatChanged(versions: readonly Version<Side>[], { left, right }: Points): FactChange['changed'] {
  const knownAt = lastKnown(left.knownAt, right.knownAt);
  const known = ({ validAt }: Point) => heldValue(versionAt(versions, { validAt, knownAt }));
  const believed = (point: Point) => heldValue(versionAt(versions, point));
  const hasWorldChanged = !sameValue(known(left), known(right));
  const hasKnowledgeChanged = [left, right].some((point) => !sameValue(believed(point), known(point)));
  if (hasWorldChanged && hasKnowledgeChanged) return 'both';
  return hasWorldChanged ? 'world' : 'knowledge';
}

/** The later of two instants; without one everything known so far counts, which is later than any. */
function lastKnown(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return one > other ? one : other;
}

/** Whether the fact held at a point. */
function heldAt(fact: Fact, point: Point): boolean {
  return heldValue(versionAt<Side>(fact.versions, point)) !== undefined;
}

/** A cluster that disappeared is known, but it is not there. */
function heldValue(version: Version<Side> | undefined): Side | undefined {
  const value = version?.value ?? undefined;
  if (value !== undefined && 'state' in value && value.state !== 'active' && value.state !== 'dormant')
    return undefined;
  return value;
}
