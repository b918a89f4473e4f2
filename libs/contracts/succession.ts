import { z } from 'zod';
import { event } from './definition.ts';
import { dateSchema, quantitySchema, uuidSchema } from './shared.ts';

/** One reference of a context, as its process manager names it: `membership:<id>`, `antenna:<id>`, `office:<id>`. */
export const referenceSchema = z.string().regex(/^[a-z-]{1,60}(:[\da-f-]{36})?$/, 'a kind, and the id of one of it');

export const HINDRANCE_MAX = 1_000;

/** Why something could not be carried out: the refusal's code, what was found and what is needed. */
export const hindranceSchema = {
  code: z.string().regex(/^[A-Z]{3}_[A-Z_]{1,60}$/),
  found: z.string().min(1).max(HINDRANCE_MAX).optional(),
  required: z.string().min(1).max(HINDRANCE_MAX).optional(),
};

/** How many references a report lists one by one, and how long the words about each may be: a report is one event. */
export const LISTED_MAX = 25;
export const WORDS_MAX = 200;
const words = z.string().min(1).max(WORDS_MAX);

/** What a report says of references beside the numbers; absent where there is nothing to say. */
const carried = {
  /** What moved as it was, although a command of that day would be refused: the code of that refusal, and why. */
  asItWas: z
    .strictObject({
      count: quantitySchema,
      listed: z
        .array(
          z.strictObject({
            ...{ reference: referenceSchema, code: hindranceSchema.code },
            found: words,
            required: words.optional(),
          }),
        )
        .max(LISTED_MAX),
    })
    .optional(),
  /** What has moved and needs consent, or is to be re-assessed: by whom, and by when. */
  consents: z
    .array(
      z.strictObject({
        reference: referenceSchema,
        needs: z.enum(['consent', 're-assess']),
        from: uuidSchema,
        by: dateSchema.optional(),
      }),
    )
    .max(LISTED_MAX)
    .optional(),
};

/** The numbers of a report, and what it says beside them. */
export const reportSchema = {
  toMove: quantitySchema,
  moved: quantitySchema,
  merged: quantitySchema,
  needConsent: quantitySchema,
  ...carried,
};

/** Of what goes back because a court annulled the succession. */
export const annulment = z.literal(true).optional();

/**
 * What each context records while it re-points its references after a merger: the state of its process manager, and the
 * report that goes back to the operation.
 */
export const successionProcessEvents = {
  SuccessionStarted: event('This context took up the succession and knows how many references it has to move.', {
    operationId: uuidSchema,
    toMove: quantitySchema,
    annulment,
  }),
  SuccessionApplied: event('This context has moved its references: each once, two that became one counted as merged.', {
    operationId: uuidSchema,
    ...reportSchema,
    annulment,
  }),
  SuccessionReferenceSetAside: event(
    'A reference could not be moved and was set aside with its reason; everything else went on.',
    {
      operationId: uuidSchema,
      reference: referenceSchema,
      /** How many references stand in it. */
      count: quantitySchema,
      ...hindranceSchema,
    },
  ),
  SuccessionReferenceRecovered: event('A reference that had been set aside was moved when it was tried again.', {
    operationId: uuidSchema,
    reference: referenceSchema,
  }),
};
