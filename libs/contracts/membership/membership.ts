import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';
import { admissionOrganSchema, sponsorsSchema } from './colleges.ts';

const membership = { membershipId: uuidSchema, clusterId: uuidSchema, organisationId: uuidSchema };
const origin = z.strictObject({ clusterId: uuidSchema, membershipId: uuidSchema, memberSince: dateSchema });
/** The organ that admitted or refused, as far as it is known. */
const decidedBy = admissionOrganSchema.optional();
const sponsors = sponsorsSchema.optional();
const place = {
  college: nameSchema.optional(),
  antennaId: uuidSchema.optional(),
  /** What kind of member it is to its cluster, in the words of the office; it is kept through successions. */
  segment: nameSchema.optional(),
};

/**
 * Why a membership ends: the member resigns, leaves the successor of its cluster, has ceased to exist or died; the cluster excludes it, or strikes it off for fees that it has
 * not paid (*radiation*).
 */
export const membershipEndSchema = z.enum([
  ...(['resignation', 'renunciation', 'cessation', 'death'] as const),
  ...(['exclusion', 'non-payment'] as const),
]);

/** What goes before a member is put out: the grievances and the day on which it was heard, the decision, and the notice. */
export const procedureSchema = z.strictObject({
  grievances: remarkSchema.optional(),
  heardOn: dateSchema.optional(),
  decidedOn: dateSchema.optional(),
  notifiedOn: dateSchema.optional(),
});

/**
 * In the order in which those of one day count: who comes back on the day on which it left has left before. The operation by which a membership passes is a merger of
 * clusters, or the end of an organisation that another one continues: then the successor is a membership of the same cluster.
 */
export const membershipEvents = correctable({
  MembershipRestored: event(
    'A membership of a cluster that stands again goes on: the merger by which it had passed was annulled.',
    {
      ...membership,
      ...place,
      operationId: uuidSchema,
      /** Through which membership of the successor; absent where it had passed into none. */
      through: uuidSchema.optional(),
      since: dateSchema,
    },
  ),
  MembershipEnded: event('A membership ended by a decision of the member or of the cluster.', {
    ...membership,
    /** By an annulment: whoever came over by that merger alone goes back. By a dissolution: its cluster, or the member that was one, was dissolved and came back; it ends by then. */
    cause: z.enum([...membershipEndSchema.options, 'annulment', 'dissolution']),
    reason: remarkSchema.optional(),
    procedure: procedureSchema.optional(),
    /** Of an end that lay ahead when the cluster of the member disappeared: the member leaves the successor on that day. */
    operationId: uuidSchema.optional(),
    /** Of an end that follows from the end of the organisation: it ends whatever the membership rests on. */
    withOrganisation: z.literal(true).optional(),
    on: dateSchema,
  }),
  MembershipApplied: event('An organisation applied for membership of a cluster.', {
    ...membership,
    ...place,
    sponsors,
    on: dateSchema,
  }),
  MembershipRefused: event('A cluster refused an application, with its reason.', {
    ...membership,
    reason: remarkSchema,
    decidedBy,
    on: dateSchema,
  }),
  MemberAdmitted: event('An organisation is a member of a cluster from a day on.', {
    ...membership,
    ...place,
    decidedBy,
    /** Default: those that its application names. */
    sponsors,
    /** Where the cluster, or the member that is one, had disappeared and come back: the operation that restored it last. What had ended it before does not reach this membership. */
    restoredBy: uuidSchema.optional(),
    /** Of an organisation that acceded to a merger and joined the successor by its effect: that operation. It follows from the operation, and is corrected with it. */
    operationId: uuidSchema.optional(),
    since: dateSchema,
  }),
  MemberTransferred: event(
    'A member of a predecessor becomes a member of the successor by law, or its heir a member of the same cluster, with this origin.',
    {
      ...membership,
      ...place,
      operationId: uuidSchema,
      origin,
      since: dateSchema,
    },
  ),
  MembershipOriginAdded: event(
    'A membership has this origin beside its others: the organisation was a member already.',
    { ...membership, operationId: uuidSchema, origin, on: dateSchema },
  ),
  // Of a cluster that two mergers of one day pass through, a member comes before it goes on.
  MembershipSucceeded: event(
    'A membership of a cluster or of an organisation that disappeared went on in the successor.',
    {
      ...membership,
      operationId: uuidSchema,
      successorClusterId: uuidSchema,
      /** Absent where it ended with the merger: its cluster and its member have become one, and nobody is a member of itself. */
      successorMembershipId: uuidSchema.optional(),
      /** Of a member of the branch that a cluster gave: the cluster goes on, and may admit the member again. */
      clusterStays: z.literal(true).optional(),
      on: dateSchema,
    },
  ),
});
