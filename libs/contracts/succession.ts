import { z } from 'zod';
import { event } from './definition.ts';
import { quantitySchema, uuidSchema } from './shared.ts';

/**
 * What each context records while it re-points its references after a merger: the state of its process manager, and the
 * report that goes back to the operation.
 */
export const successionProcessEvents = {
  SuccessionStarted: event({
    version: 1,
    summary: 'This context took up the succession and knows how many references it has to move.',
    schema: z.strictObject({ operationId: uuidSchema, toMove: quantitySchema }),
  }),
  SuccessionApplied: event({
    version: 1,
    summary: 'This context has moved its references: each once, two that became one counted as merged.',
    schema: z.strictObject({
      operationId: uuidSchema,
      toMove: quantitySchema,
      moved: quantitySchema,
      merged: quantitySchema,
      needConsent: quantitySchema,
    }),
  }),
};
