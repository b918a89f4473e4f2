import { z } from 'zod';
import { event } from '../definition.ts';
import { dateSchema, uuidSchema } from '../shared.ts';

export const mandateReminderEvents = {
  MandateReminded: event('The limit of a mandate is near or was reached, and nobody has decided what follows.', {
    mandateId: uuidSchema,
    officeId: uuidSchema,
    clusterId: uuidSchema,
    limit: dateSchema,
    stage: z.enum(['near', 'reached']),
    on: dateSchema,
  }),
};
