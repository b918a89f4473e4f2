import { antennaAfter, type Placed } from '#libs/contracts/facts';
import { calendarDate, latest } from '#libs/kernel';
import type { Effect } from './governance.ts';

/** A membership of a cluster, by its last period; one that never began has no `since`. */
export interface Held extends Placed {
  readonly organisationId: string;
  readonly college?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Where a member stands in its cluster. */
export type Place = Pick<Held, 'college' | 'antennaId'>;

/** A membership of a predecessor on its way into the successor. */
export interface Passage<Membership> {
  readonly membership: Membership;
  /** The day on which it passes. */
  readonly on: string;
  /** The day on which the organisation becomes a member of the successor: with the first of its memberships that passes. */
  readonly since: string;
  /** Where the first of its memberships, in the order of the operation, says that it stands. */
  readonly place: Place;
  /** Whether it becomes one with a membership of the successor, or with one that passes before it. */
  readonly merges: boolean;
}

/**
 * Whether a membership of the successor goes on when another one passes into it on a day: that adds an origin to it, and makes no
 * member. One that ended by that day is over, or never was one, and its organisation becomes a member.
 */
export function goesOn({ since, until }: Pick<Held, 'since' | 'until'>, day: string): boolean {
  return since !== undefined && (until === undefined || (since < until && day < until));
}

/**
 * How the members of the predecessors become members of the successor, each organisation once. `leaving` are the memberships of
 * the predecessors that nobody has ended; `existing` are those of the successor, as they were before the effect.
 */
export function passages<Membership extends Held>(
  { predecessors, antennaMapping, effectiveOn }: Pick<Effect, 'predecessors' | 'antennaMapping' | 'effectiveOn'>,
  leaving: readonly Membership[],
  existing: readonly Held[],
): readonly Passage<Membership>[] {
  const rank = new Map(predecessors.map(({ clusterId }, index) => [clusterId, index]));
  const inOrder = [...leaving].sort((a, b) => (rank.get(a.clusterId) ?? 0) - (rank.get(b.clusterId) ?? 0));
  const known = new Map(existing.map((each) => [each.organisationId, each]));
  const members = new Set([...known.values()].filter((each) => goesOn(each, effectiveOn)).map(organisationOf));
  const starts = firstDays(inOrder, effectiveOn);
  const places = new Map<string, Place>();
  return inOrder.map((membership) => {
    const { organisationId } = membership;
    const place = places.get(organisationId) ?? placeOf(membership, antennaMapping, known.get(organisationId));
    const merges = members.has(organisationId);
    places.set(organisationId, place);
    members.add(organisationId);
    const since = starts.get(organisationId) ?? effectiveOn;
    return { membership, on: passingDay(membership, effectiveOn), since, place, merges };
  });
}

/** The members of the successor from the effect on, those who join later included, each where it stands. */
export function membersAfter(
  passed: readonly Passage<Held>[],
  existing: readonly Held[],
  effectiveOn: string,
): ReadonlyMap<string, Place> {
  const starts = new Map(passed.map(({ membership, since }) => [membership.organisationId, since]));
  const staying = existing.filter((each) => goesOn(each, starts.get(each.organisationId) ?? effectiveOn));
  return new Map([
    ...passed.map(({ membership, place }) => [membership.organisationId, place] as const),
    ...staying.map((each) => [each.organisationId, each] as const),
  ]);
}

const organisationOf = ({ organisationId }: Held): string => organisationId;

/** As the plan maps it; where it says nothing, as the successor knows the organisation from an application or an earlier time. */
function placeOf(membership: Held, mapping: Effect['antennaMapping'], known: Held | undefined): Place {
  return {
    college: membership.college ?? known?.college,
    antennaId: antennaAfter(mapping, membership) ?? known?.antennaId,
  };
}

/** The day on which a membership passes: a member whose admission lies ahead never was one of the predecessor. */
function passingDay({ since }: Held, effectiveOn: string): string {
  return since === undefined ? effectiveOn : latest(calendarDate(since), calendarDate(effectiveOn));
}

function firstDays(leaving: readonly Held[], effectiveOn: string): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  for (const membership of leaving) {
    const day = passingDay(membership, effectiveOn);
    const known = days.get(membership.organisationId);
    if (known === undefined || day < known) days.set(membership.organisationId, day);
  }
  return days;
}
