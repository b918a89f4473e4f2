import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, LIST_MAX, personSchema, remarkSchema, uuidSchema } from '../shared.ts';

export const supportKindSchema = z.enum(['individual-coaching', 'collective-training', 'expertise']);

/** What a session was about: one word in lower case, with hyphens. */
export const supportTagSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a word in lower case, with hyphens');

/** A session is of one day. */
export const supportMinutesSchema = z.int().min(1).max(1_440);

const GIVERS_MAX = 20;
const TAGS_MAX = 20;

/** What an incubator does for its companies. */
export const supportEvents = correctable({
  SupportSessionHeld: event(
    'Companies of an incubator were coached, trained or advised on a day: for so many minutes.',
    {
      sessionId: uuidSchema,
      incubatorId: uuidSchema,
      kind: supportKindSchema,
      minutes: supportMinutesSchema.describe('As they were given: each company that took part has received as many.'),
      tags: z.array(supportTagSchema).max(TAGS_MAX),
      subject: remarkSchema.optional(),
      persons: z.array(personSchema).max(GIVERS_MAX).describe('Who gave it.'),
      giverIds: z.array(uuidSchema).max(GIVERS_MAX).describe('The organisations that gave it.'),
      organisationIds: z.array(uuidSchema).min(1).max(LIST_MAX).describe('The companies that took part.'),
      on: dateSchema,
    },
  ),
});
