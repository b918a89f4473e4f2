import { z } from 'zod';
import {
  dateSchema,
  holderSchema,
  partnerEvents,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { changeItem, creates, projection, updates } from '#libs/projections';

export const partnerStatus = z.enum(['partner', 'left']);

const holding = z
  .strictObject({
    holder: holderSchema,
    from: dateSchema,
    to: dateSchema.nullable().describe('The first day after this holder; null while it lasts.'),
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

/** Every partnership with its seat and the chain of its holders. */
export const partners = projection<GrappeEvents, PartnerView>({
  name: 'incubation.partners',
  version: 2,
  subject: 'incubation.partner',
  columns: {
    incubator_id: { type: 'text', from: 'incubatorId' },
    holder_id: { type: 'text', from: 'holder.id' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['incubator_id'], ['holder_id']],
  key: 'partnerId',
  on: {
    'incubation.PartnerJoined': creates(({ data }) => ({
      ...data,
      status: 'partner',
      holders: [{ holder: data.holder, from: data.since, to: null }],
    })),
    'incubation.SeatGranted': updates((partner, { data: { seatId, since } }) => ({
      ...partner,
      seat: { seatId, since },
    })),
    'incubation.PartnershipPassed': updates((partner, { data: { to: holder, on, operationId } }) => ({
      ...partner,
      holder,
      holders: [...closeLastHolding(partner.holders, on), { holder, from: on, to: null, operationId }],
    })),
    'incubation.PartnerLeft': updates((partner, { data: { on } }) => ({
      ...partner,
      status: 'left',
      leftOn: on,
      holders: closeLastHolding(partner.holders, on),
    })),
  },
});

function closeLastHolding(holders: readonly Holding[], on: string): readonly Holding[] {
  return changeItem(
    holders,
    ({ to }) => to === null,
    (holding) => ({ ...holding, to: on }),
  );
}
