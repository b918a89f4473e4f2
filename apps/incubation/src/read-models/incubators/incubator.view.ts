import { z } from 'zod';
import { dateSchema, incubatorEvents, nameSchema, type Immutable } from '#libs/contracts';

export const incubatorStatus = z.enum(['open', 'dissolved']);

export const incubatorView = incubatorEvents.IncubatorOpened.schema
  .extend({
    name: nameSchema.describe('The name with the latest day.'),
    status: incubatorStatus,
    dissolvedOn: dateSchema.optional(),
    names: z.array(incubatorEvents.IncubatorRenamed.schema.pick({ name: true, since: true })),
  })
  .meta({ id: 'Incubator', description: 'An incubator with all its names.' });

export type IncubatorView = Immutable<z.infer<typeof incubatorView>>;
