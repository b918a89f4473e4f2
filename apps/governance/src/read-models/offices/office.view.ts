import { z } from 'zod';
import { dateSchema, officeEvents, uuidSchema, type Immutable } from '#libs/contracts';

const { OfficeCreated, MandateStarted, MandateEnded } = officeEvents;

const mandateView = MandateStarted.schema
  .omit({ officeId: true, bodyId: true, clusterId: true })
  .extend({
    until: dateSchema.optional().describe('The first day on which the person holds the office no more.'),
    cause: MandateEnded.schema.shape.cause.optional(),
    operationId: uuidSchema.optional(),
  })
  .meta({ id: 'Mandate', description: 'A person in an office.' });

export const officeView = OfficeCreated.schema
  .omit({ maxHolders: true })
  .extend({
    capacities: z
      .array(OfficeCreated.schema.pick({ since: true, maxHolders: true }))
      .describe('How many persons may hold the office, from which day on.'),
    mandates: z.array(mandateView),
  })
  .meta({ id: 'Office', description: 'An office with its mandates.' });

export const holdersView = z
  .strictObject({ officeId: uuidSchema, on: dateSchema, holders: z.array(mandateView) })
  .meta({ id: 'OfficeHolders', description: 'Whoever held an office on a day.' });

export type MandateView = Immutable<z.infer<typeof mandateView>>;
export type OfficeDocument = Immutable<z.infer<typeof officeView>>;
