import { annulment } from '../succession.ts';
import { dateSchema, uuidSchema } from '../shared.ts';

/** By which merger something went from a cluster that disappeared to its heir, or came back because a court annulled that. */
export const passingShape = { from: uuidSchema, to: uuidSchema, operationId: uuidSchema, annulment, on: dateSchema };
