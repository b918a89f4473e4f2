import { z } from 'zod';
import { agendaText } from '#libs/calendar';
import { dateSchema, nameSchema, uuidSchema } from '#libs/contracts';
import type { Immutable } from '#libs/contracts';
import { dayParameter, documentOf, idParameter, type QueryRow } from '#libs/hosting';
import { nameOn, visibleNames } from '#libs/kernel';
import type { Projection, ReadModelQuery } from '#libs/projections';
import type { NamedCluster } from '#libs/process-managers';
import { clocksIn, happeningsOf, lastsUntil, type Announced } from './agenda-of.ts';
import { calendarMarks } from '../read-models/calendar-marks/calendar-marks.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { gatherings } from '../read-models/gatherings/gatherings.projection.ts';
import { series } from '../read-models/series/series.projection.ts';
import { hostsEver } from '../domain/gathering/gathering.facts.ts';

const instantSchema = z.iso.datetime({ precision: 3 });
const momentSchema = z.union([
  z.strictObject({ day: dateSchema }),
  z.strictObject({ local: z.string(), zone: z.string() }),
  z.strictObject({ instant: instantSchema }),
]);

const happeningView = z
  .strictObject({
    uid: z.string().describe('The same for ever. Dates of one recurrence share it.'),
    sequence: z.int().describe('Grows with each change of time, place or state.'),
    changedAt: instantSchema.describe('When the last change was recorded.'),
    status: z.enum(['CONFIRMED', 'CANCELLED']),
    start: momentSchema,
    end: momentSchema.describe('The first moment after it; of whole days the day after the last one.'),
    summary: z.string(),
    location: z.string().optional(),
    description: z.string().optional(),
    rule: z
      .strictObject({ everyWeeks: z.int(), count: z.int(), without: z.array(momentSchema) })
      .optional()
      .describe('Of recurring dates: how many there are, how far apart, and which are left out.'),
    replaces: momentSchema.optional().describe('Of one date of a recurrence: when it was to be by the rule.'),
  })
  .meta({ id: 'Happening', description: 'A gathering, or recurring dates, in a calendar.' });

export const agendaView = z
  .strictObject({
    clusterId: uuidSchema,
    name: nameSchema,
    from: dateSchema.describe('What was over before this day is left out.'),
    items: z.array(happeningView),
  })
  .meta({ id: 'Agenda', description: 'The gatherings of a cluster that were announced, for a calendar program.' });

type AgendaView = Immutable<z.infer<typeof agendaView>>;

/** How these models are read. */
export interface CalendarReads {
  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
  ): Pick<ReadModelQuery<Document>, 'all' | 'get'>;
}

/** The models that a calendar is made from. */
export const CALENDAR_MODELS = [gatherings, calendarMarks, series];

/** Of a cluster: what it organises or hosts with others, as far as it was announced. The file changes where something has, and with the year. */
export async function agendaOf(
  models: CalendarReads,
  { clusterId, names }: NamedCluster,
  {
    today,
    from = `${String(Number(today.slice(0, 4)) - 1)}-01-01`,
  }: { readonly today: string; readonly from?: string | undefined },
): Promise<AgendaView> {
  const recent = await models.of(gatherings).all({ last_day: { from } });
  const own = await models.of(gatherings).all({ cluster_id: clusterId });
  // Whoever subscribed to the calendar of a cluster before a merger goes on hearing of what passed from it.
  const hosted = recent.filter(({ known }) => known !== undefined && hostsEver(known).includes(clusterId));
  const documents = new Map([...own, ...hosted].map((document) => [document.gatheringId, document]));
  const marks = await marksOf(models, clusterId, [...documents.values()]);
  const heard = marks.flatMap((mark): readonly Announced[] =>
    mark.announcedAt === undefined
      ? []
      : [{ ...mark, announcedAt: mark.announcedAt, known: documents.get(mark.gatheringId)?.known }],
  );
  const current = new Set(heard.filter((each) => lastsUntil(each, from)).map(({ gatheringId }) => gatheringId));
  const itsSeries = [
    ...(await models.of(series).all({ cluster_id: clusterId })),
    ...(await models.of(series).all({ origin_id: clusterId })),
  ];
  const recurrences = [...new Map(itsSeries.map((each) => [each.seriesId, each])).values()]
    .flatMap((each) => each.recurrences)
    .filter(({ gatheringIds }) => gatheringIds.some((id) => current.has(id)));
  for (const { gatheringIds } of recurrences) for (const id of gatheringIds) current.add(id);
  const items = happeningsOf(
    heard.filter(({ gatheringId }) => current.has(gatheringId)),
    recurrences,
  );
  const name = nameOn(visibleNames(names, { mayReadEmbargoed: false, today }), today)?.name ?? clusterId;
  return { clusterId, name, from, items };
}

async function marksOf(models: CalendarReads, clusterId: string, hosted: readonly { readonly gatheringId: string }[]) {
  const own = await models.of(calendarMarks).all({ cluster_id: clusterId });
  const others = await Promise.all(hosted.map(({ gatheringId }) => models.of(calendarMarks).get(gatheringId)));
  const all = [...own, ...others.flatMap((mark) => (mark === undefined ? [] : [mark]))];
  const byId = new Map(all.map((mark) => [mark.gatheringId, mark]));
  return [...byId.values()].toSorted((a, b) => (a.gatheringId < b.gatheringId ? -1 : 1));
}

/** The agenda as iCalendar. */
export function agendaFile({ name, items }: AgendaView): string {
  return agendaText({ name, clocks: clocksIn(items), happenings: items });
}

export const calendarQueries: readonly QueryRow[] = [
  documentOf(clusters, {
    path: ':id/calendar',
    shows: 'register',
    summary: 'The gatherings of a cluster for a calendar program, as JSON or as iCalendar.',
    description:
      'As iCalendar by `Accept: text/calendar` (RFC 5545). What was announced and is cancelled stays in it as cancelled; what is put off without another time is cancelled until it has one. No participant is named.',
    parameters: {
      id: idParameter('The cluster.'),
      from: dayParameter('Leaves out what was over before this day. Default: the first day of last year.').optional(),
    },
    also: CALENDAR_MODELS,
    answers: agendaView,
    drawings: { 'text/calendar': agendaFile },
    view: (cluster, { models, viewer, input: { from } }) => agendaOf(models, cluster, { today: viewer.today, from }),
  }),
];
