import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, remarkSchema, uuidSchema } from '../shared.ts';

/** What came of an introduction to a funder. */
export const introductionResultSchema = z.enum(['in-talks', 'declined', 'funded']);

const introduction = { introductionId: uuidSchema, incubatorId: uuidSchema };

/** Whom an incubator puts in touch with funders. */
export const funderIntroductionEvents = correctable({
  FunderIntroduced: event('An incubator put a company in touch with a funder on a day.', {
    ...introduction,
    organisationId: uuidSchema.describe('The company.'),
    funderId: uuidSchema.describe('The organisation that may fund it.'),
    purpose: remarkSchema.optional(),
    on: dateSchema,
  }),
  IntroductionOutcomeRecorded: event('What an introduction to a funder had come to by a day.', {
    ...introduction,
    result: introductionResultSchema,
    amountCents: z
      .int()
      .min(0)
      .nullable()
      .describe('What the company was given. Null where nobody said it, or nothing was.'),
    on: dateSchema,
  }),
});
