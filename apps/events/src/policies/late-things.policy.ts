import type { GrappeEvents } from '#libs/contracts';
import type { RecordedEvent } from '#libs/kernel';
import { processManager, type Annulled, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { hostsEver } from '../domain/gathering/gathering.facts.ts';
import type { Passing } from '../domain/passing.ts';
import { calendarLinks } from '../read-models/calendar-links/calendar-links.projection.ts';
import { communities } from '../read-models/communities/communities.projection.ts';
import { gatherings } from '../read-models/gatherings/gatherings.projection.ts';
import { lineage, linesOf } from '../read-models/lineage/lineage.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { programmes } from '../read-models/programmes/programmes.projection.ts';
import { series } from '../read-models/series/series.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { passedBy } from './moves/move.ts';
import { candidatesOf, movesBackOf, movesOf, PASSING, type Candidates } from './succession.policy.ts';

type Applied = GrappeEvents['events.SuccessionApplied'];

/** What can show that a thing is of a cluster that a merger has ended, or passes on from one that had it. */
const FACTS = [
  ...['GatheringPlanned', 'GatheringPlannedCorrected', 'GatheringHeldCorrected', 'GatheringHeldVoided'],
  ...['GatheringCancelledCorrected', 'GatheringCancelledVoided', 'GatheringPassed'],
  ...['SeriesStarted', 'SeriesStartedCorrected', 'SeriesPassed'],
  ...['CommunityOpened', 'CommunityOpenedCorrected', 'CommunityReopened', 'CommunityReopenedCorrected'],
  ...['CommunityClosedCorrected', 'CommunityClosedVoided', 'CommunityPassed'],
  ...['ProgrammeStarted', 'ProgrammeStartedCorrected', 'ProgrammeEndedCorrected', 'ProgrammeEndedVoided'],
  ...['ProgrammePartTaken', 'ProgrammePartTakenCorrected', 'ProgrammePartEndedCorrected', 'ProgrammePartEndedVoided'],
  ...['ProgrammeLeadChanged', 'ProgrammeLeadChangedCorrected', 'ProgrammeLeadChangedVoided', 'ProgrammePassed'],
  ...['CalendarLinkIssued', 'CalendarLinkPassed'],
];
const APPLIED = 'events.SuccessionApplied';

/**
 * What is recorded late, or corrected, of something of a cluster that a merger has ended passes to the heir, as it would have if it had been recorded right
 * at first; so does what passes to a cluster that another merger has ended. What stands in the ledger before the end of the cluster is looked for when the
 * succession has been applied.
 */
export const lateThings = processManager<undefined, readonly ManagerStep[]>({
  name: 'events.late-things',
  on: [...FACTS.map((fact) => `events.${fact}`), APPLIED],
  commands: PASSING,
  reads: [gatherings, series, communities, programmes, calendarLinks, memberLists, successions, lineage],
  gather: async (event, readModels) => {
    if (event.type === APPLIED) return await leftBy(event.data as Applied, readModels);
    const { known, clusterIds } = await concernedBy(event, readModels);
    const effects = await successionsOf(clusterIds, readModels);
    return effects.flatMap((succession) => stepsOf(succession, known));
  },
  // One after the other: two of them may be of one thing.
  react: (_event, { facts }) => facts.map((each) => [each]),
});

/** What an operation makes of something: whatever has passed and is there already comes to nothing. */
function stepsOf(succession: Succession, known: Candidates): readonly ManagerStep[] {
  const there = movesOf(succession, known);
  const back = isAnnulled(succession) ? movesBackOf(succession, known) : [];
  return [...there, ...back].map(({ step }) => ({
    ...step,
    key: `${succession.operationId}:${step.key}`,
    // What its other facts do not let pass stays where it is.
    tolerates: ['EVT_FACT_CONTRADICTED'],
  }));
}

function isAnnulled(succession: Succession): succession is Annulled {
  return succession.annulledOn !== undefined;
}

/** What was recorded while the references of an operation were moved. */
async function leftBy({ operationId }: Applied, readModels: ReadModels): Promise<readonly ManagerStep[]> {
  const succession = await readModels.of(successions).get(operationId);
  if (succession === undefined) return [];
  const all = await candidatesOf(succession, readModels);
  const isLeft = (passings: readonly Passing[] | undefined): boolean => passedBy(succession, passings).length === 0;
  return stepsOf(succession, {
    ...all,
    gatherings: all.gatherings.filter(({ known }) => isLeft(known?.passings)),
    series: all.series.filter(({ passings }) => isLeft(passings)),
    communities: all.communities.filter(({ passings }) => isLeft(passings)),
    programmes: all.programmes.filter(({ passings }) => isLeft(passings)),
    links: all.links.filter(({ passings }) => isLeft(passings)),
  });
}

async function successionsOf(clusterIds: readonly string[], readModels: ReadModels): Promise<readonly Succession[]> {
  const lines = await linesOf(readModels.of(lineage), clusterIds);
  const ids = [...lines.values()].flatMap(({ passages }) => passages.map(({ operationId }) => operationId));
  const known = await Promise.all([...new Set(ids)].map((id) => readModels.of(successions).get(id)));
  return known.flatMap((each) => each ?? []);
}

interface Concerned {
  readonly known: Candidates;
  /** Those whose it is, or was. */
  readonly clusterIds: readonly string[];
}

const NOTHING: Candidates = { gatherings: [], series: [], communities: [], programmes: [], links: [], members: [] };

interface Ids {
  readonly gatheringId?: string;
  readonly seriesId?: string;
  readonly communityId?: string;
  readonly programmeId?: string;
  readonly linkId?: string;
}

async function concernedBy({ data }: RecordedEvent, readModels: ReadModels): Promise<Concerned> {
  const ids = ('was' in data ? data['was'] : data) as Ids;
  const [gathering, its, community, programme, link] = await Promise.all([
    ids.gatheringId === undefined ? undefined : readModels.of(gatherings).get(ids.gatheringId),
    ids.seriesId === undefined ? undefined : readModels.of(series).get(ids.seriesId),
    ids.communityId === undefined ? undefined : readModels.of(communities).get(ids.communityId),
    ids.programmeId === undefined ? undefined : readModels.of(programmes).get(ids.programmeId),
    ids.linkId === undefined ? undefined : readModels.of(calendarLinks).get(ids.linkId),
  ]);
  const owners = [
    ...(gathering?.known === undefined ? [] : hostsEver(gathering.known)),
    ...[its?.start?.clusterId, its?.clusterId, community?.opening?.clusterId, community?.clusterId, link?.clusterId],
    ...(link?.passings ?? []).map(({ from }) => from),
    ...(programme?.leads ?? []).map(({ leadId }) => leadId),
    ...(programme?.parts ?? []).map(({ party }) => party.id),
  ].flatMap((each) => each ?? []);
  const members =
    link === undefined ? [] : await readModels.of(memberLists).all({ organisation_id: link.organisationId });
  const listed = <Item>(item: Item | undefined): readonly Item[] => (item === undefined ? [] : [item]);
  const known: Candidates = {
    ...NOTHING,
    gatherings: listed(gathering),
    series: listed(its),
    communities: listed(community),
    programmes: listed(programme),
    links: listed(link),
    members,
  };
  return { known, clusterIds: [...new Set(owners)] };
}
