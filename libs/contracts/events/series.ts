import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { yearSchema } from '../membership/funding.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';
import { passingShape } from './passing.ts';
import { audienceSchema, gatheringFormatSchema, hostSchema, placeSchema, scheduleSchema } from './gathering.ts';

const ofSeries = { seriesId: uuidSchema };
const ofEdition = { ...ofSeries, editionId: uuidSchema };

/** What a series is; its gatherings may be of another format. */
export const seriesShape = { name: nameSchema, format: gatheringFormatSchema, organiser: hostSchema };

/** What all dates of a recurrence have in common; the schedule is that of the first one. */
export const recurrenceShape = {
  title: nameSchema,
  place: placeSchema,
  schedule: scheduleSchema,
  audience: z.array(audienceSchema).min(1).max(3),
  everyWeeks: z.int().min(1).max(52),
};

/** The most dates that are planned at once. */
export const DATES_MAX = 100;

/** In the order in which those of one day count. */
export const seriesEvents = correctable({
  SeriesStarted: event(
    'There is a series of gatherings from a day on.',
    { ...ofSeries, clusterId: uuidSchema, ...seriesShape, since: dateSchema },
    { opens: true },
  ),
  SeriesRenamed: event('A series bears another name from a day on.', {
    ...ofSeries,
    name: nameSchema,
    since: dateSchema,
  }),
  EditionPlanned: event('An edition of a series is planned, with its number in the series.', {
    ...ofEdition,
    number: z.int().min(1).max(10_000),
    year: yearSchema,
    name: nameSchema.optional(),
    on: dateSchema,
  }),
  EditionGatheringPlaced: event('A gathering belongs to an edition of a series.', {
    ...ofEdition,
    gatheringId: uuidSchema,
    on: dateSchema,
  }),
  EditionMoved: event('An edition is put off to another year; it keeps its number.', {
    ...ofEdition,
    year: yearSchema,
    reason: remarkSchema.optional(),
    on: dateSchema,
  }),
  EditionDropped: event('An edition does not take place; it keeps its number, and the others theirs.', {
    ...ofEdition,
    reason: remarkSchema,
    on: dateSchema,
  }),
  RecurrencePlanned: event(
    'Dates of a series are planned at the same time of the clocks every so many weeks: each is a gathering of its own.',
    {
      ...ofSeries,
      recurrenceId: uuidSchema,
      ...recurrenceShape,
      /** In the order of their dates. */
      gatheringIds: z.array(uuidSchema).min(2).max(DATES_MAX),
      on: dateSchema,
    },
  ),
  SeriesPassed: event('A series of gatherings passed to the successor of the cluster whose it was.', {
    ...ofSeries,
    ...passingShape,
  }),
});
