import { z } from 'zod';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';

const membership = { membershipId: uuidSchema, clusterId: uuidSchema, organisationId: uuidSchema };
const origin = z.strictObject({ clusterId: uuidSchema, membershipId: uuidSchema, memberSince: dateSchema });
const place = { college: nameSchema.optional(), antennaId: uuidSchema.optional() };

export const membershipEvents = {
  MembershipApplied: event({
    version: 1,
    summary: 'An organisation applied for membership of a cluster.',
    schema: z.strictObject({ ...membership, ...place, on: dateSchema }),
  }),
  MembershipRefused: event({
    version: 1,
    summary: 'A cluster refused an application, with its reason.',
    schema: z.strictObject({ ...membership, reason: nameSchema, on: dateSchema }),
  }),
  MemberAdmitted: event({
    version: 1,
    summary: 'An organisation is a member of a cluster from a day on.',
    schema: z.strictObject({ ...membership, ...place, since: dateSchema }),
  }),
  MembershipEnded: event({
    version: 1,
    summary: 'A membership ended by a decision of the member or of the cluster.',
    schema: z.strictObject({
      ...membership,
      cause: z.enum(['resignation', 'exclusion', 'renunciation', 'dissolution']),
      reason: nameSchema.optional(),
      on: dateSchema,
    }),
  }),
  MembershipSucceeded: event({
    version: 1,
    summary: 'A membership of a cluster that disappeared went on in the successor.',
    schema: z.strictObject({
      ...membership,
      operationId: uuidSchema,
      successorClusterId: uuidSchema,
      successorMembershipId: uuidSchema,
      on: dateSchema,
    }),
  }),
  MemberTransferred: event({
    version: 1,
    summary: 'A member of a predecessor becomes a member of the successor by law, with this origin.',
    schema: z.strictObject({
      ...membership,
      ...place,
      operationId: uuidSchema,
      origin,
      since: dateSchema,
    }),
  }),
  MembershipOriginAdded: event({
    version: 1,
    summary:
      'A membership of the successor has this origin beside its others: the organisation was its member already.',
    schema: z.strictObject({ ...membership, operationId: uuidSchema, origin, on: dateSchema }),
  }),
};
