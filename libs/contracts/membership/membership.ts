import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';

const membership = { membershipId: uuidSchema, clusterId: uuidSchema, organisationId: uuidSchema };
const origin = z.strictObject({ clusterId: uuidSchema, membershipId: uuidSchema, memberSince: dateSchema });
const place = { college: nameSchema.optional(), antennaId: uuidSchema.optional() };

/** In the order in which those of one day count: who comes back on the day on which it left has left before. */
export const membershipEvents = correctable({
  MembershipEnded: event('A membership ended by a decision of the member or of the cluster.', {
    ...membership,
    cause: z.enum(['resignation', 'exclusion', 'renunciation', 'dissolution']),
    reason: remarkSchema.optional(),
    /** Of an end that lay ahead when the cluster of the member disappeared: the member leaves the successor on that day. */
    operationId: uuidSchema.optional(),
    on: dateSchema,
  }),
  MembershipApplied: event('An organisation applied for membership of a cluster.', {
    ...membership,
    ...place,
    on: dateSchema,
  }),
  MembershipRefused: event('A cluster refused an application, with its reason.', {
    ...membership,
    reason: remarkSchema,
    on: dateSchema,
  }),
  MemberAdmitted: event('An organisation is a member of a cluster from a day on.', {
    ...membership,
    ...place,
    since: dateSchema,
  }),
  MembershipSucceeded: event('A membership of a cluster that disappeared went on in the successor.', {
    ...membership,
    operationId: uuidSchema,
    successorClusterId: uuidSchema,
    successorMembershipId: uuidSchema,
    on: dateSchema,
  }),
  MemberTransferred: event('A member of a predecessor becomes a member of the successor by law, with this origin.', {
    ...membership,
    ...place,
    operationId: uuidSchema,
    origin,
    since: dateSchema,
  }),
  MembershipOriginAdded: event(
    'A membership of the successor has this origin beside its others: the organisation was its member already.',
    { ...membership, operationId: uuidSchema, origin, on: dateSchema },
  ),
});
