import { managerCommand, type ManagerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, returnsOver, step, type ManagerStep } from '#libs/process-managers';
import { LAST_DAY, type ReadModels } from '#libs/projections';
import { calendarLink } from '../domain/calendar-link/calendar-link.ts';
import { keeperOn } from '../domain/communities/community-day.ts';
import { community } from '../domain/communities/community.ts';
import { gatheringOn, hostsOn, isOver } from '../domain/gathering/gathering.facts.ts';
import { gathering } from '../domain/gathering/gathering.ts';
import { daysOf } from '../domain/gathering/schedule.ts';
import type { Passing } from '../domain/passing.ts';
import { programme, type ProgrammeCommand } from '../domain/programmes/programme.ts';
import { closeRegistrations } from '../http/around-seats.ts';
import { calendarLinks, type CalendarLinkDocument } from '../read-models/calendar-links/calendar-links.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { communities, type CommunityDocument } from '../read-models/communities/communities.projection.ts';
import { gatherings, type GatheringDocument } from '../read-models/gatherings/gatherings.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { programmes, type ProgrammeDocument } from '../read-models/programmes/programmes.projection.ts';
import { series } from '../read-models/series/series.projection.ts';
import { concernedBy, FACTS } from './concerned.ts';

const RESTORED = 'membership.ClusterRestored';
const REASON = 'The cluster whose gathering it was had been dissolved, and came back without it.';

const cancelGathering = managerCommand<object>({
  name: 'events.cancel-with-dissolved',
  summary: 'Cancel a gathering of a cluster that was dissolved and has come back.',
  aggregate: gathering,
  run: async (tx, request) => {
    const { id, effectiveAt: on } = request;
    await tx.decide(gathering, id, { type: 'CancelGathering', gatheringId: id, reason: REASON, on });
    await closeRegistrations(tx, request, REASON);
  },
});

const closeCommunity = managerCommand<object>({
  name: 'events.close-with-dissolved',
  summary: 'Close a community of a cluster that was dissolved and has come back.',
  aggregate: community,
  run: (tx, { id, effectiveAt: on }) => tx.decide(community, id, { type: 'CloseCommunity', communityId: id, on }),
});

type Ends = Extract<ProgrammeCommand, { readonly type: 'EndProgramme' | 'EndPartInProgramme' }>;
const endInProgramme = managerCommand<Ends>({
  name: 'events.end-with-dissolved',
  summary: 'End what a cluster that was dissolved and has come back was in a programme; one that it led ends whole.',
  aggregate: programme,
  run: (tx, { id, body }) => tx.decide(programme, id, body),
});

const revokeLink = managerCommand<object>({
  name: 'events.revoke-with-dissolved',
  summary: 'Revoke a private link to the calendar of a cluster that was dissolved and has come back.',
  aggregate: calendarLink,
  run: (tx, { id, effectiveAt: on }) => tx.decide(calendarLink, id, { type: 'RevokeCalendarLink', linkId: id, on }),
});

/** What of this context a dissolved cluster may have had. */
interface Holdings {
  readonly gatherings: readonly GatheringDocument[];
  readonly communities: readonly CommunityDocument[];
  readonly programmes: readonly ProgrammeDocument[];
  readonly links: readonly CalendarLinkDocument[];
}

/**
 * A cluster that was dissolved comes back without what it had: its gatherings that were to take place once it was gone are cancelled with their registrations, its
 * communities closed, the programmes that it led and its parts in others ended, the private links to its calendar revoked; each by the day of its return, also what is recorded
 * late. Its series stay, as the names under which editions are counted; and what was over, or left open, before it was dissolved stays as it was.
 */
export const eventsRestoration = processManager<undefined, readonly ManagerStep[]>({
  name: 'events.restoration',
  on: [RESTORED, ...FACTS],
  commands: [cancelGathering, closeCommunity, endInProgramme, revokeLink],
  reads: [gatherings, series, communities, programmes, calendarLinks, memberLists, clusters],
  gather: async (event, readModels) => {
    const { known, clusterIds } = await heldBy(event, readModels);
    return (await Promise.all(clusterIds.map((id) => endingsOf(id, known, readModels)))).flat();
  },
  // One after the other: two of them may be of one thing.
  react: (_event, { facts }) => facts.map((each) => [each]),
});

