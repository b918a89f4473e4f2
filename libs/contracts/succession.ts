import { event } from './definition.ts';
import { quantitySchema, uuidSchema } from './shared.ts';

/**
 * What each context records while it re-points its references after a merger: the state of its process manager, and the
 * report that goes back to the operation.
 */
export const successionProcessEvents = {
  SuccessionStarted: event('This context took up the succession and knows how many references it has to move.', {
    operationId: uuidSchema,
    toMove: quantitySchema,
  }),
  SuccessionApplied: event('This context has moved its references: each once, two that became one counted as merged.', {
    operationId: uuidSchema,
    toMove: quantitySchema,
    moved: quantitySchema,
    merged: quantitySchema,
    needConsent: quantitySchema,
  }),
};
