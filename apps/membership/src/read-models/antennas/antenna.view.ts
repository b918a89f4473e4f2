import { z } from 'zod';
import { antennaEvents, dateSchema, uuidSchema, type Immutable } from '#libs/contracts';

export const antennaState = z.enum(['open', 'closed']);

const holding = z
  .strictObject({ clusterId: uuidSchema, since: dateSchema, operationId: uuidSchema.optional() })
  .meta({ id: 'AntennaHolding', description: 'Whose antenna it was from a day on, and by which operation.' });

export const antennaView = antennaEvents.AntennaOpened.schema
  .extend({ state: antennaState, closedOn: dateSchema.optional(), holdings: z.array(holding) })
  .meta({ id: 'Antenna', description: 'An antenna with the chain of clusters that had it; the last is `clusterId`.' });

export type AntennaDocument = Immutable<z.infer<typeof antennaView>>;
