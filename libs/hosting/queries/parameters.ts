import { z } from 'zod';
import { dateSchema, uuidSchema } from '#libs/contracts';
import { calendarDate, endOfDay, instant } from '#libs/kernel';
import { decimal } from '../decimal.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const DAY = '2016-03-31';

/** An id in the path or in a filter, with its description. */
export function idParameter(description: string) {
  return uuidSchema.meta({ description, examples: [ID] });
}

export function dayParameter(description: string) {
  return dateSchema.meta({ description, examples: [DAY] });
}

/** The day that an answer is about. */
export const validAtParameter = dayParameter('The day to report on. Default: today.').optional();

/** The day that was asked for, or today. */
export function dayOf(call: {
  readonly input: { readonly validAt?: string | undefined };
  readonly viewer: { readonly today: string };
}): string {
  return call.input.validAt ?? call.viewer.today;
}

/** One of the words of a schema. */
export function wordParameter<Schema extends z.ZodType>(schema: Schema, description: string, example: string): Schema {
  return schema.meta({ description, examples: [example] });
}

/** `?limit=&after=` of every list. */
export const pageParameters = {
  limit: decimal(z.int().min(1).max(500).default(50)).meta({
    description: 'How many items the page has at most.',
    examples: [50],
  }),
  after: z
    .string()
    .min(1)
    .max(2_000)
    .optional()
    .meta({ description: 'The `next` of a page of this very query; the list goes on behind it.', examples: ['Zm9v'] }),
};

export const readTokenParameter = z
  .string()
  .max(200)
  .optional()
  .meta({
    description:
      'The `readToken` of a command: the answer waits, bounded, until what it reads has passed that command.',
    examples: ['eyJlIjpudWxsfQ'],
  });

/** A day counts as known with its last moment; an instant with an offset is taken as it is. */
export const knownAtSchema = z
  .union([dateSchema, z.iso.datetime({ offset: true })])
  .transform((text) => (dateSchema.safeParse(text).success ? endOfDay(calendarDate(text)) : instant(text)));

export const knownAtParameter = knownAtSchema.optional().meta({
  description: 'Only what was recorded by the end of this day, or by this instant. Default: everything.',
  examples: ['2016-12-31'],
});

/** The page of a query's parameters. */
export type PageInput = z.output<z.ZodObject<typeof pageParameters>>;
