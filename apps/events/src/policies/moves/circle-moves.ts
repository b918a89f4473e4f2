import { managerCommand } from '#libs/commands';
import type { Annulled, ReferenceMove, Succession } from '#libs/process-managers';
import { keeperOn } from '../../domain/communities/community-day.ts';
import { community, type PassCommunity } from '../../domain/communities/community.ts';
import { ownerOfSeries } from '../../domain/series/series-day.ts';
import { series, type PassSeries } from '../../domain/series/series.ts';
import type { CommunityDocument } from '../../read-models/communities/communities.projection.ts';
import type { SeriesDocument } from '../../read-models/series/series.projection.ts';
import { begunAfter, dayOfPassing, endsOf, moveBackOf, moveOf, passedBefore, passedBy, takerOf } from './move.ts';
import type { Move } from './move.ts';

/** What passes one series. */
export const passSeries = managerCommand<PassSeries>({
  name: 'events.pass-series',
  summary: 'Pass a series to the successor of the cluster whose it is.',
  aggregate: series,
  run: (tx, { id, body }) => tx.decide(series, id, body),
});

/** What passes one community. */
export const passCommunity = managerCommand<PassCommunity>({
  name: 'events.pass-community',
  summary: 'Pass a community that is open to the successor of the cluster that keeps it.',
  aggregate: community,
  run: (tx, { id, body }) => tx.decide(community, id, body),
});

const ofSeries = (seriesId: string) => ({
  ...{ row: passSeries, reference: 'series', id: seriesId },
  body: (said: Omit<PassSeries, 'type' | 'seriesId'>): PassSeries => ({ type: 'PassSeries', seriesId, ...said }),
});
const ofCommunity = (communityId: string) => ({
  ...{ row: passCommunity, reference: 'community', id: communityId },
  body: (said: Omit<PassCommunity, 'type' | 'communityId'>): PassCommunity => ({
    ...{ type: 'PassCommunity', communityId },
    ...said,
  }),
});

/** Every series of a predecessor: its editions to come are the successor's. */
export function seriesMoved(succession: Succession, documents: readonly SeriesDocument[]): readonly Move[] {
  return documents.flatMap((document) => {
    const { seriesId, start, passings } = document;
    const before = ownerOfSeries({ ...document, passings: passedBefore(succession, passings) });
    if (start === undefined || before === undefined) return [];
    const { clusterId: from, organiser } = before;
    const antennaId = organiser.kind === 'antenna' ? organiser.id : undefined;
    const to = takerOf(succession, from, { since: start.since, antennaId });
    const ends = endsOf(passedBy(succession, passings), to === undefined ? [] : [{ from, to }]);
    const on = dayOfPassing(succession, start.since);
    const asItWas = begunAfter(succession, start.since);
    return moveOf(succession, { ...ofSeries(seriesId), ends, on }, { asItWas });
  });
}

/** Communities of a predecessor that are open after the effect, with their members. */
export function communitiesMoved(succession: Succession, documents: readonly CommunityDocument[]): readonly Move[] {
  return documents.flatMap((document) => {
    const { communityId, opening, periods, passings } = document;
    const from = keeperOn({ ...document, passings: passedBefore(succession, passings) });
    const lasting = periods.find(({ until }) => until === undefined || until > succession.effectiveOn);
    if (opening === undefined || from === undefined || lasting === undefined) return [];
    const { since } = lasting;
    const to = takerOf(succession, from, { since, antennaId: opening.antennaId });
    const ends = endsOf(passedBy(succession, passings), to === undefined ? [] : [{ from, to }]);
    const on = dayOfPassing(succession, since);
    const asItWas = begunAfter(succession, since);
    return moveOf(succession, { ...ofCommunity(communityId), ends, on }, { asItWas });
  });
}

export function seriesMovedBack(succession: Annulled, documents: readonly SeriesDocument[]): readonly ReferenceMove[] {
  return documents.flatMap(({ seriesId, passings }) =>
    moveBackOf(succession, { ...ofSeries(seriesId), ends: passedBy(succession, passings) }),
  );
}

/** One that was closed by then stays where it was. */
export function communitiesMovedBack(
  succession: Annulled,
  documents: readonly CommunityDocument[],
): readonly ReferenceMove[] {
  return documents.flatMap(({ communityId, passings, periods }) => {
    const isOpen = periods.some(({ until }) => until === undefined || until > succession.annulledOn);
    return isOpen ? moveBackOf(succession, { ...ofCommunity(communityId), ends: passedBy(succession, passings) }) : [];
  });
}
