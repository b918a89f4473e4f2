import { z } from 'zod';
import {
  catalog,
  dateSchema,
  quantitySchema,
  recurrenceShape,
  seriesEvents,
  seriesShape,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { FactCannotFollow } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import { editionsOn, nameOfSeries, ownerOfSeries } from '../../domain/series/series-day.ts';
import { passingsBy } from '../../domain/passing.ts';
import { passingsView } from '../passings.view.ts';
import { datesOf } from '../../domain/series/dates.ts';
import { evolveSeries, noSeries, type Series, type SeriesFact } from '../../domain/series/series.facts.ts';

const { number, year, name } = seriesEvents.EditionPlanned.schema.shape;

const editionView = z
  .strictObject({
    editionId: uuidSchema,
    number: number.describe('In the series; it stays when another edition is put off or dropped.'),
    year,
    inYear: z.int().min(1).describe('Its place among the editions of the year, in the order of their numbers.'),
    name,
    state: z.enum(['planned', 'dropped']).describe('On the day.'),
    gatheringIds: z.array(uuidSchema),
    reason: z.string().optional().describe('Why it was dropped or put off.'),
  })
  .meta({ id: 'Edition', description: 'An edition of a series as it is on a day.' });

const recurrenceView = z
  .strictObject({
    recurrenceId: uuidSchema,
    ...recurrenceShape,
    dates: z
      .array(z.strictObject({ gatheringId: uuidSchema, schedule: recurrenceShape.schedule }))
      .describe('As they were planned; what became of each, its gathering says.'),
  })
  .meta({ id: 'Recurrence', description: 'Dates of a series that were planned at the same time of the clocks.' });

const summary = {
  seriesId: uuidSchema,
  clusterId: uuidSchema,
  ...seriesShape,
  name: seriesShape.name.describe('On the day.'),
  since: dateSchema,
  editions: quantitySchema.describe('How many were planned by the day and not dropped.'),
  passings: passingsView,
};
export const seriesSummaryView = z
  .strictObject(summary)
  .meta({ id: 'SeriesSummary', description: 'A series of gatherings as it is on a day.' });
export const seriesView = z
  .strictObject({ ...summary, items: z.array(editionView), recurrences: z.array(recurrenceView) })
  .meta({ id: 'Series', description: 'A series of gatherings with its editions and recurring dates on a day.' });

/** A series as it is stored. */
export interface SeriesDocument extends Series {
  readonly seriesId: string;
  /** Whose it is after all its facts; absent where its start was taken back. */
  readonly clusterId?: string | undefined;
}

/** What an event of the domain makes of the document: what it makes of the series. */
function follows<Name extends SeriesFact['type']>(type: Name) {
  return upserts<GrappeEvents[`events.${Name}`], SeriesDocument>((document, { data }) => {
    const { seriesId } = data;
    const { clusterId: _before, ...known } = document ?? { seriesId, ...noSeries };
    const next = after(known, { type, ...data } as SeriesFact);
    const owner = ownerOfSeries(next);
    return { seriesId, ...next, ...(owner === undefined ? {} : { clusterId: owner.clusterId }) };
  });
}

/** What is taken back together is taken back in several events; between these the rest has no place, and the document is what it was. */
function after(before: Series, fact: SeriesFact): Series {
  try {
    return evolveSeries(before, fact);
  } catch (reason) {
    if (reason instanceof FactCannotFollow) return before;
    throw reason;
  }
}

/** Every series, with all its editions and recurring dates; the key is its id. What it is on a day is computed when it is read. */
export const series = projection<GrappeEvents, SeriesDocument>({
  name: 'events.series',
  version: 2,
  order: catalog.order,
  subject: 'events.series',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    origin_id: { type: 'text', from: 'start.clusterId' },
    format: { type: 'text', from: 'start.format' },
  },
  indexes: [['cluster_id'], ['origin_id']],
  key: 'seriesId',
  on: {
    'events.SeriesStarted': follows('SeriesStarted'),
    'events.SeriesRenamed': follows('SeriesRenamed'),
    'events.EditionPlanned': follows('EditionPlanned'),
    'events.EditionGatheringPlaced': follows('EditionGatheringPlaced'),
    'events.EditionMoved': follows('EditionMoved'),
    'events.EditionDropped': follows('EditionDropped'),
    'events.RecurrencePlanned': follows('RecurrencePlanned'),
    'events.SeriesPassed': follows('SeriesPassed'),
  },
});

/** A series in a list; undefined where its start was taken back. */
export function summaryOfSeries(
  document: SeriesDocument,
  day: string,
): Immutable<z.infer<typeof seriesSummaryView>> | undefined {
  const { start } = document;
  if (start === undefined) return undefined;
  const passings = passingsBy(document.passings, day);
  return {
    ...start,
    ...ownerOfSeries(document, day),
    ...(passings.length === 0 ? {} : { passings }),
    name: nameOfSeries(document, day),
    editions: editionsOn(document, day).filter(({ state }) => state === 'planned').length,
  };
}

/** A series with its editions as they are on a day; undefined where its start was taken back. */
export function viewOfSeries(document: SeriesDocument, day: string): Immutable<z.infer<typeof seriesView>> | undefined {
  const said = summaryOfSeries(document, day);
  if (said === undefined) return undefined;
  const recurrences = document.recurrences
    .filter(({ on }) => on <= day)
    .map(({ gatheringIds, on: _on, ...recurrence }) => {
      const schedules = datesOf(recurrence.schedule, recurrence.everyWeeks, gatheringIds.length);
      const dates = gatheringIds.flatMap((gatheringId, index) => {
        const schedule = schedules[index];
        return schedule === undefined ? [] : [{ gatheringId, schedule }];
      });
      return { ...recurrence, dates };
    });
  return { ...said, items: editionsOn(document, day), recurrences };
}
