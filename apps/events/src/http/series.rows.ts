import { commandOf, commandTable, factCommands, type CommandRequest, type Transaction } from '#libs/commands';
import {
  DATES_MAX,
  nameSchema,
  recurrenceShape,
  remarkSchema,
  seriesEvents,
  seriesShape,
  uuidSchema,
} from '#libs/contracts';
import type { hostSchema } from '#libs/contracts';
import { derivedId } from '#libs/kernel';
import { z } from 'zod';
import { gathering } from '../domain/gathering/gathering.ts';
import { hostsOn } from '../domain/gathering/gathering.facts.ts';
import { datesOf } from '../domain/series/dates.ts';
import { series } from '../domain/series/series.ts';
import { followEditions } from './dropped-editions.ts';
import { absentHosts, TIMES } from './gatherings.absent.ts';
import { ownerOfSeries } from '../domain/series/series-day.ts';
import { absentCluster } from './register.ts';
import { eventsRefusals, FACT_REFUSALS, type PlacingRefusal } from './refusals.table.ts';

type Request<Body> = CommandRequest<Body>;
type Host = z.infer<typeof hostSchema>;

/** The cluster whose series it is. */
async function clusterOfSeries({ id }: Pick<Request<unknown>, 'id'>, tx: Transaction): Promise<readonly string[]> {
  const owner = ownerOfSeries(await tx.read(series, id));
  return owner === undefined ? [] : [owner.clusterId];
}

/** Why a gathering cannot belong to the series: nobody planned it, or another cluster did. */
async function unfitGathering(
  { id, body: { gatheringId } }: Request<{ readonly gatheringId: string }>,
  tx: Transaction,
): Promise<PlacingRefusal | undefined> {
  const { known } = await tx.read(gathering, gatheringId);
  if (known === undefined) return { type: 'EVT_GATHERING_NOT_FOUND', found: gatheringId };
  const [required] = await clusterOfSeries({ id }, tx);
  const { clusterId: found } = hostsOn(known);
  return required === undefined || found === required ? undefined : { type: 'EVT_CLUSTER_DIFFERS', found, required };
}

const recurrenceBody = {
  recurrenceId: uuidSchema,
  ...recurrenceShape,
  dates: z.int().min(2).max(DATES_MAX).describe('How many, the first one included.'),
};
type Recurring = z.output<z.ZodObject<typeof recurrenceBody>>;

/** The same for whoever sends the command again. */
function gatheringIdsOf({ recurrenceId, dates }: Pick<Recurring, 'recurrenceId' | 'dates'>): readonly string[] {
  return Array.from({ length: dates }, (_, index) => derivedId('recurrence', recurrenceId, String(index)));
}

/** Each date is a gathering of its own, planned in the same append. */
async function planGatherings(tx: Transaction, { id, body, effectiveAt: on }: Request<Recurring>): Promise<void> {
  const known = await tx.read(series, id);
  const owner = ownerOfSeries(known, on);
  if (known.start === undefined || owner === undefined) return;
  const { format } = known.start;
  const { clusterId, organiser } = owner;
  const { title, place, audience, everyWeeks, dates } = body;
  const schedules = datesOf(body.schedule, everyWeeks, dates);
  for (const [index, gatheringId] of gatheringIdsOf(body).entries()) {
    const plan = { gatheringId, clusterId, title, format, organiser, coHosts: [], place, parts: [], audience, on };
    const schedule = schedules[index] ?? body.schedule;
    await tx.decide(gathering, gatheringId, { type: 'PlanGathering', ...plan, schedule });
  }
}

const NOT_FOUND = 'EVT_SERIES_NOT_FOUND';
const OF_EDITION = [NOT_FOUND, 'EVT_EDITION_NOT_FOUND'] as const;
const { number, year, name } = seriesEvents.EditionPlanned.schema.shape;
const edition = { editionId: uuidSchema };

