import { z } from 'zod';
import { statutesEvents, uuidSchema, type Immutable } from '#libs/contracts';

export const statutesView = z
  .strictObject({
    clusterId: uuidSchema,
    versions: z
      .array(statutesEvents.StatutesAdopted.schema.omit({ clusterId: true }))
      .describe('In the order of their numbers.'),
  })
  .meta({ id: 'Statutes', description: 'The statutes of a cluster by their versions.' });

export type StatutesDocument = Immutable<z.infer<typeof statutesView>>;
