import { z } from 'zod';
import {
  catalog,
  dateSchema,
  funderIntroductionEvents,
  quantitySchema,
  uuidSchema,
  yearSchema,
  type GrappeEvents,
} from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import {
  evolveIntroduction,
  type Introduction,
  type IntroductionFact,
} from '../../domain/introductions/introduction.ts';

const made = funderIntroductionEvents.FunderIntroduced.schema;
const outcome = funderIntroductionEvents.IntroductionOutcomeRecorded.schema.pick({
  result: true,
  amountCents: true,
  on: true,
});

export const funderIntroductionSummaryView = made
  .omit({ purpose: true })
  .extend({
    validAt: dateSchema,
    outcome: outcome.optional().describe('What it had come to by the day; absent where nobody has said it.'),
  })
  .meta({ id: 'FunderIntroductionSummary', description: 'Which company was put in touch with which funder.' });

export const funderIntroductionView = funderIntroductionSummaryView
  .extend({
    purpose: made.shape.purpose.describe('For those who read files.'),
    outcomes: z.array(outcome).describe('Of all days, in their order.'),
  })
  .meta({ id: 'FunderIntroduction', description: 'An introduction of a company to a funder, with what came of it.' });

export const funderIntroductionCountsView = z
  .strictObject({
    incubatorId: uuidSchema.optional().describe('Absent: of all incubators.'),
    years: z.array(
      z.strictObject({
        year: yearSchema,
        introductions: quantitySchema,
        companies: quantitySchema.describe('How many were put in touch with a funder, each counted once.'),
        funders: quantitySchema.describe('With how many, each counted once.'),
        funded: quantitySchema.describe(
          'Introductions of the year of which the last that is known is that the company was funded.',
        ),
      }),
    ),
  })
  .meta({ id: 'FunderIntroductionCounts', description: 'Introductions to funders by year, the latest year first.' });

/** An introduction as it is stored; the key is its id. */
export interface IntroductionDocument extends Introduction {
  readonly made: NonNullable<Introduction['made']>;
}

/** Every introduction to a funder that was not taken back. */
export const introductions = projection<GrappeEvents, IntroductionDocument>({
  name: 'incubation.introductions',
  version: 1,
  order: catalog.order,
  subject: 'incubation.introduction',
  columns: {
    incubator_id: { type: 'text', from: 'made.incubatorId' },
    organisation_id: { type: 'text', from: 'made.organisationId' },
    funder_id: { type: 'text', from: 'made.funderId' },
    on: { type: 'date', from: 'made.on' },
  },
  indexes: [['incubator_id'], ['organisation_id'], ['funder_id'], ['on']],
  key: 'introductionId',
  on: {
    'incubation.FunderIntroduced': creates(({ data }) => ({ made: data, outcomes: [] })),
    'incubation.IntroductionOutcomeRecorded': updates((document, { data }) => after(document, data)),
  },
});

function after(
  document: IntroductionDocument,
  data: GrappeEvents['incubation.IntroductionOutcomeRecorded'],
): IntroductionDocument {
  const fact: IntroductionFact = { type: 'IntroductionOutcomeRecorded', ...data };
  return { ...document, ...evolveIntroduction(document, fact), made: document.made };
}

/** An introduction with what it had come to by a day. */
export function viewOfIntroduction(
  { made: { purpose: _purpose, ...stated }, outcomes }: IntroductionDocument,
  day: string,
): z.infer<typeof funderIntroductionSummaryView> {
  const last = outcomes.findLast(({ on }) => on <= day);
  return { ...stated, validAt: day, ...(last === undefined ? {} : { outcome: last }) };
}

/** How many introductions there were in each year that had some, the latest first. */
export function funderIntroductionsByYear(
  all: readonly IntroductionDocument[],
): z.infer<typeof funderIntroductionCountsView>['years'] {
  const years = new Map<number, IntroductionDocument[]>();
  for (const each of all) {
    const year = Number(each.made.on.slice(0, 4));
    years.set(year, [...(years.get(year) ?? []), each]);
  }
  return [...years]
    .toSorted(([a], [b]) => b - a)
    .map(([year, of]) => ({
      year,
      introductions: of.length,
      companies: new Set(of.map((each) => each.made.organisationId)).size,
      funders: new Set(of.map((each) => each.made.funderId)).size,
      funded: of.filter(({ outcomes }) => outcomes.at(-1)?.result === 'funded').length,
    }));
}
