import {
  antennaAfter,
  collegeAfter,
  withoutOperation,
  type MembershipEnding,
  type MembershipPeriod,
  type Placed,
} from '#libs/contracts/facts';
import { calendarDate, latest } from '#libs/kernel';
import type { Effect, Mapping } from './governance.ts';

/** A membership of a cluster with its periods; one that never began has none. */
export interface Held extends Placed {
  readonly organisationId: string;
  readonly college?: string | undefined;
  /** What kind of member it is to its cluster. */
  readonly segment?: string | undefined;
  readonly periods: readonly MembershipPeriod[];
  /** Of one that was never a member, the day on which it applied. */
  readonly appliedOn?: string | undefined;
}

/** Where a member stands in its cluster. */
export type Place = Pick<Held, 'college' | 'antennaId' | 'segment'>;

/** Days on which a company is a member of the successor because it was one of a predecessor. */
export interface Span {
  readonly since: string;
  /** The decision by which it leaves; undefined where nobody has taken one. */
  readonly ending?: MembershipEnding | undefined;
}

/** A membership of a predecessor on its way into the successor. */
export interface Passage<Membership> {
  readonly membership: Membership;
  /** The day on which it passes. */
  readonly on: string;
  /** Since when the company has been a member of the predecessor. */
  readonly memberSince: string;
  /** The day on which the organisation becomes a member of the successor: with the first of its memberships that passes. */
  readonly since: string;
  /** The days of this membership that lie in the time of the successor, in their order. */
  readonly spans: readonly Span[];
  /** Where the first of its memberships, in the order of the operation, says that it stands. */
  readonly place: Place;
  /** Whether it becomes one with a membership of the successor, or with one that passes before it. */
  readonly merges: boolean;
}

/**
 * Whether a membership of the successor goes on when another one passes into it on a day, or begins later: that adds an origin to it, and makes no
 * member. One that ended by that day is over, or never was one, and its organisation becomes a member.
 */
export function goesOn({ periods }: Pick<Held, 'periods'>, day: string): boolean {
  return periods.some(({ since, until }) => until === undefined || (since < until && day < until));
}

/** The periods of a membership of the successor without those that an operation has begun: as they were before it. */
export function periodsBefore(periods: readonly MembershipPeriod[], operationId: string): readonly MembershipPeriod[] {
  return periods.flatMap((period) => withoutOperation(period, operationId) ?? []);
}

/**
 * How the members of the predecessors become members of the successor, each organisation once. `leaving` are the memberships of
 * the predecessors; those that nobody has ended by the day of the effect pass. `existing` are those of the successor, as they were before it.
 */
export function passages<Membership extends Held>(
  effect: Mapping & Pick<Effect, 'predecessors' | 'effectiveOn'> & { readonly operationId?: string },
  leaving: readonly Membership[],
  existing: readonly Held[],
): readonly Passage<Membership>[] {
  const { predecessors, effectiveOn, operationId } = effect;
  const rank = new Map(predecessors.map(({ clusterId }, index) => [clusterId, index]));
  const inOrder = leaving
    .map((membership) => ({ membership, passing: passingPeriods(membership.periods, effectiveOn, operationId) }))
    .filter(({ passing }) => passing.length > 0)
    .sort((a, b) => (rank.get(a.membership.clusterId) ?? 0) - (rank.get(b.membership.clusterId) ?? 0));
  const known = new Map(existing.map((each) => [each.organisationId, each]));
  const members = new Set([...known.values()].filter((each) => goesOn(each, effectiveOn)).map(organisationOf));
  const starts = firstDays(inOrder, effectiveOn);
  const places = new Map<string, Place>();
  return inOrder.map(({ membership, passing }) => {
    const { organisationId } = membership;
    const place = places.get(organisationId) ?? placeOf(membership, effect, known.get(organisationId));
    const merges = members.has(organisationId);
    places.set(organisationId, place);
    members.add(organisationId);
    const since = starts.get(organisationId) ?? effectiveOn;
    const spans = passing.map((period) => ({
      since: dayOfPassing(period, effectiveOn),
      ...(period.ending === undefined ? {} : { ending: period.ending }),
    }));
    const [first] = passing;
    const memberSince = first?.since ?? effectiveOn;
    return { membership, on: spans[0]?.since ?? effectiveOn, memberSince, since, spans, place, merges };
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

/** The days on which an organisation is a member of the successor through any of its memberships: whoever has not left one of them stays. */
export function joined(passages: readonly Pick<Passage<unknown>, 'spans'>[]): readonly Span[] {
  const spans = passages.flatMap((each) => each.spans).toSorted((a, b) => (a.since < b.since ? -1 : 1));
  return spans.reduce<readonly Span[]>((before, span) => {
    const last = before.at(-1);
    if (last === undefined || endsBefore(last, span.since)) return [...before, span];
    const isLonger = last.ending !== undefined && !endsBefore(span, last.ending.on);
    return isLonger ? before.with(-1, { ...span, since: last.since }) : before;
  }, []);
}

function endsBefore({ ending }: Span, day: string): boolean {
  return ending !== undefined && ending.on < day;
}

const organisationOf = ({ organisationId }: Held): string => organisationId;

/**
 * The periods of a predecessor's membership that the effect does not find over, each as it was decided: what this operation has made of them in a run before is
 * left out of account.
 */
function passingPeriods(
  periods: readonly MembershipPeriod[],
  effectiveOn: string,
  operationId: string | undefined,
): readonly Span[] {
  return periods.flatMap((period) => {
    const { since } = period;
    const isMoved = period.cause === 'succession';
    // Another one moved it by then: of two successions, of a cluster and of a member that is a cluster, the earlier one stands.
    const isOthers = isMoved && period.endedBy !== operationId;
    if (isOthers && (period.until ?? '') <= dayOfPassing(period, effectiveOn)) return [];
    const ending = isMoved ? period.leaving : endingOf(period);
    if (ending !== undefined && ending.on <= dayOfPassing(period, effectiveOn)) return [];
    return [ending === undefined ? { since } : { since, ending }];
  });
}

function endingOf({ until: on, cause, reason }: MembershipPeriod): MembershipEnding | undefined {
  if (on === undefined || cause === undefined || cause === 'succession') return undefined;
  return reason === undefined ? { on, cause } : { on, cause, reason };
}

/** As the plan maps it; where it says nothing, as the successor knows the organisation from an application or an earlier time. */
function placeOf(membership: Held, { antennaMapping, collegeMapping }: Mapping, known: Held | undefined): Place {
  return {
    college: collegeAfter(collegeMapping, membership) ?? known?.college,
    antennaId: antennaAfter(antennaMapping, membership) ?? known?.antennaId,
    segment: membership.segment ?? known?.segment,
  };
}

/** The day on which a membership passes: a member whose admission lies ahead never was one of the predecessor. */
function dayOfPassing({ since }: Pick<MembershipPeriod, 'since'>, effectiveOn: string): string {
  return latest(calendarDate(since), calendarDate(effectiveOn));
}

function firstDays(
  leaving: readonly { readonly membership: Held; readonly passing: readonly Span[] }[],
  effectiveOn: string,
): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  for (const { membership, passing } of leaving)
    for (const period of passing) {
      const day = dayOfPassing(period, effectiveOn);
      const known = days.get(membership.organisationId);
      if (known === undefined || day < known) days.set(membership.organisationId, day);
    }
  return days;
}
