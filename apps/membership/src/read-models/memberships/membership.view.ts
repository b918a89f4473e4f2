import { z } from 'zod';
import { dateSchema, membershipEvents, nameSchema, sirenSchema, uuidSchema, type Immutable } from '#libs/contracts';

const { MembershipEnded, MembershipSucceeded, MemberTransferred } = membershipEvents;

export const membershipStatus = z.enum(['applied', 'refused', 'active', 'ended', 'succeeded']);

const period = z
  .strictObject({
    since: dateSchema,
    until: dateSchema.optional().describe('The first day that is no part of it.'),
    cause: z.union([MembershipEnded.schema.shape.cause, z.literal('succession')]).optional(),
    operationId: uuidSchema.optional().describe('By which it began, where it was a transfer.'),
  })
  .meta({ id: 'MembershipPeriod', description: 'A stretch of membership.' });

const origin = MemberTransferred.schema.shape.origin
  .extend({ operationId: uuidSchema })
  .meta({ id: 'MembershipOrigin', description: 'Through which membership of a predecessor.' });

const { college, antennaId } = MemberTransferred.schema.shape;

export const membershipView = z
  .strictObject({
    membershipId: uuidSchema,
    clusterId: uuidSchema,
    organisationId: uuidSchema,
    status: membershipStatus,
    college,
    antennaId,
    since: dateSchema.optional().describe('First day of the last period.'),
    until: dateSchema.optional().describe('First day after the last period.'),
    periods: z.array(period),
    origins: z.array(origin),
    application: z
      .strictObject({ on: dateSchema, refusedOn: dateSchema.optional(), reason: nameSchema.optional() })
      .optional(),
    succession: MembershipSucceeded.schema
      .pick({ operationId: true, successorClusterId: true, successorMembershipId: true, on: true })
      .optional()
      .describe('Where the membership went on.'),
  })
  .meta({ id: 'Membership', description: 'A membership with its periods and origins, whatever became of it.' });

export const memberView = z
  .strictObject({
    membershipId: uuidSchema,
    organisationId: uuidSchema,
    name: nameSchema.nullable().describe('Null where the organisation is not registered.'),
    siren: sirenSchema.optional(),
    college,
    antennaId,
    since: dateSchema,
    until: dateSchema.optional(),
    origins: z.array(origin),
  })
  .meta({ id: 'Member', description: 'A member as the register shows it on a day.' });

export type Period = Immutable<z.infer<typeof period>>;
export type MembershipDocument = Immutable<z.infer<typeof membershipView>>;
export type MemberView = Immutable<z.infer<typeof memberView>>;
