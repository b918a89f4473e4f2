import { z } from 'zod';
import { dateSchema, holderSchema, partnerEvents, uuidSchema, type Immutable } from '#libs/contracts';

export const partnerStatus = z.enum(['partner', 'left']);

const holding = z
  .strictObject({
    holder: holderSchema,
    from: dateSchema,
    to: dateSchema.nullable().describe('The first day on which somebody else holds it, or nobody.'),
    operationId: uuidSchema.optional(),
  })
  .meta({ id: 'PartnershipHolding', description: 'Who held a partnership from when to when, and by which operation.' });

export const partnerView = partnerEvents.PartnerJoined.schema
  .extend({
    holder: holderSchema.describe('The last holder in the chain.'),
    status: partnerStatus,
    seat: partnerEvents.SeatGranted.schema.pick({ seatId: true, since: true }).optional(),
    leftOn: dateSchema.optional(),
    holders: z.array(holding),
  })
  .meta({ id: 'Partner', description: 'A partner of an incubator with its seat and the chain of its holders.' });

/** Who held the partnership from when to when, and the operation by which it came to that holder. */
export type Holding = Immutable<z.infer<typeof holding>>;
export type PartnerView = Immutable<z.infer<typeof partnerView>>;
