import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, remarkSchema, uuidSchema } from '../shared.ts';
import { annulment } from '../succession.ts';
import { centsSchema, paidCentsSchema } from './fees.ts';
import { reminderSchema, yearSchema } from './funding.ts';

/** What a merger of the cluster makes of a subsidy: it passes, it passes once the granter consents, or it lapses. */
export const subsidySuccessionSchema = z.enum(['passes', 'needs-consent', 'lapses']);

/** What a subsidy obliges to. */
export const subsidyObligationSchema = z.enum(['convention', 'financial-report']);

const ofSubsidy = { subsidyId: uuidSchema, clusterId: uuidSchema };

/** In the order in which those of one day count: what was decided, and then what a merger makes of it. An unknown amount is null, and is not zero. */
export const subsidyEvents = {
  ...correctable({
    SubsidyRequested: event('A cluster asked an organisation for a subsidy, for a purpose and a financial year.', {
      ...ofSubsidy,
      granterId: uuidSchema,
      amountCents: centsSchema.nullable(),
      purpose: remarkSchema,
      year: yearSchema,
      onSuccession: subsidySuccessionSchema,
      on: dateSchema,
    }),
    SubsidyGranted: event('A subsidy was granted; the amount may be another one than was asked for, or unknown.', {
      ...ofSubsidy,
      amountCents: centsSchema.nullable(),
      on: dateSchema,
    }),
    SubsidyConventionSigned: event('Cluster and granter signed the convention of a subsidy.', {
      ...ofSubsidy,
      on: dateSchema,
    }),
    SubsidyConditionAdded: event('A subsidy is frozen under a condition: it is not spent before it is released.', {
      ...ofSubsidy,
      conditionId: uuidSchema,
      condition: remarkSchema,
      on: dateSchema,
    }),
    SubsidyConditionMet: event('A condition of a subsidy was met.', {
      ...ofSubsidy,
      conditionId: uuidSchema,
      on: dateSchema,
    }),
    SubsidyReleased: event('A subsidy of which all conditions were met was released.', {
      ...ofSubsidy,
      on: dateSchema,
    }),
    SubsidySpent: event('A cluster spent a subsidy, whole or in part.', {
      ...ofSubsidy,
      amountCents: paidCentsSchema,
      use: remarkSchema,
      on: dateSchema,
    }),
    SubsidyReportReceived: event('The granter received the financial report of a subsidy.', {
      ...ofSubsidy,
      receipt: remarkSchema.optional(),
      on: dateSchema,
    }),
    SubsidyReminded: event('The cluster was reminded of what a subsidy obliges it to, for the nth time.', {
      ...ofSubsidy,
      obligation: subsidyObligationSchema,
      nth: reminderSchema,
      on: dateSchema,
    }),
    SubsidyRefused: event('A subsidy was refused.', { ...ofSubsidy, reason: remarkSchema.optional(), on: dateSchema }),
    SubsidyLapsed: event('A subsidy lapsed: what was not spent is not any more.', {
      ...ofSubsidy,
      reason: remarkSchema,
      on: dateSchema,
    }),
  }),
  SubsidySucceeded: event('The cluster of a subsidy disappeared in a merger; its policy says what becomes of it.', {
    subsidyId: uuidSchema,
    from: uuidSchema,
    to: uuidSchema,
    operationId: uuidSchema,
    annulment,
    on: dateSchema,
  }),
  ...correctable({
    SubsidyConsentGiven: event('The granter consented that a subsidy passes to the successor of its cluster.', {
      ...ofSubsidy,
      on: dateSchema,
    }),
  }),
};