async function heldBy(
  event: RecordedEvent,
  readModels: ReadModels,
): Promise<{ readonly known: Holdings; readonly clusterIds: readonly string[] }> {
  if (event.type !== RESTORED) return await concernedBy(event, readModels);
  const { clusterId } = event.data as GrappeEvents['membership.ClusterRestored'];
  const their = { cluster_id: clusterId };
  const known = {
    gatherings: await readModels.of(gatherings).all(their),
    communities: await readModels.of(communities).all(their),
    programmes: await readModels.of(programmes).all({}),
    links: await readModels.of(calendarLinks).all(their),
  };
  return { known, clusterIds: [clusterId] };
}

async function endingsOf(clusterId: string, known: Holdings, readModels: ReadModels): Promise<readonly ManagerStep[]> {
  const cluster = await readModels.of(clusters).get(clusterId);
  const returns = returnsOver(cluster, { since: '' });
  const gone = (on: string): string => cluster?.gaps?.find(({ until }) => until === on)?.on ?? on;
  return returns.flatMap(({ operationId, on }) => {
    const over = { clusterId, goneOn: gone(on), on };
    const ends = [
      ...known.gatherings.flatMap((each) => (isAhead(each, over) ? [ending(cancelGathering, each.gatheringId)] : [])),
      ...known.communities.flatMap((each) => (isKept(each, over) ? [ending(closeCommunity, each.communityId)] : [])),
      ...known.programmes.flatMap((each) => placesIn(each, over)),
      ...known.links.flatMap((each) => (leads(each, over) ? [ending(revokeLink, each.linkId)] : [])),
    ];
    return ends.map(({ row, id, key, body }) =>
      step(row, {
        ...{ key: `restored:${operationId}:${key}`, id: uuid(id), body, effectiveAt: calendarDate(on) },
        // What its other facts do not let end by then went on, or ended later.
        tolerates: ['EVT_FACT_CONTRADICTED'],
      }),
    );
  });
}

interface Over {
  readonly clusterId: string;
  /** The first day on which it was dissolved, and the one on which it was there again. */
  readonly goneOn: string;
  readonly on: string;
}

interface Ending {
  readonly row: ManagerCommand<never>;
  readonly id: string;
  readonly key: string;
  readonly body: object;
}

function ending(row: ManagerCommand<object>, id: string): Ending {
  return { row, id, key: id, body: {} };
}

/** Whether something lasts over the return that began, or came to the cluster, before it. */
function lasts({ on }: Over, since: string, until: string | undefined): boolean {
  return since < on && (until === undefined || on < until);
}

function cameOn(since: string, passings: readonly Passing[] = []): string {
  return passings.at(-1)?.on ?? since;
}

function isAhead({ known }: GatheringDocument, over: Over): boolean {
  if (known === undefined || hostsOn(known).clusterId !== over.clusterId) return false;
  const { state, schedule } = gatheringOn(known, over.on);
  const lastDay = schedule === undefined ? LAST_DAY : daysOf(schedule)[1];
  return !isOver(state) && over.goneOn <= lastDay && lasts(over, cameOn(known.plan.on, known.passings), undefined);
}

function isKept(known: CommunityDocument, over: Over): boolean {
  if (keeperOn(known) !== over.clusterId) return false;
  return known.periods.some(({ since, until }) => lasts(over, cameOn(since, known.passings), until));
}

function leads({ clusterId, on, passings, revokedOn }: CalendarLinkDocument, over: Over): boolean {
  return clusterId === over.clusterId && lasts(over, cameOn(on, passings), revokedOn);
}

function placesIn(known: ProgrammeDocument, over: Over): readonly Ending[] {
  const { programmeId, leads: leaders, parts, endedOn } = known;
  const { clusterId, on } = over;
  const end = (key: string, body: Ends): Ending => ({ row: endInProgramme, id: programmeId, key, body });
  const lead = leaders.at(-1);
  if (lead?.leadId === clusterId && lasts(over, lead.since, endedOn))
    return [end(programmeId, { type: 'EndProgramme', programmeId, on })];
  return parts.flatMap(({ role, party, since, until }) =>
    party.kind === 'cluster' && party.id === clusterId && lasts(over, since, until ?? endedOn)
      ? [end(`${programmeId}:${role}`, { type: 'EndPartInProgramme', programmeId, role, party, on })]
      : [],
  );
}
