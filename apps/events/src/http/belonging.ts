import { periodOn } from '#libs/contracts/facts';
import type { Projection, ReadModelQuery } from '#libs/projections';
import { daysOf } from '../domain/gathering/schedule.ts';
import { gatheringOn, type KnownGathering } from '../domain/gathering/gathering.facts.ts';
import { waits, type Registrations } from '../domain/registrations/registrations.state.ts';
import { rightOf, type Belonging } from '../domain/registrations/rights.ts';
import { agreements, reciprocalOn } from '../read-models/agreements/agreements.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';

/** Where facts of other contexts are read: in a command as far as they were committed before it came in. */
interface Reading {
  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
  ): Promise<ReadModelQuery<Document>>;
}

/** The day on which somebody has to have a right to a seat: the first one of the gathering; while it has no time, the day of the command. */
export function dayOfRights(known: KnownGathering, day: string): string {
  const { schedule } = gatheringOn(known);
  return schedule === undefined ? day : daysOf(schedule)[0];
}

/** What is known of some organisations on a day: their clusters, with the networks of these, and the agreements in force. */
export async function belongingsOn(
  reading: Reading,
  organisationIds: readonly string[],
  day: string,
): Promise<(organisationId: string | undefined) => Belonging> {
  const [lists, agreed] = [await reading.of(memberLists), await reading.of(agreements)];
  const clustersOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
    const listed = ids.length === 0 ? [] : await lists.all({ organisation_id: [...new Set(ids)] });
    const held = listed.filter(({ periods }) => periodOn(periods, day) !== undefined);
    const clusters = new Map<string, string[]>();
    for (const { organisationId, clusterId } of held)
      clusters.set(organisationId, [...(clusters.get(organisationId) ?? []), clusterId]);
    return clusters;
  };
  const direct = await clustersOf(organisationIds);
  // A network is a cluster of clusters: what it organises is for their members too.
  const networks = await clustersOf([...direct.values()].flat());
  const reciprocal = (await agreed.all({})).flatMap((each) => reciprocalOn(each, day) ?? []);
  return (organisationId) => {
    const own = organisationId === undefined ? [] : (direct.get(organisationId) ?? []);
    const clusterIds = [...new Set([...own, ...own.flatMap((id) => networks.get(id) ?? [])])];
    return { clusterIds, agreements: reciprocal };
  };
}

/** Those on the list who have no right to a seat any more. */
export async function lapsedIn(
  reading: Reading,
  known: KnownGathering,
  { decided, entries }: Registrations,
  day: string,
): Promise<readonly string[]> {
  const waiting = entries.filter((each) => waits(each) && each.claim.audience !== 'public');
  if (decided === undefined || waiting.length === 0) return [];
  const ids = waiting.flatMap(({ received: { organisationId } }) => organisationId ?? []);
  const belonging = await belongingsOn(reading, ids, dayOfRights(known, day));
  return waiting.flatMap(({ received: { registrationId, organisationId } }) =>
    rightOf(known.plan, decided, belonging(organisationId)) === undefined ? [registrationId] : [],
  );
}