/** Series of gatherings, their editions and their recurring dates. The operators of the cluster whose series it is act for it. */
export const seriesCommands = commandTable('events.series', eventsRefusals, [
  commandOf(series, 'StartSeries', {
    summary: 'Start a series of gatherings, from a day on.',
    body: { clusterId: uuidSchema.describe('The cluster whose operators act for it.'), ...seriesShape },
    scope: ({ body: { clusterId } }) => [clusterId],
    unless: async (request) =>
      (await absentCluster(request.copies, request.body.clusterId, request.effectiveAt)) ??
      (await absentHosts(request, [request.body.organiser])),
    refusals: ['EVT_CLUSTER_ABSENT', 'EVT_SERIES_EXISTS', 'EVT_ORGANISER_DIFFERS'],
    decide: ({ id, body, effectiveAt: since }) => ({ seriesId: id, ...body, since }),
  }),
  commandOf(series, 'RenameSeries', {
    verb: 'rename',
    summary: 'Give a series another name from a day on; its editions keep their numbers.',
    body: { name: nameSchema },
    scope: clusterOfSeries,
    refusals: [NOT_FOUND],
    decide: ({ id, body, effectiveAt: since }) => ({ seriesId: id, ...body, since }),
  }),
  commandOf(series, 'PlanEdition', {
    verb: 'plan-edition',
    summary: 'Plan an edition of a series, with its number in the series and its year.',
    body: {
      ...edition,
      number: number.optional().describe('Default: the one after the highest so far.'),
      ...{ year, name },
    },
    scope: clusterOfSeries,
    reports: { EditionPlanned: seriesEvents.EditionPlanned.schema.pick({ editionId: true, number: true }) },
    refusals: [NOT_FOUND],
    decide: ({ id, body, effectiveAt: on }) => ({ seriesId: id, ...body, on }),
  }),
  commandOf(series, 'PlaceGatheringInEdition', {
    verb: 'place-gathering',
    summary: 'Record that a gathering belongs to an edition.',
    body: { ...edition, gatheringId: uuidSchema },
    scope: clusterOfSeries,
    unless: unfitGathering,
    refusals: ['EVT_GATHERING_NOT_FOUND', 'EVT_CLUSTER_DIFFERS', ...OF_EDITION],
    decide: ({ id, body, effectiveAt: on }) => ({ seriesId: id, ...body, on }),
    // One that is placed late, in an edition that has fallen out since, falls out with it.
    also: followEditions,
  }),
  commandOf(series, 'MoveEdition', {
    verb: 'move-edition',
    summary: 'Put an edition off to another year. It keeps its number; its gatherings are put off each by itself.',
    body: { ...edition, year, reason: remarkSchema.optional() },
    scope: clusterOfSeries,
    refusals: OF_EDITION,
    decide: ({ id, body, effectiveAt: on }) => ({ seriesId: id, ...body, on }),
  }),
  commandOf(series, 'DropEdition', {
    verb: 'drop-edition',
    summary:
      'Record that an edition does not take place. Its gatherings are cancelled with it; no other edition has another number because of it.',
    body: { ...edition, reason: remarkSchema },
    scope: clusterOfSeries,
    refusals: OF_EDITION,
    decide: ({ id, body, effectiveAt: on }) => ({ seriesId: id, ...body, on }),
    also: followEditions,
  }),
  commandOf(series, 'PlanRecurrence', {
    verb: 'plan-recurrence',
    summary:
      'Plan dates of a series at the same time of the clocks every so many weeks. Each is a gathering of its own, a draft until it is announced.',
    body: recurrenceBody,
    scope: clusterOfSeries,
    refusals: [NOT_FOUND, 'EVT_RECURRENCE_EXISTS', ...TIMES, 'EVT_GATHERING_EXISTS'],
    decide: ({ id, body: { dates, ...said }, effectiveAt: on }) => ({
      ...{ seriesId: id, ...said, on },
      gatheringIds: gatheringIdsOf({ ...said, dates }),
    }),
    also: planGatherings,
  }),
  ...factCommands(series, {
    scope: clusterOfSeries,
    unless: ({ organiser }: { readonly organiser?: Host }, request) => absentHosts(request, [organiser]),
    refusals: [...FACT_REFUSALS, 'EVT_CLUSTER_ABSENT', 'EVT_ORGANISER_DIFFERS'],
    also: followEditions,
  }),
]);
