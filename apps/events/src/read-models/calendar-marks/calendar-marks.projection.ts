import type { GrappeEvents } from '#libs/contracts';
import { sameFacts } from '#libs/kernel';
import { AS_RECORDED, keyed, projection, updates, upserts } from '#libs/projections';

type Plan = Pick<GrappeEvents['events.GatheringPlanned'], 'title' | 'place' | 'schedule' | 'clusterId'>;

/** What those who subscribe to a calendar have to hear of a gathering beside what it is now: that it has changed, and when. */
export interface CalendarMark {
  readonly gatheringId: string;
  readonly clusterId: string;
  /** How often time, place or state have changed since it was announced first; never less than before. */
  readonly sequence: number;
  /** The instant at which the last change was recorded. */
  readonly changedAt: string;
  /** When it was announced first; absent for a draft. Whoever has heard of it hears what becomes of it. */
  readonly announcedAt?: string | undefined;
  /** What it was, where its plan was taken back. */
  readonly takenBack?: Plan | undefined;
}

interface Of {
  readonly gatheringId: string;
  readonly clusterId: string;
}

/** A change has a higher number for subscribers; before they have heard of the gathering there is none. */
function changed(mark: CalendarMark | undefined, { gatheringId, clusterId }: Of, at: string, by = 1): CalendarMark {
  const sequence = (mark?.sequence ?? 0) + (mark?.announcedAt === undefined ? 0 : by);
  return { ...mark, gatheringId, clusterId: mark?.clusterId ?? clusterId, sequence, changedAt: at };
}

/** A fact that may be recorded, corrected and taken back, of which each time is a change. */
const stated = keyed<Of, CalendarMark>(
  ({ data }) => data.gatheringId,
  upserts((mark, { data, metadata: { recordedAt } }) => changed(mark, data, recordedAt)),
);
const rectified = keyed<{ readonly was: Of }, CalendarMark>(
  ({ data: { was } }) => was.gatheringId,
  upserts((mark, { data: { was }, metadata: { recordedAt } }) => changed(mark, was, recordedAt)),
);

/** In the order of recording: subscribers hear what is known, whatever the day of the facts. */
export const calendarMarks = projection<GrappeEvents, CalendarMark>({
  name: 'events.calendar-marks',
  version: 2,
  order: AS_RECORDED,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  on: {
    'events.GatheringPlanned': keyed(
      ({ data }) => data.gatheringId,
      upserts((mark, { data, metadata: { recordedAt } }) => {
        const { takenBack: _before, ...planned } = changed(mark, data, recordedAt);
        return planned;
      }),
    ),
    'events.GatheringPlannedCorrected': keyed(
      ({ data: { was } }) => was.gatheringId,
      upserts((mark, { data: { was, now }, metadata: { recordedAt } }) => {
        const isSame = sameFacts({ when: was.schedule, where: was.place }, { when: now.schedule, where: now.place });
        return changed(mark, was, recordedAt, isSame ? 0 : 1);
      }),
    ),
    'events.GatheringPlannedVoided': keyed(
      ({ data: { was } }) => was.gatheringId,
      upserts((mark, { data: { was }, metadata: { recordedAt } }) => {
        const { title, place, schedule, clusterId } = was;
        return { ...changed(mark, was, recordedAt), takenBack: { title, place, schedule, clusterId } };
      }),
    ),
    'events.GatheringAnnounced': keyed(
      ({ data }) => data.gatheringId,
      upserts((mark, { data, metadata: { recordedAt } }) => ({
        announcedAt: recordedAt,
        ...changed(mark, data, recordedAt),
      })),
    ),
    'events.GatheringAnnouncedVoided': rectified,
    'events.GatheringPostponed': stated,
    'events.GatheringPostponedCorrected': rectified,
    'events.GatheringPostponedVoided': rectified,
    'events.GatheringCancelled': stated,
    'events.GatheringCancelledCorrected': rectified,
    'events.GatheringCancelledVoided': rectified,
    // Whose it is changes nothing for those who have subscribed to it.
    'events.GatheringPassed': keyed(
      ({ data }) => data.gatheringId,
      updates((mark, { data: { from, to } }) => (mark.clusterId === from ? { ...mark, clusterId: to } : mark)),
    ),
  },
});
