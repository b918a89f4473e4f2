import type { RecordedEvent } from '#libs/kernel';
import type { ReadModels } from '#libs/projections';
import { hostsEver } from '../domain/gathering/gathering.facts.ts';
import { calendarLinks } from '../read-models/calendar-links/calendar-links.projection.ts';
import { communities } from '../read-models/communities/communities.projection.ts';
import { gatherings } from '../read-models/gatherings/gatherings.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { programmes } from '../read-models/programmes/programmes.projection.ts';
import { series } from '../read-models/series/series.projection.ts';
import type { Candidates } from './succession.policy.ts';

/** What can show that a thing is of a cluster that has ended, or passes on from one that had it. */
export const FACTS: readonly string[] = [
  ...['GatheringPlanned', 'GatheringPlannedCorrected', 'GatheringHeldCorrected', 'GatheringHeldVoided'],
  ...['GatheringCancelledCorrected', 'GatheringCancelledVoided', 'GatheringPassed'],
  ...['SeriesStarted', 'SeriesStartedCorrected', 'SeriesPassed'],
  ...['CommunityOpened', 'CommunityOpenedCorrected', 'CommunityReopened', 'CommunityReopenedCorrected'],
  ...['CommunityClosedCorrected', 'CommunityClosedVoided', 'CommunityPassed'],
  ...['ProgrammeStarted', 'ProgrammeStartedCorrected', 'ProgrammeEndedCorrected', 'ProgrammeEndedVoided'],
  ...['ProgrammePartTaken', 'ProgrammePartTakenCorrected', 'ProgrammePartEndedCorrected', 'ProgrammePartEndedVoided'],
  ...['ProgrammeLeadChanged', 'ProgrammeLeadChangedCorrected', 'ProgrammeLeadChangedVoided', 'ProgrammePassed'],
  ...['CalendarLinkIssued', 'CalendarLinkPassed'],
].map((fact) => `events.${fact}`);

/** The things that a fact is about. */
export interface Concerned {
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

export async function concernedBy({ data }: RecordedEvent, readModels: ReadModels): Promise<Concerned> {
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
