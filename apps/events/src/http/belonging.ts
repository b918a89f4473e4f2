import { periodOn } from '#libs/contracts/facts';
import { standsAgainOn, type ListedMember } from '#libs/process-managers';
import type { Projection, ReadModelQuery } from '#libs/projections';
import { daysOf } from '../domain/gathering/schedule.ts';
import { gatheringOn, hostsOn, type KnownGathering } from '../domain/gathering/gathering.facts.ts';
import { passingsBy } from '../domain/passing.ts';
import { isOnList, type Registrations } from '../domain/registrations/registrations.state.ts';
import { rightOf, type Belonging } from '../domain/registrations/rights.ts';
import { agreements, reciprocalOn } from '../read-models/agreements/agreements.projection.ts';
import { headOn, lineage, linesOf } from '../read-models/lineage/lineage.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';

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
    const members = new Set(held.map(({ organisationId }) => organisationId));
    // Of what a merger has not passed yet, whoever went on as a member of the successor is one as well.
    const came = listed.filter((each) => members.has(each.organisationId) && wentOn(each, day));
    const clusters = new Map<string, string[]>();
    for (const { organisationId, clusterId } of [...held, ...came])
      clusters.set(organisationId, [...(clusters.get(organisationId) ?? []), clusterId]);
    return clusters;
  };
  const bearers = await bearersOn(reading, organisationIds, day);
  const direct = await clustersOf([...bearers.values()].flat());
  // A network is a cluster of clusters: what it organises is for their members too.
  const networks = await clustersOf([...direct.values()].flat());
  const known = await agreed.all({});
  const parties = known.flatMap(({ signatures }) => signatures.map(({ clusterId }) => clusterId));
  const lines = await linesOf(await reading.of(lineage), parties);
  const reciprocal = known.flatMap((each) => reciprocalOn(each, day, (id) => headOn(lines, id, day)) ?? []);
  return (organisationId) => {
    const own = (bearers.get(organisationId ?? '') ?? []).flatMap((id) => direct.get(id) ?? []);
    const clusterIds = [...new Set([...own, ...own.flatMap((id) => networks.get(id) ?? [])])];
    return { clusterIds, agreements: reciprocal };
  };
}

/** By whose memberships an organisation comes on a day: by its own, and by those of the company of which it is a second entry, or in which it went up. */
async function bearersOn(
  reading: Reading,
  organisationIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const register = await reading.of(organisations);
  const heirOn = async (id: string): Promise<string | undefined> => {
    const { ended } = (await register.get(id)) ?? {};
    return ended !== undefined && ended.on <= day ? ended.heirId : undefined;
  };
  const bearersOf = async (organisationId: string): Promise<readonly string[]> => {
    const way = [organisationId];
    for (let heirId = await heirOn(organisationId); heirId !== undefined; heirId = await heirOn(heirId)) {
      if (way.includes(heirId)) break;
      way.push(heirId);
    }
    return way;
  };
  const distinct = [...new Set(organisationIds)];
  return new Map(await Promise.all(distinct.map(async (id) => [id, await bearersOf(id)] as const)));
}

/** Whether a membership has ended by a day because it goes on in a successor, and not because a branch was given away. */
function wentOn({ periods }: Pick<ListedMember, 'periods'>, day: string): boolean {
  const last = periods.at(-1);
  return last?.cause === 'succession' && last.clusterStays !== true && last.until !== undefined && last.until <= day;
}

/**
 * A gathering with its hosts on the day of rights. Of what a merger has passed whoever gave it is one of them: until its members are members of the
 * successor, they come as those of the cluster that was.
 */
export async function hostedOn(reading: Reading, known: KnownGathering, commandDay: string): Promise<KnownGathering> {
  const { passings = [] } = known;
  if (passings.length === 0) return known;
  const day = dayOfRights(known, commandDay);
  const hosts = hostsOn(known, day);
  const effects = await reading.of(successions);
  const givers = passingsBy(passings, day).filter(({ annulment }) => annulment !== true);
  const gone = await Promise.all(
    givers.map(async ({ from, operationId }) => {
      const effect = await effects.get(operationId);
      const again = effect && standsAgainOn(effect, from);
      const isGone = effect?.predecessors.some(({ clusterId }) => clusterId === from) === true;
      return isGone && (again === undefined || again > day) ? [{ kind: 'cluster' as const, id: from }] : [];
    }),
  );
  return { ...known, plan: { ...known.plan, ...hosts, coHosts: [...hosts.coHosts, ...gone.flat()] } };
}

/** Who goes on with some clusters on a day; undefined where there are none. */
export async function headsOn(
  reading: Reading,
  clusterIds: readonly string[],
  day: string,
): Promise<((clusterId: string) => string) | undefined> {
  if (clusterIds.length === 0) return undefined;
  const lines = await linesOf(await reading.of(lineage), clusterIds);
  return (id) => headOn(lines, id, day);
}

/** Those on the list who have no right to a seat any more. */
export async function lapsedIn(
  reading: Reading,
  known: KnownGathering,
  { decided, entries }: Registrations,
  day: string,
): Promise<readonly string[]> {
  const waiting = entries.filter((each) => isOnList(each) && each.claim.audience !== 'public');
  if (decided === undefined || waiting.length === 0) return [];
  const ids = waiting.flatMap(({ received: { organisationId } }) => organisationId ?? []);
  const belonging = await belongingsOn(reading, ids, dayOfRights(known, day));
  return waiting.flatMap(({ received: { registrationId, organisationId } }) =>
    rightOf(known.plan, decided, belonging(organisationId)) === undefined ? [registrationId] : [],
  );
}
