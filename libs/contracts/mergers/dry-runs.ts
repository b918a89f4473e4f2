import { z } from 'zod';
import { event } from '../definition.ts';
import { dateSchema, quantitySchema, sha256Schema, uuidSchema } from '../shared.ts';
import { PARTICIPANTS_MAX, planReferenceSchema } from './plan.ts';

/** How many a dry run counts, whatever its lists show: members of the successor, memberships that it is made of, and how many of these merge. */
export const dryRunTotalsSchema = z.strictObject({
  members: quantitySchema,
  memberships: quantitySchema,
  merged: quantitySchema,
  /** What the effect changes, by part. */
  lines: z.array(z.strictObject({ part: z.string().regex(/^[a-z-]{1,40}$/), count: quantitySchema })).max(40),
});

/** One stream for each dry run that was kept: it says what it was made from, and the ledger makes the same of that at any later time. */
export const dryRunEvents = {
  DryRunKept: event('A dry run of an operation was kept, to be read again and compared with the effect.', {
    dryRunId: uuidSchema,
    operationId: uuidSchema,
    /** The clusters that take part, for which it is read. */
    participants: z.array(uuidSchema).min(1).max(PARTICIPANTS_MAX),
    ...planReferenceSchema,
    /** The day that was asked about. */
    on: dateSchema,
    /** The day of effect that followed from it. */
    effectiveOn: dateSchema,
    /** It was made of what stands in the ledger before this position, and of nothing else. */
    position: quantitySchema,
    /** SHA-256 over everything that the effect would change, in hex. */
    hash: sha256Schema,
    totals: dryRunTotalsSchema,
  }),
  EffectReckoned: event(
    'What an effect has changed was reckoned, in the way of a dry run: its hash names it for ever.',
    {
      operationId: uuidSchema,
      ...planReferenceSchema,
      effectiveOn: dateSchema,
      /** That of the effect: it was made of what stands in the ledger before it. */
      position: quantitySchema,
      hash: sha256Schema,
      totals: dryRunTotalsSchema,
    },
  ),
};
