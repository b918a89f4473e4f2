import { z } from 'zod';
import {
  catalog,
  meetingEvents,
  meetingTimeSchema,
  nameSchema,
  outcomeSchema,
  proxySchema,
  resolutionEvents,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { changeItem, creates, projection, updates } from '#libs/projections';
import { attendanceOf, countedIn } from '../../domain/meeting/attendance.ts';
import { sheetText } from '../../domain/meeting/meeting.ts';

const minutedResolution = resolutionEvents.ResolutionTabled.schema
  .pick({ resolutionId: true, clause: true, subject: true })
  .extend({ outcome: outcomeSchema.optional() })
  .meta({ id: 'MinutedResolution', description: 'A resolution as the minutes of its meeting show it.' });

const { MeetingConvened, MeetingHeld, SheetOpened, VotersArrived, ProxiesGiven } = meetingEvents;

const held = MeetingHeld.schema.omit({ meetingId: true, bodyId: true, clusterId: true });
const opened = SheetOpened.schema.omit({ meetingId: true, bodyId: true, clusterId: true });
const movedSchema = VotersArrived.schema.pick({ voterIds: true, at: true });
const moveSchema = z.array(
  z.discriminatedUnion('type', [
    movedSchema.extend({ type: z.literal('VotersArrived') }),
    movedSchema.extend({ type: z.literal('VotersLeft') }),
    movedSchema.extend({ type: z.literal('ProxiesWithdrawn') }),
    ProxiesGiven.schema.pick({ proxies: true, at: true }).extend({ type: z.literal('ProxiesGiven') }),
  ]),
);

const meetingDocument = MeetingConvened.schema.extend({
  /** The sheet with all that was entered on it: queries show what it adds up to. */
  sheet: opened.extend({ moves: moveSchema }).optional(),
  held: held.optional(),
  resolutions: z.array(minutedResolution),
});

/** The numbers that a sheet adds up to, at a time or over the whole meeting. */
export const attendanceView = z
  .strictObject({
    meetingId: uuidSchema,
    ...opened.shape,
    at: meetingTimeSchema.optional().describe('Absent over the whole meeting.'),
    present: z.int().min(0),
    represented: z.int().min(0),
    presentIds: z.array(uuidSchema),
    proxies: z.array(proxySchema).describe('Those that count.'),
  })
  .meta({ id: 'Attendance', description: 'Whoever took part in a meeting, and the proxies that counted.' });

export const meetingView = meetingDocument
  .omit({ sheet: true })
  .extend({
    sheet: opened.optional(),
    held: held
      .omit({ chair: true, secretary: true })
      .partial({ members: true, present: true, represented: true })
      .optional(),
    differs: z
      .strictObject({ held: nameSchema, sheet: nameSchema })
      .optional()
      .describe('The numbers under which it was held, and those of its sheet, where that says otherwise by now.'),
  })
  .meta({ id: 'Meeting', description: 'A meeting with what was tabled and decided there.' });

export type MeetingDocument = Immutable<z.infer<typeof meetingDocument>>;

type Sheet = NonNullable<MeetingDocument['sheet']>;
type Move = Sheet['moves'][number];

/** What an event enters on the sheet. */
function enters<Data extends object>(moveOf: (data: Data) => Move) {
  return updates<Data, MeetingDocument>((meeting, { data }) => {
    const { sheet } = meeting;
    return sheet === undefined ? meeting : { ...meeting, sheet: { ...sheet, moves: [...sheet.moves, moveOf(data)] } };
  });
}

type Moved = Pick<GrappeEvents['governance.VotersArrived'], 'voterIds' | 'at'>;
const moved =
  (type: Exclude<Move['type'], 'ProxiesGiven'>) =>
  ({ voterIds, at }: Moved): Move => ({ type, voterIds, at });

type Place = 'meetingId' | 'bodyId' | 'clusterId';

/** What an event says beside the meeting that it is about. */
function placeless<Data extends Readonly<Record<Place, string>>>({
  meetingId: _meeting,
  bodyId: _body,
  clusterId: _cluster,
  ...data
}: Data): Omit<Data, Place> {
  return data;
}

export const meetings = projection<GrappeEvents, MeetingDocument>({
  name: 'governance.meetings',
  version: 8,
  order: catalog.order,
  subject: 'governance.meeting',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    body_id: { type: 'text', from: 'bodyId' },
    scheduled_for: { type: 'date', from: 'scheduledFor' },
  },
  indexes: [['cluster_id'], ['body_id'], ['scheduled_for', 'key']],
  key: 'meetingId',
  on: {
    'governance.MeetingConvened': creates(({ data }) => ({ ...data, resolutions: [] })),
    'governance.SheetOpened': updates((meeting, { data }) => ({
      ...meeting,
      sheet: { ...placeless(data), moves: [] },
    })),
    'governance.VotersArrived': enters<GrappeEvents['governance.VotersArrived']>(moved('VotersArrived')),
    'governance.ProxiesGiven': enters<GrappeEvents['governance.ProxiesGiven']>(({ proxies, at }) => ({
      ...{ type: 'ProxiesGiven', proxies },
      ...(at === undefined ? {} : { at }),
    })),
    'governance.ProxiesWithdrawn': enters<GrappeEvents['governance.ProxiesWithdrawn']>(moved('ProxiesWithdrawn')),
    'governance.VotersLeft': enters<GrappeEvents['governance.VotersLeft']>(moved('VotersLeft')),
    'governance.MeetingHeld': updates((meeting, { data }) => ({ ...meeting, held: placeless(data) })),
    'governance.ResolutionTabled': updates((meeting, { data: { resolutionId, clause, subject } }) => ({
      ...meeting,
      resolutions: [...meeting.resolutions, { resolutionId, clause, subject }],
    })),
    'governance.ResolutionDecided': updates((meeting, { data: { resolutionId, outcome } }) => ({
      ...meeting,
      resolutions: changeItem(
        meeting.resolutions,
        (each) => each.resolutionId === resolutionId,
        (each) => ({ ...each, outcome }),
      ),
    })),
  },
});

/**
 * A meeting as it is shown: the sheet by what it was opened under, and where it says otherwise by now than when it was held. Whoever presided is named in
 * its minutes alone.
 */
export function viewOfMeeting({
  sheet,
  held: known,
  ...shown
}: MeetingDocument): Immutable<z.infer<typeof meetingView>> {
  const meeting = { ...shown, ...(known === undefined ? {} : { held: unnamed(known) }) };
  if (sheet === undefined) return meeting;
  const { moves: _moves, ...opening } = sheet;
  const [numbers, entered] = [known && sheetText(known), sheetText(countedIn(asSheet(sheet)))];
  const differs = numbers === undefined || numbers === entered ? {} : { differs: { held: numbers, sheet: entered } };
  return { ...meeting, sheet: opening, ...differs };
}

function unnamed({ chair: _chair, secretary: _secretary, ...held }: NonNullable<MeetingDocument['held']>) {
  return held;
}

function asSheet({ moves: entered, ...opening }: Sheet) {
  return { opened: opening, moves: entered };
}

/** Whoever took part in a meeting at a time, or over the whole of it; undefined without a sheet. */
export function viewOfAttendance({ meetingId, sheet }: MeetingDocument, at?: string) {
  if (sheet === undefined) return undefined;
  const { moves: _moves, ...opening } = sheet;
  const { present, represented } = attendanceOf(asSheet(sheet), at);
  return {
    ...{ meetingId, ...opening },
    ...(at === undefined ? {} : { at }),
    present: present.length,
    represented: represented.length,
    presentIds: present,
    proxies: represented,
  };
}
