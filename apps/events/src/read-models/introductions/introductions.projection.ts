import { z } from 'zod';
import {
  catalog,
  introductionEvents,
  quantitySchema,
  uuidSchema,
  yearSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { creates, projection } from '#libs/projections';

const { purpose } = introductionEvents.IntroductionMade.schema.shape;

export const introductionView = introductionEvents.IntroductionMade.schema
  .extend({ purpose: purpose.optional().describe('What for; for those who read files.') })
  .meta({ id: 'Introduction', description: 'An introduction, with what it was for.' });

export const introductionSummaryView = introductionEvents.IntroductionMade.schema.omit({ purpose: true }).meta({
  id: 'IntroductionSummary',
  description: 'Who was put in touch with whom, by which cluster and on which day.',
});

export const introductionCountsView = z
  .strictObject({
    clusterId: uuidSchema.optional().describe('Absent: of all clusters.'),
    years: z.array(
      z.strictObject({
        year: yearSchema,
        introductions: quantitySchema,
        organisations: quantitySchema.describe('How many were put in touch with somebody, each counted once.'),
      }),
    ),
  })
  .meta({ id: 'IntroductionCounts', description: 'Introductions by year, the latest year first.' });

export type IntroductionDocument = Immutable<GrappeEvents['events.IntroductionMade']>;

/** Every introduction that was not taken back; the key is its id. */
export const introductions = projection<GrappeEvents, IntroductionDocument>({
  name: 'events.introductions',
  version: 1,
  order: catalog.order,
  subject: 'events.introduction',
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, on: { type: 'date', from: 'on' } },
  indexes: [['cluster_id'], ['on']],
  key: 'introductionId',
  on: { 'events.IntroductionMade': creates(({ data }) => data) },
});

/** How many introductions there were in each year that had some, the latest first. */
export function introductionsByYear(
  made: readonly Pick<IntroductionDocument, 'organisationIds' | 'on'>[],
): z.infer<typeof introductionCountsView>['years'] {
  const years = new Map<number, (typeof made)[number][]>();
  for (const each of made) {
    const year = Number(each.on.slice(0, 4));
    years.set(year, [...(years.get(year) ?? []), each]);
  }
  return [...years]
    .toSorted(([a], [b]) => b - a)
    .map(([year, of]) => ({
      year,
      introductions: of.length,
      organisations: new Set(of.flatMap(({ organisationIds }) => organisationIds)).size,
    }));
}
