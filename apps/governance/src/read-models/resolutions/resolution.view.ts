import { z } from 'zod';
import { outcomeSchema, resolutionEvents, type Immutable } from '#libs/contracts';

export const resolutionStatus = z.union([z.literal('tabled'), outcomeSchema]);

export const resolutionView = resolutionEvents.ResolutionTabled.schema
  .extend({
    status: resolutionStatus,
    decision: resolutionEvents.ResolutionDecided.schema
      .pick({ on: true, tally: true, rule: true })
      .optional()
      .describe('The numbers that decided and the clause they were judged under.'),
  })
  .meta({ id: 'Resolution', description: 'A resolution, whatever became of it.' });

export type ResolutionDocument = Immutable<z.infer<typeof resolutionView>>;
