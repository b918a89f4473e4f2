import type { Immutable } from '#libs/contracts';
import { gatheringOn, hostsOn } from '../../domain/gathering/gathering.facts.ts';
import { daysOf } from '../../domain/gathering/schedule.ts';
import { communityNameOn, keeperOn } from '../../domain/communities/community-day.ts';
import { nameOfSeries } from '../../domain/series/series-day.ts';
import type { CommunityDocument } from '../communities/communities.projection.ts';
import type { GatheringDocument } from '../gatherings/gatherings.projection.ts';
import type { SeriesDocument } from '../series/series.projection.ts';
import { ACTIVITY_KINDS, type ActionView, type ActivityKind, type ActivityView } from './activity.view.ts';

/** The first and the last day, both included. */
export interface Period {
  readonly since: string;
  readonly until: string;
}

/** Who came to something. Null is unknown. */
export interface Attended {
  readonly participants: number | null;
  readonly organisationIds: readonly string[] | null;
}

/** Something that was held, with who came. */
export interface Held extends Attended {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly title: string;
  readonly on: string;
  readonly hosts: readonly Immutable<{ kind: ActionView['hosts'][number]['kind']; id: string }>[];
}

const NOBODY_KNOWS: Attended = { participants: null, organisationIds: null };

/** The gatherings that were held in a period, by the first day of each, with who came by its registrations and by the count of its organiser. */
export function heldGatherings(
  gatherings: readonly GatheringDocument[],
  { since, until }: Period,
  registered: ReadonlyMap<string, Attended> = new Map(),
): readonly Held[] {
  return gatherings.flatMap(({ gatheringId, known }) => {
    const last = known && gatheringOn(known);
    if (known === undefined || last?.state !== 'held' || last.schedule === undefined) return [];
    const [on] = daysOf(last.schedule);
    if (on < since || on > until) return [];
    const { title, format: kind } = known.plan;
    const { organiser, coHosts } = hostsOn(known, on);
    const came = both(registered.get(gatheringId) ?? NOBODY_KNOWS, last.attendance ?? NOBODY_KNOWS);
    return [{ id: gatheringId, kind, title, on, hosts: [organiser, ...coHosts], ...came }];
  });
}

/** What the registrations say; where they do not know, what the organiser has counted. An organisation was there if either has it. */
function both(registered: Attended, counted: Attended): Attended {
  const [own, others] = [registered.organisationIds, counted.organisationIds];
  return {
    participants: registered.participants ?? counted.participants,
    organisationIds: own === null ? others : [...new Set([...own, ...(others ?? [])])],
  };
}

/** The meetings of communities, commissions and working groups in a period. */
export function heldMeetings(communities: readonly CommunityDocument[], { since, until }: Period): readonly Held[] {
  return communities.flatMap((community) => {
    const { communityId: id, opening, meetings } = community;
    if (opening === undefined) return [];
    return meetings
      .filter(({ on }) => since <= on && on <= until)
      .map(({ on, persons: participants, organisationIds }) => {
        const title = communityNameOn(community, on) ?? opening.name;
        const host = { kind: 'cluster', id: keeperOn(community, on) ?? opening.clusterId } as const;
        return { id, kind: 'community-meeting', title, on, hosts: [host], participants, organisationIds } as const;
      });
  });
}

/** The counts of some actions. */
export function countsOf(held: readonly Attended[]): ActivityView['total'] {
  const known = held.flatMap(({ participants }) => (participants === null ? [] : [participants]));
  return {
    actions: held.length,
    attendances: known.reduce((sum, participants) => sum + participants, 0),
    uncounted: held.length - known.length,
    organisations: new Set(held.flatMap(({ organisationIds }) => organisationIds ?? [])).size,
  };
}

/** Each kind of which something was held. */
export function kindsOf(
  held: readonly Held[],
  series: readonly SeriesDocument[],
  { until }: Period,
): ActivityView['kinds'] {
  return ACTIVITY_KINDS.flatMap((kind) => {
    const its = held.filter((each) => each.kind === kind);
    if (its.length === 0) return [];
    return [{ kind, ...countsOf(its), series: series.flatMap((each) => inSeries(each, its, until)) }];
  });
}

function inSeries(series: SeriesDocument, held: readonly Held[], day: string): ActivityView['kinds'][number]['series'] {
  const ids = new Set(held.map(({ id }) => id));
  const ofEditions = series.editions.flatMap(({ number, gatherings }) =>
    gatherings.filter(({ gatheringId }) => ids.has(gatheringId)).map(({ gatheringId }) => ({ number, gatheringId })),
  );
  const recurring = series.recurrences.flatMap(({ gatheringIds }) => gatheringIds.filter((id) => ids.has(id)));
  const its = new Set([...ofEditions.map(({ gatheringId }) => gatheringId), ...recurring]);
  if (its.size === 0) return [];
  const editions = [...new Set(ofEditions.map(({ number }) => number))].toSorted((a, b) => a - b);
  return [{ seriesId: series.seriesId, name: nameOfSeries(series, day), editions, actions: its.size }];
}

/** One line for each action, in the order of their days, with the names of the hosts on these days. */
export function actionsOf(
  held: readonly Held[],
  nameOf: (clusterId: string, day: string) => string | undefined,
): readonly ActionView[] {
  const lines = held.map(({ organisationIds, hosts, ...said }) => ({
    ...said,
    hosts: hosts.map((host) => {
      const name = nameOf(host.id, said.on);
      return { ...host, ...(name === undefined ? {} : { name }) };
    }),
    organisations: organisationIds === null ? null : organisationIds.length,
  }));
  const key = ({ on, id }: ActionView): string => `${on} ${id}`;
  return lines.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
