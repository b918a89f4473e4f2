import { z } from 'zod';
import { event } from '../definition.ts';
import { agreedServiceSchema } from '../membership/agreements.ts';
import {
  dateSchema,
  instantSchema,
  nameSchema,
  personSchema,
  quantitySchema,
  remarkSchema,
  uuidSchema,
} from '../shared.ts';
import { localTimeSchema } from '../local-time.ts';
import { audienceSchema } from './gathering.ts';
import { passingShape } from './passing.ts';

/** As what somebody comes; the decision on seats says who of them takes one. */
export const registrationRoleSchema = z.enum(['participant', 'speaker', 'host']);

/**
 * Who is let in when the first on the list need more seats than are free. `strict`: what they lack is kept for them. `fill`: the first who find
 * enough have it. `no-list`: nobody waits.
 */
export const waitingPolicySchema = z.enum(['strict', 'fill', 'no-list']);

const seatsSchema = z.int().min(1).max(1_000);

/** By which agreement a member of another cluster comes, and in which way. */
export const reciprocitySchema = z.strictObject({
  clusterId: uuidSchema,
  agreementId: uuidSchema,
  ...agreedServiceSchema.shape,
});

/** How seats are given, as it is decided. */
export const seatsShape = {
  seats: quantitySchema.max(1_000_000).nullable().describe('Null where there is no limit.'),
  audiences: z
    .array(z.strictObject({ audience: audienceSchema, seats: quantitySchema }))
    .max(3)
    .describe('How many of them at most are for whom.'),
  clusters: z
    .array(z.strictObject({ clusterId: uuidSchema, seats: quantitySchema }))
    .max(100)
    .describe('How many at most are for the members of another cluster that come by an agreement with it.'),
  waiting: waitingPolicySchema,
  counted: z.array(registrationRoleSchema).max(3).describe('Whose seats count.'),
  party: seatsSchema.describe('How many seats one registration may take.'),
  service: nameSchema
    .optional()
    .describe('The service under which agreements of reciprocity open it to members of other clusters.'),
  opensAt: localTimeSchema.optional().describe('From when on one may register, by the clocks of the place.'),
  closesAt: localTimeSchema.optional().describe('The first moment at which one may no longer.'),
  offerMinutes: z
    .int()
    .min(1)
    .max(525_600)
    .optional()
    .describe(
      'For how many minutes seats that free are offered to whoever has them next; without it they are given at once.',
    ),
};

/** What is said by whoever registers. */
export const registrationShape = {
  person: personSchema,
  organisationId: uuidSchema.optional().describe('For which the person comes.'),
  role: registrationRoleSchema,
  seats: seatsSchema.describe('For how many it is; who they are may be said later.'),
};

/** Why a registration is over. */
export const registrationEndSchema = z.enum([
  'cancelled',
  'voided',
  'declined',
  'offer-expired',
  'not-entitled',
  'seated-otherwise',
  'gathering-cancelled',
  'gathering-voided',
]);

const ofGathering = { gatheringId: uuidSchema };
const ofRegistration = { ...ofGathering, registrationId: uuidSchema };

/** Seats are given in the order in which these are recorded: what comes of a registration stands in the event that made it so, and is never computed anew. */
export const registrationEvents = {
  SeatsDecided: event('It is decided how seats at a gathering are given: how many, to whom, from when to when.', {
    ...ofGathering,
    clusterId: uuidSchema,
    ...seatsShape,
    since: dateSchema,
  }),
  RegistrationReceived: event('Somebody is registered for a gathering, and has a seat or waits for one.', {
    ...ofRegistration,
    clusterId: uuidSchema,
    /** Its place in the order of all registrations of the gathering, from 1 on: the list is in this order. */
    turn: z.int().min(1),
    ...registrationShape,
    /** As whose member: of the cluster that organises, of one that has reciprocity with it, or as anybody. */
    audience: audienceSchema,
    reciprocity: reciprocitySchema.optional(),
    outcome: z.enum(['seated', 'waiting']),
    /** Seats that were left for one more like it; null without a limit. */
    free: quantitySchema.nullable(),
    /** Why it was decided beyond the limits or after the time. */
    exception: remarkSchema.optional(),
    on: dateSchema,
  }),
  RegistrationPromoted: event('A registration that waited has its seats.', {
    ...ofRegistration,
    exception: remarkSchema.optional(),
    on: dateSchema,
  }),
  SeatsOffered: event('Seats are held for a registration that waited, until it accepts or the time is up.', {
    ...ofRegistration,
    /** The first moment at which it cannot be accepted any more; of two for one registration, the later one counts. */
    until: instantSchema,
    on: dateSchema,
  }),
  RegistrationReinstated: event(
    'What ended a registration is taken back: it has its seats, or its place on the list.',
    {
      ...ofRegistration,
      reason: remarkSchema,
      outcome: z.enum(['seated', 'waiting']),
      on: dateSchema,
    },
  ),
  RegistrationChanged: event('A registration is of another role, for more or fewer seats, or by another right.', {
    ...ofRegistration,
    role: registrationRoleSchema,
    seats: seatsSchema,
    audience: audienceSchema,
    reciprocity: reciprocitySchema.optional(),
    exception: remarkSchema.optional(),
    on: dateSchema,
  }),
  PartyNamed: event('It is said who comes beside the person that registered.', {
    ...ofRegistration,
    persons: z.array(personSchema).max(1_000),
    on: dateSchema,
  }),
  RegistrationEnded: event('A registration is over: its seats are free, or it waits no more.', {
    ...ofRegistration,
    cause: registrationEndSchema,
    reason: remarkSchema.optional(),
    on: dateSchema,
  }),
  AttendanceRecorded: event('It is recorded how many of a registration came; recorded again, the last one counts.', {
    ...ofRegistration,
    /** Null where it is not known. */
    present: quantitySchema.nullable(),
    on: dateSchema,
  }),
  RegistrationsPassed: event(
    'The registrations for a gathering, with their seats and their order, are from now on for the successor of the cluster that organised it.',
    {
      ...ofGathering,
      registrationIds: z.array(uuidSchema).min(1).max(500),
      ...passingShape,
    },
  ),
};
