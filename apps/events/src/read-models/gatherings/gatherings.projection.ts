import { z } from 'zod';
import {
  catalog,
  dateSchema,
  attendanceShape,
  gatheringEvents,
  gatheringShape,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { LAST_DAY, projection, upserts } from '#libs/projections';
import {
  evolveGathering,
  GATHERING_STATES,
  gatheringOn,
  hostsOn,
  type GatheringFact,
  type KnownGathering,
} from '../../domain/gathering/gathering.facts.ts';
import { passingsBy } from '../../domain/passing.ts';
import { passingsView } from '../passings.view.ts';
import { daysOf, isOfWholeDays, spanOf, twiceIn } from '../../domain/gathering/schedule.ts';

export const gatheringState = z.enum(GATHERING_STATES);
const { gatheringId, clusterId } = gatheringEvents.GatheringPlanned.schema.shape;
const instantSchema = z.iso.datetime({ precision: 3 });

export const gatheringView = z
  .strictObject({
    gatheringId,
    clusterId,
    ...gatheringShape,
    state: gatheringState.describe('On the day.'),
    since: dateSchema.describe('The day of what made the state.'),
    schedule: gatheringShape.schedule
      .optional()
      .describe('On the day; absent while it is put off without another time.'),
    wholeDays: z.boolean().optional(),
    startsAt: instantSchema.optional(),
    endsAt: instantSchema.optional().describe('The first moment after it.'),
    twice: z
      .array(z.enum(['from', 'to']))
      .describe(
        'Which of its times the clocks of the place show twice: of these the first is meant, unless it says otherwise.',
      ),
    announcedOn: dateSchema.optional(),
    attendance: z
      .strictObject({ participants: attendanceShape.participants, organisationIds: attendanceShape.organisationIds })
      .optional()
      .describe('Who came, as whoever organised it counted; for those who read files of the cluster.'),
    reason: gatheringEvents.GatheringPostponed.schema.shape.reason,
    passings: passingsView,
  })
  .meta({ id: 'Gathering', description: 'A gathering as it is on a day.' });

export type GatheringView = Immutable<z.infer<typeof gatheringView>>;

/** A gathering as it is stored: what was planned, and what became of it. */
export interface GatheringDocument {
  readonly gatheringId: string;
  readonly clusterId: string;
  readonly known?: KnownGathering | undefined;
  readonly organiserId: string;
  readonly format: string;
  /** By its last facts; far ahead while it is put off without another time. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly isAnnounced: boolean;
}

type Names = GatheringFact['type'];

/** What an event of the domain makes of the document: what it makes of the gathering. */
function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`events.${Name}`], GatheringDocument>((document, { data }) => {
    const { known } = evolveGathering({ known: document?.known }, { type, ...data } as GatheringFact);
    return documentWith({ gatheringId: data.gatheringId, clusterId: document?.clusterId ?? ownerIn(data) }, known);
  });
}

/** The cluster that a fact names: of one that passes, whoever had it. */
function ownerIn(data: { readonly clusterId: string } | { readonly from: string }): string {
  return 'clusterId' in data ? data.clusterId : data.from;
}

function documentWith(
  ids: { readonly gatheringId: string; readonly clusterId: string },
  known: KnownGathering | undefined,
): GatheringDocument {
  const [last, hosts] = known === undefined ? [] : [gatheringOn(known), hostsOn(known)];
  const [firstDay, lastDay] = last?.schedule === undefined ? [LAST_DAY, LAST_DAY] : daysOf(last.schedule);
  return {
    gatheringId: ids.gatheringId,
    clusterId: hosts?.clusterId ?? ids.clusterId,
    known,
    organiserId: hosts?.organiser.id ?? '',
    format: known?.plan.format ?? '',
    firstDay,
    lastDay,
    isAnnounced: last !== undefined && last.state !== 'draft',
  };
}

/** Every gathering; the key is its id. What it is on a day is computed when it is read. */
export const gatherings = projection<GrappeEvents, GatheringDocument>({
  name: 'events.gatherings',
  version: 3,
  order: catalog.order,
  subject: 'events.gathering',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    organiser_id: { type: 'text', from: 'organiserId' },
    format: { type: 'text', from: 'format' },
    first_day: { type: 'date', from: 'firstDay' },
    last_day: { type: 'date', from: 'lastDay' },
    is_announced: { type: 'boolean', from: 'isAnnounced' },
  },
  indexes: [['cluster_id'], ['organiser_id'], ['first_day'], ['last_day']],
  key: 'gatheringId',
  on: {
    'events.GatheringPlanned': follows('GatheringPlanned'),
    'events.GatheringAnnounced': follows('GatheringAnnounced'),
    'events.GatheringPostponed': follows('GatheringPostponed'),
    'events.GatheringHeld': follows('GatheringHeld'),
    'events.AttendanceCounted': follows('AttendanceCounted'),
    'events.GatheringCancelled': follows('GatheringCancelled'),
    'events.GatheringPassed': follows('GatheringPassed'),
  },
});

/** A gathering as it is on a day; undefined where its plan was taken back. */
export function viewOfGathering({ known }: GatheringDocument, day: string): GatheringView | undefined {
  if (known === undefined) return undefined;
  const { on: _on, ...plan } = known.plan;
  const { schedule, reason, announcedOn, attendance, ...onDay } = gatheringOn(known, day);
  const { zone } = plan.place;
  const { schedule: _planned, ...rest } = plan;
  const passings = passingsBy(known.passings, day);
  return {
    ...rest,
    ...hostsOn(known, day),
    ...onDay,
    ...(schedule === undefined ? {} : { schedule, wholeDays: isOfWholeDays(schedule), ...spanOf(schedule, zone) }),
    twice: schedule === undefined ? [] : twiceIn(schedule, zone),
    ...(announcedOn === undefined ? {} : { announcedOn }),
    ...(attendance === undefined ? {} : { attendance }),
    ...(reason === undefined ? {} : { reason }),
    ...(passings.length === 0 ? {} : { passings }),
  };
}
