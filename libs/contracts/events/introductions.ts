import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, remarkSchema, uuidSchema } from '../shared.ts';

/** Who was put in touch with one another. That each is named once is for the domain to say. */
export const introducedSchema = z.array(uuidSchema).min(2).max(50);

export const introductionEvents = correctable({
  IntroductionMade: event('A cluster put organisations in touch with one another on a day.', {
    introductionId: uuidSchema,
    clusterId: uuidSchema,
    organisationIds: introducedSchema,
    purpose: remarkSchema,
    on: dateSchema,
  }),
});
