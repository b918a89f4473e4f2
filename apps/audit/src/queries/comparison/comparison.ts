import type { Fact, FactKind } from '../../read-models/facts/fact.ts';
import type { Comparison, FactChange, MemberSection, Section } from './comparison.view.ts';
import { changeOf, heldAt, type Points } from './fact-change.ts';

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

  section(): Section {
    const { left, right, added, removed, changed } = this.counts;
    const { moved: _moved, arrived: _arrived, ...lists } = this.lists;
    return { counts: { left, right, added, removed, changed }, ...lists };
  }

  memberSection(): MemberSection {
    return { counts: this.counts, ...this.lists };
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
  const tallies = new Map<FactKind, SectionTally>(COMPARED.map((kind) => [kind, new SectionTally(limit)]));
  for await (const fact of facts) tallies.get(fact.kind)?.take(fact, points);
  const tally = (kind: ComparedKind): SectionTally => tallies.get(kind) ?? new SectionTally(limit);
  return {
    ...points,
    members: tally('member').memberSection(),
    mandates: tally('mandate').section(),
    clusters: tally('cluster').section(),
    clusterNames: tally('cluster-name').section(),
    antennas: tally('antenna').section(),
    bodies: tally('body').section(),
    offices: tally('office').section(),
    roles: tally('role').section(),
    incubators: tally('incubator').section(),
    partnerSeats: tally('seat').section(),
    truncated: [...tallies.values()].some(({ truncated }) => truncated),
  };
}
