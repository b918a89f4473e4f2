import { z } from 'zod';
import { dateSchema, evidenceSchema, sha256Schema, uuidSchema } from '#libs/contracts';

/** Who an actor is, as long as the mapping from ids to subjects has not been erased. */
export const identityView = {
  issuer: z.string().optional().describe('Who issued the tokens of the actor; absent where it was erased.'),
  subject: z.string().optional().describe('Who acted, as that issuer says; absent where it was erased.'),
};

const next = z.string().optional().describe('The `from` of the next page; absent at the end.');

const ledgerEvent = z
  .strictObject({
    position: z.string(),
    stream: z.string(),
    revision: z.string(),
    eventId: uuidSchema,
    type: z.string(),
    record: z.string().describe('The canonical text (RFC 8785) of the event without its revision.'),
    leafHash: sha256Schema.describe(
      'SHA-256(0x00 || `{"event":<record>,"revision":<revision>}`) (RFC 6962, section 2.1), hexadecimal.',
    ),
  })
  .meta({
    id: 'LedgerEvent',
    description: 'One row of the ledger; positions and revisions are texts, because JSON numbers end at 2^53.',
  });

export const ledgerEventsView = z
  .strictObject({ items: z.array(ledgerEvent), next })
  .meta({ id: 'LedgerEvents', description: 'The ledger as an independent verifier needs it.' });

const streamEvent = z
  .strictObject({
    id: uuidSchema,
    stream: z.string(),
    revision: z.string(),
    type: z.string(),
    schemaVersion: z.int().min(1),
    data: z.looseObject({}),
    metadata: z.strictObject({
      recordedAt: z.iso.datetime(),
      effectiveAt: dateSchema,
      actor: z.strictObject({
        id: z.string(),
        capacity: z.string().optional(),
        clusterId: uuidSchema.optional(),
        ...identityView,
      }),
      commandId: uuidSchema.optional(),
      commandHash: sha256Schema.optional(),
      correlationId: uuidSchema,
      causationId: uuidSchema.optional(),
      traceparent: z.string().optional(),
      evidence: z.array(evidenceSchema).optional(),
      visibility: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('public') }),
        z.strictObject({ kind: z.literal('private') }),
        z.strictObject({ kind: z.literal('embargoed'), until: dateSchema }),
      ]),
    }),
  })
  .meta({ id: 'StreamEvent', description: 'An event of a stream.' });

export const streamEventsView = z
  .strictObject({ items: z.array(streamEvent), next })
  .meta({ id: 'StreamEvents', description: 'The events of a stream in their order.' });
