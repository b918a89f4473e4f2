import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';
import { organisationEvents } from './organisation.ts';

/** Money is counted in whole euro cents. */
export const centsSchema = z.int().min(0).max(100_000_000_000);
/** Of what somebody gave: nothing is no payment. */
export const paidCentsSchema = centsSchema.min(1);

/** The days that a fee is for: `until` is the first day after them. */
export const feePeriodSchema = z.strictObject({ since: dateSchema, until: dateSchema });

const { sizeClass } = organisationEvents.OrganisationRegistered.schema.shape;
const amountSchema = z.strictObject({ college: nameSchema.optional(), sizeClass, amountCents: centsSchema });

/** What the fees of a cluster are like. */
export const feePolicyShape = {
  /** Of a member counts the amount of its college and its size class, else of its college, else of its size class, else that of all. */
  amounts: z.array(amountSchema).min(1).max(100),
  period: z.enum(['calendar-year', 'anniversary']),
  /** Of calendar years: whoever joins in so many last months of a year has a first period up to the end of the next year, free of fees. */
  freeLastMonths: z.int().min(0).max(11),
  /** For so many days after the due day a fee is overdue; after them, in default. */
  graceDays: z.int().min(0).max(3_660),
  /** The days of the first reminder, the second and so on, counted from the due day: before it where they are negative. */
  reminders: z.array(z.int().min(-366).max(3_660)).max(20),
  /** A fee is due so many days after its call, or after the first day of its period where that is later. */
  dueAfterDays: z.int().min(0).max(366),
};

/** The fees of members: what a cluster asks of whom, and what became of it. */
export const feePolicyEvents = correctable({
  FeePolicySet: event('A cluster asks fees of its members in this way from a day on.', {
    clusterId: uuidSchema,
    ...feePolicyShape,
    since: dateSchema,
  }),
});

const ofFee = { membershipId: uuidSchema, clusterId: uuidSchema, organisationId: uuidSchema, feeId: uuidSchema };

/** A call counts first: what was paid before it was paid for it. */
export const feeEvents = correctable({
  FeeCalled: event(
    'A cluster called the fee of a member for a period.',
    { ...ofFee, period: feePeriodSchema, amountCents: centsSchema, dueOn: dateSchema, on: dateSchema },
    { opens: true },
  ),
  FeePaid: event('A member paid a fee, whole or in part.', {
    ...ofFee,
    amountCents: paidCentsSchema,
    reference: remarkSchema.optional(),
    on: dateSchema,
  }),
  FeeRemitted: event('A cluster renounced a fee, whole or in part, with its reason.', {
    ...ofFee,
    amountCents: paidCentsSchema,
    reason: remarkSchema,
    on: dateSchema,
  }),
  FeeReminded: event('A member was reminded of a fee, for the nth time of the fee policy.', {
    ...ofFee,
    nth: z.int().min(1).max(20),
    on: dateSchema,
  }),
});
