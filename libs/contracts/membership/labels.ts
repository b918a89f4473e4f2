import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';

/** Who holds a label: an organisation, a cluster, or a territory, which nobody registers and which therefore has a name here. */
export const labelHolderSchema = z.strictObject({
  kind: z.enum(['organisation', 'cluster', 'territory']),
  id: uuidSchema,
  /** Of a territory. */
  name: nameSchema.optional(),
});

/**
 * What becomes of a label when somebody succeeds to its holder, or to its issuer: it goes on, it goes on once the issuer has consented within so many months, it is
 * good for so many months unless it is renewed, or it ends.
 */
export const labelSuccessionSchema = z.strictObject({
  policy: z.enum(['automatic', 'consent', 're-assess', 'lapse']),
  /** Of a consent and a re-assessment. */
  withinMonths: z.int().min(1).max(120).optional(),
});

/** The rules of a label from a day on. */
export const labelSchemeShape = {
  name: nameSchema,
  /** For how long a label is awarded and renewed. Absent: until it is withdrawn or ended. */
  validityMonths: z.int().min(1).max(600).optional(),
  /** Of a label that has expired, the days in which it may still be shown and renewed: counted from that day, not from the expiry. */
  grace: z.strictObject({ from: dateSchema, days: z.int().min(1).max(3_660) }).optional(),
  onHolderSuccession: labelSuccessionSchema,
  onIssuerSuccession: labelSuccessionSchema,
};

const ofScheme = { schemeId: uuidSchema, issuerId: uuidSchema };

/** Who withdraws a scheme on the day on which a version of it begins has set that version before. */
export const labelSchemeEvents = correctable({
  LabelSchemeSet: event('An issuer awards a label under these rules from a day on.', {
    ...ofScheme,
    ...labelSchemeShape,
    since: dateSchema,
  }),
  LabelSchemeWithdrawn: event('An issuer awards a label no more, from a day on; those that were awarded stay.', {
    ...ofScheme,
    on: dateSchema,
    reason: remarkSchema.optional(),
  }),
});

const ofLabel = { labelId: uuidSchema, schemeId: uuidSchema, holder: labelHolderSchema };

/** In the order in which those of one day count: who is awarded a label again on the day on which it ended has lost it before. */
export const labelEvents = correctable({
  LabelWithdrawn: event('An issuer withdrew a label, with its reason.', {
    ...ofLabel,
    reason: remarkSchema,
    on: dateSchema,
  }),
  LabelEnded: event('A label ended by a decision of its holder.', {
    ...ofLabel,
    reason: remarkSchema.optional(),
    on: dateSchema,
  }),
  LabelAwarded: event('An issuer awarded a label, up to a day or without an end.', {
    ...ofLabel,
    since: dateSchema,
    until: dateSchema.optional(),
  }),
  LabelRenewed: event('An issuer renewed a label; whoever is re-assessed is renewed.', {
    ...ofLabel,
    until: dateSchema.optional(),
    /** Of one that had expired: it was in its grace. */
    inGrace: z.literal(true).optional(),
    on: dateSchema,
  }),
  LabelResumed: event('A label that was suspended counts again.', { ...ofLabel, on: dateSchema }),
  LabelSuspended: event('An issuer suspended a label, with its reason.', {
    ...ofLabel,
    reason: remarkSchema,
    on: dateSchema,
  }),
  LabelConsentDecided: event(
    'An issuer consented that a label goes on in the successor of a holder or issuer, or refused it.',
    {
      ...ofLabel,
      predecessorId: uuidSchema,
      granted: z.boolean(),
      on: dateSchema,
    },
  ),
});
