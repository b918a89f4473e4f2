import { z } from 'zod';
import { bodyEvents, type Immutable } from '#libs/contracts';

const { BodyCreated, BodyResized, BodyAbolished } = bodyEvents;

export const bodyView = BodyCreated.schema
  .extend({
    sizes: z
      .array(BodyResized.schema.pick({ since: true, size: true, reserved: true }))
      .describe('Decisions on the size in the order of the days from which they hold.'),
    abolished: BodyAbolished.schema.pick({ on: true, cause: true, operationId: true }).optional(),
  })
  .meta({ id: 'Body', description: 'A body of a cluster.' });

export type BodyDocument = Immutable<z.infer<typeof bodyView>>;
