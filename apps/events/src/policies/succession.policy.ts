import { successionManager } from '#libs/process-managers';
import type { Annulled, ListedMember, ReferenceMove, Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { heirsOf, sourcesOf } from '#libs/succession';
import { calendarLinks, type CalendarLinkDocument } from '../read-models/calendar-links/calendar-links.projection.ts';
import { communities, type CommunityDocument } from '../read-models/communities/communities.projection.ts';
import { gatherings, type GatheringDocument } from '../read-models/gatherings/gatherings.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { programmes, type ProgrammeDocument } from '../read-models/programmes/programmes.projection.ts';
import { series, type SeriesDocument } from '../read-models/series/series.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { communitiesMoved, communitiesMovedBack, passCommunity, passSeries } from './moves/circle-moves.ts';
import { seriesMoved, seriesMovedBack } from './moves/circle-moves.ts';
import { gatheringsMoved, gatheringsMovedBack, passGathering } from './moves/gathering-moves.ts';
import { linksMoved, linksMovedBack, passCalendarLink } from './moves/link-moves.ts';
import type { Move } from './moves/move.ts';
import { passProgramme, programmesMoved, programmesMovedBack } from './moves/programme-moves.ts';

/** What of this context a merger may move. */
export interface Candidates {
  readonly gatherings: readonly GatheringDocument[];
  readonly series: readonly SeriesDocument[];
  readonly communities: readonly CommunityDocument[];
  readonly programmes: readonly ProgrammeDocument[];
  readonly links: readonly CalendarLinkDocument[];
  readonly members: readonly ListedMember[];
}

/** The commands by which things of this context pass. */
export const PASSING = [passGathering, passSeries, passCommunity, passProgramme, passCalendarLink];

/** Whatever may be moved, and has been moved by it. */
export async function candidatesOf(succession: Succession, readModels: ReadModels): Promise<Candidates> {
  const clusters = [...sourcesOf(succession), ...heirsOf(succession).map(({ clusterId }) => clusterId)];
  const their = { cluster_id: clusters };
  // What others organise and a predecessor hosts with them lies ahead; what it organises itself may have been left open.
  const ahead = await readModels.of(gatherings).all({ last_day: { from: succession.effectiveOn } });
  const own = await readModels.of(gatherings).all(their);
  return {
    gatherings: [...new Map([...ahead, ...own].map((each) => [each.gatheringId, each])).values()],
    series: await readModels.of(series).all(their),
    communities: await readModels.of(communities).all(their),
    programmes: await readModels.of(programmes).all({}),
    links: await readModels.of(calendarLinks).all(their),
    members: succession.allocation === undefined ? [] : await readModels.of(memberLists).all(their),
  };
}

/** All that an effect moves. */
export function movesOf(succession: Succession, known: Candidates): readonly Move[] {
  return [
    ...gatheringsMoved(succession, known.gatherings),
    ...seriesMoved(succession, known.series),
    ...communitiesMoved(succession, known.communities),
    ...programmesMoved(succession, known.programmes),
    ...linksMoved(succession, known.links, known.members),
  ];
}

/** All that an annulment gives back. */
export function movesBackOf(succession: Annulled, known: Candidates): readonly ReferenceMove[] {
  return [
    ...gatheringsMovedBack(succession, known.gatherings),
    ...seriesMovedBack(succession, known.series),
    ...communitiesMovedBack(succession, known.communities),
    ...programmesMovedBack(succession, known.programmes),
    ...linksMovedBack(succession, known.links),
  ];
}

/**
 * What a predecessor organises, keeps and takes part in passes to its heir: gatherings that are still to come with their seats and lists, series, communities,
 * programmes, and the private links to its calendar. What is over stays with whoever it was then.
 */
export const eventsSuccession = successionManager<Candidates>({
  context: 'events',
  successions,
  reads: [gatherings, series, communities, programmes, calendarLinks, memberLists],
  commands: PASSING,
  gather: candidatesOf,
  references: movesOf,
  carried: (succession, known) => ({
    asItWas: movesOf(succession, known).flatMap(({ step: { key: reference }, asItWas }) =>
      asItWas === undefined ? [] : [{ reference, ...asItWas }],
    ),
    consents: [],
  }),
  annulment: {
    references: movesBackOf,
  },
});
