import { z } from 'zod';
import { confidential, event } from '../definition.ts';
import { localTimeSchema, occurrenceSchema } from '../local-time.ts';
import {
  dateSchema,
  instantSchema,
  LIST_MAX,
  nameSchema,
  personSchema,
  quantitySchema,
  remarkSchema,
  statementSchema,
  uuidSchema,
} from '../shared.ts';
import { annulment } from '../succession.ts';
import { holderSchema } from './holder.ts';

const BOUND = 1_000_000;

/** An exact number from 0 on, as two integers: nothing about points is ever a floating-point number. */
export const pointsSchema = z
  .strictObject({ numerator: z.int().min(0).max(BOUND), denominator: z.int().min(1).max(BOUND) })
  .describe('An exact number, as a quotient of two integers.');

/** The same without a bound: what is computed from many of them. */
export const exactQuotientSchema = z
  .string()
  .regex(/^(0|[1-9]\d{0,3999})\/[1-9]\d{0,3999}$/, 'two integers in lowest terms, as 17/24')
  .describe('An exact number in lowest terms, as `17/24`.');

/** What applications are judged by: each criterion has a greatest number of points, and counts by its weight. */
export const rubricSchema = z
  .array(
    z.strictObject({
      criterion: nameSchema,
      maximum: pointsSchema.describe('The greatest number of points; above 0.'),
      weight: pointsSchema.describe('How much it counts beside the others; above 0.'),
    }),
  )
  .min(1)
  .max(50);

/** How those who have the same mean are put in order where it matters: by a decision with its reason, or by lots. */
export const callTieRuleSchema = z.enum(['decision', 'lots']);

/** A local time, or a civil day: then all of it is meant. */
export const closingSchema = z.union([localTimeSchema, dateSchema]);

const ofCall = { callId: uuidSchema };
const at = instantSchema;
const closing = {
  closes: closingSchema.describe('By the clocks of the zone; a day is included in whole.'),
  closesOccurrence: occurrenceSchema.optional(),
  closesAt: instantSchema.describe('The first instant at which it is too late.'),
};

/** Of whom an application was selected or stands on the reserve list, with its place there. */
export const selectedSchema = z.strictObject({
  applicationId: uuidSchema,
  organisationId: uuidSchema,
  rank: z.int().min(1),
});

/** What everybody may know of a call: when it is open, by what it selects, and in the end whom. */
export const callEvents = {
  CallPublished: event('A call for projects of an incubator, run by a cluster, was published.', {
    ...ofCall,
    incubatorId: uuidSchema,
    clusterId: uuidSchema,
    title: nameSchema,
    zone: z.string().min(1).max(60).describe('The time zone whose clocks count, by its region (IANA).'),
    opens: localTimeSchema,
    opensAt: instantSchema,
    ...closing,
    rubric: rubricSchema,
    places: z.int().min(1).max(LIST_MAX),
    ties: callTieRuleSchema,
    on: dateSchema,
  }),
  CallClosingMoved: event('The closing of a call was moved by a decision.', {
    ...ofCall,
    ...closing,
    reason: remarkSchema,
    on: dateSchema,
  }),
  CallCancelled: event('A call was cancelled: nobody is selected by it.', {
    ...ofCall,
    reason: remarkSchema,
    on: dateSchema,
  }),
  CallPassed: event('A running call passed to the successor of the cluster that ran it, with its applications.', {
    ...ofCall,
    incubatorId: uuidSchema,
    from: uuidSchema,
    to: uuidSchema,
    operationId: uuidSchema,
    annulment,
    on: dateSchema,
  }),
  CallResultsPublished: event(
    'The results of a call were published: who is selected, and who is on the reserve list.',
    {
      ...ofCall,
      incubatorId: uuidSchema,
      selected: z.array(selectedSchema).max(LIST_MAX),
      reserve: z.array(selectedSchema).max(LIST_MAX),
      on: dateSchema,
    },
  ),
  PlaceDeclined: event('Who was selected by a call does not take the place: the next one on the reserve list has it.', {
    ...ofCall,
    ...{ applicationId: uuidSchema, organisationId: uuidSchema, on: dateSchema },
  }),
};

export const applicationContent = {
  title: nameSchema.describe('The name of the project.'),
  contact: personSchema,
  summary: statementSchema.optional(),
  partners: z.array(holderSchema).max(50).describe('Whoever carries the project with the applicant, or backs it.'),
};

/** That an application came after the closing, by how much, and who had allowed it. */
export const lateSchema = z.strictObject({
  bySeconds: quantitySchema.describe('Whole seconds after the closing.'),
  allowedBy: personSchema,
});

const ofApplication = { ...ofCall, applicationId: uuidSchema };
const received = {
  ...{ ...ofApplication, organisationId: uuidSchema, ...applicationContent },
  receivedAt: at,
  late: lateSchema.optional(),
};
const reviewer = personSchema;

export const conflictReasonSchema = z.enum(['applicant', 'succession', 'partner', 'contact', 'declared']);

/** What an application came to. */
export const rankedApplicationSchema = z.strictObject({
  applicationId: uuidSchema,
  rank: z.int().min(1),
  mean: exactQuotientSchema.describe('The weighted mean as a share of the greatest number of points.'),
  reviews: quantitySchema.describe('How many reviews count.'),
  recused: quantitySchema.describe('How many do not, because their reviewers are in conflict.'),
});

/** What only those who select, and each about itself, may know of a call. Never in public, on no topic and in no feed. */
export const selectionEvents = confidential({
  LateApplicationInvited: event('An organisation may apply although the call has closed.', {
    ...{ ...ofCall, organisationId: uuidSchema },
    allowedBy: personSchema,
    reason: remarkSchema,
    on: dateSchema,
  }),
  ApplicationReceived: event('An organisation has applied to a call.', received),
  ApplicationChanged: event('An organisation has changed its application.', received),
  ApplicationWithdrawn: event('An organisation has withdrawn its application.', {
    ...{ ...ofApplication, organisationId: uuidSchema },
    withdrawnAt: at,
  }),
  ReviewerAssigned: event('Somebody is to review an application, as a person of an organisation or a cluster.', {
    ...ofApplication,
    ...{ reviewer, of: holderSchema, on: dateSchema },
  }),
  ConflictDeclared: event('A reviewer has declared a conflict of interest about an application.', {
    ...ofApplication,
    ...{ reviewerId: uuidSchema, reason: remarkSchema, on: dateSchema },
  }),
  ReviewRecorded: event('A reviewer has given an application points. What is missing is missing, and not 0.', {
    ...ofApplication,
    reviewerId: uuidSchema,
    scores: z
      .array(z.strictObject({ criterion: nameSchema, points: pointsSchema }))
      .min(1)
      .max(50),
    remark: statementSchema.optional(),
    reviewedAt: at,
  }),
  TieDecided: event('Applications with the same mean were put in order.', {
    ...ofCall,
    by: callTieRuleSchema,
    applicationIds: z.array(uuidSchema).min(2).max(LIST_MAX).describe('In their order.'),
    reason: remarkSchema.describe('Why, or how the lots were drawn and by whom.'),
    on: dateSchema,
  }),
  SelectionDecided: event('Applications to a call were ranked by the exact weighted means of their reviews.', {
    ...ofCall,
    reserve: quantitySchema.describe('How many stand on the reserve list, at most.'),
    ranking: z.array(rankedApplicationSchema).max(LIST_MAX),
    conflicts: z
      .array(z.strictObject({ applicationId: uuidSchema, reviewerId: uuidSchema, reason: conflictReasonSchema }))
      .max(LIST_MAX * 4),
    on: dateSchema,
  }),
});
