import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';
import { centsSchema } from './fees.ts';

/** A service that an agreement covers, and how members of the other parties have it: at the price of members, for so many of them at most, or for a fee. */
export const agreedServiceSchema = z.strictObject({
  service: nameSchema,
  modality: z.enum(['same-price', 'quota', 'fee']),
  quota: z.int().min(1).max(1_000_000).optional(),
  feeCents: centsSchema.optional(),
});

const ofAgreement = { agreementId: uuidSchema };
const ofParty = { ...ofAgreement, clusterId: uuidSchema, on: dateSchema };

/** Reciprocity opens services to members of the other parties; a partnership does not. */
export const agreementShape = {
  kind: z.enum(['partnership', 'reciprocity']),
  parties: z.array(uuidSchema).min(2).max(100),
  services: z.array(agreedServiceSchema).max(100),
};

/** In the order in which those of one day count: who signs again on the day on which it has left has left before. */
export const agreementEvents = correctable({
  AgreementDrawnUp: event(
    'Clusters agree on services for the days of a period; it binds those of them who sign it.',
    { ...ofAgreement, ...agreementShape, since: dateSchema, until: dateSchema.optional() },
    { opens: true },
  ),
  AgreementLeft: event('A party left an agreement.', { ...ofParty, reason: remarkSchema.optional() }),
  AgreementSigned: event('A party signed an agreement.', ofParty),
});
