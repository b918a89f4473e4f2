import {
  dayOf,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  validAtParameter,
  wordParameter,
} from '#libs/hosting';
import type { QueryRow } from '#libs/hosting';
import { gatheringFormatSchema } from '#libs/contracts';
import {
  series,
  seriesSummaryView,
  seriesView,
  summaryOfSeries,
  viewOfSeries,
  type SeriesDocument,
} from '../read-models/series/series.projection.ts';

/** Which series there are, and their editions with their numbers. */
export const seriesQueries: readonly QueryRow[] = [
  listOf(series, {
    shows: 'register',
    summary: 'Series of gatherings as they are on a day, in a stable order.',
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      format: equals(wordParameter(gatheringFormatSchema, 'Of this format.', 'conference')),
    },
    parameters: { validAt: validAtParameter },
    keep: () => (document: SeriesDocument) => document.start !== undefined,
    item: seriesSummaryView,
    view: (document, call) => orNotFound(summaryOfSeries(document, dayOf(call)), document.seriesId),
  }),
  documentOf(series, {
    shows: 'register',
    summary: 'A series with its editions, their numbers and its recurring dates as they are on a day.',
    parameters: { id: idParameter('The series.'), validAt: validAtParameter },
    answers: seriesView,
    view: (document, call) => orNotFound(viewOfSeries(document, dayOf(call)), document.seriesId),
  }),
];
