import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';
import { centsSchema, paidCentsSchema } from './fees.ts';

/** A financial year is named by a calendar year, as its cluster calls it. */
export const yearSchema = z.int().min(1800).max(2200);

/** The nth reminder of something. */
export const reminderSchema = z.int().min(1).max(20);

/** Of several people together. */
export const minutesSchema = z.int().min(1).max(6_000_000_000);

/** What money comes from: resources of the cluster's own, and what institutions give. */
export const fundingResourceSchema = z.enum([
  'fees',
  'facility-income',
  'other-own',
  'local-institutions',
  'private-institutions',
]);
export const fundingClassSchema = z.enum(['own', 'local-institutions', 'private-institutions']);

/** What a cluster declares of the balance of its funding, for one class. */
export const fundingBoundSchema = z.strictObject({
  class: fundingClassSchema,
  bound: z.enum(['at-least', 'at-most']),
  percent: z.int().min(0).max(100),
  /** Of cash alone, or with the value of volunteering, which is a resource of the cluster's own. */
  of: z.enum(['cash', 'all']),
});

/** Of one day, a financial year and a rule count before what is recorded under them. */
export const fundingEvents = correctable({
  FinancialYearSet: event(
    'A financial year of a cluster has other days than those that follow from the one before it, or than the calendar year.',
    { clusterId: uuidSchema, year: yearSchema, since: dateSchema, until: dateSchema },
  ),
  FundingRuleSet: event('A cluster declares what keeps its funding in balance, from a day on.', {
    clusterId: uuidSchema,
    bounds: z.array(fundingBoundSchema).max(20),
    since: dateSchema,
  }),
  FundingRecorded: event('A cluster had money from a resource, on a day of a financial year.', {
    clusterId: uuidSchema,
    resource: fundingResourceSchema,
    amountCents: paidCentsSchema,
    source: remarkSchema,
    on: dateSchema,
  }),
  AccountsPublished: event('A cluster published the accounts of a financial year.', {
    clusterId: uuidSchema,
    year: yearSchema,
    receipt: remarkSchema.optional(),
    on: dateSchema,
  }),
  AccountsReminded: event('A cluster was reminded of publishing the accounts of a financial year, for the nth time.', {
    clusterId: uuidSchema,
    year: yearSchema,
    nth: reminderSchema,
    on: dateSchema,
  }),
});

/** The time of volunteers, and what it is worth. */
export const volunteeringEvents = correctable({
  VolunteerRateSet: event('The time of volunteers is valued at a rate from a day on, with its basis.', {
    clusterId: uuidSchema,
    centsPerHour: centsSchema,
    basis: nameSchema,
    since: dateSchema,
  }),
  VolunteeringNotValued: event('The time of volunteers is not valued from a day on, for a reason.', {
    clusterId: uuidSchema,
    reason: remarkSchema,
    since: dateSchema,
  }),
  VolunteerTimeRecorded: event('Volunteers worked so many minutes together, on the days up to one.', {
    clusterId: uuidSchema,
    activity: remarkSchema,
    volunteers: z.int().min(1).max(1_000_000),
    minutes: minutesSchema,
    since: dateSchema,
    on: dateSchema,
  }),
});
