import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, LIST_MAX, nameSchema, personSchema, quantitySchema, remarkSchema, uuidSchema } from '../shared.ts';

export const bodyKindSchema = z.enum(['assembly', 'board', 'bureau', 'college', 'steering-committee']);
export const officeKindSchema = z.enum(['president', 'vice-president', 'treasurer', 'secretary', 'seat']);
export const designationSchema = z.enum(['elected', 'appointed', 'ex-officio', 'co-opted', 'transitional']);

/** For the count of a parity rule, where the statutes have one; whoever did not declare it is counted apart. */
export const genderSchema = z.enum(['woman', 'man']);

export const constraintKindSchema = z.enum(['private-majority', 'cap', 'antenna-minimum', 'parity']);

/** What the composition of a body has to be; what goes with which kind is said by the commands. */
export const constraintRuleSchema = z.strictObject({
  kind: constraintKindSchema,
  /** Of a cap: seats that one company may have, with all that it has absorbed. Of parity: how many more women than men, or men than women. */
  most: quantitySchema.optional(),
  /** Of a cap: companies that count as one, because they are of one group; for each group its companies. */
  groups: z.array(z.array(uuidSchema).max(LIST_MAX)).max(LIST_MAX).optional(),
  /** Of a minimum for an antenna: how many of its members at least. */
  least: quantitySchema.optional(),
  antennaId: uuidSchema.optional(),
});

const body = { bodyId: uuidSchema, clusterId: uuidSchema };
const mandate = { mandateId: uuidSchema, officeId: uuidSchema, ...body };
const role = { roleId: uuidSchema, clusterId: uuidSchema };

export const bodyEvents = correctable({
  BodyCreated: event('A cluster has this body from a day on.', {
    ...body,
    kind: bodyKindSchema,
    name: nameSchema,
    size: quantitySchema.optional(),
    since: dateSchema,
  }),
  BodyResized: event('The number of seats of a body was decided anew; some may be reserved.', {
    ...body,
    size: quantitySchema,
    reserved: z
      .strictObject({ seats: quantitySchema, forClusterId: uuidSchema, until: dateSchema.optional() })
      .optional(),
    since: dateSchema,
  }),
  BodyRenamed: event('A body bears another name from a day on.', { ...body, name: nameSchema, since: dateSchema }),
  BodyConstrained: event('The composition of a body is bound by a rule from a day on.', {
    ...body,
    constraintId: uuidSchema,
    rule: constraintRuleSchema,
    /** How many days there are to mend a breach. */
    remedyDays: quantitySchema,
    since: dateSchema,
  }),
  BodyConstraintLifted: event(
    'A rule on the composition of a body binds no more. The day is the first one without it.',
    {
      ...body,
      constraintId: uuidSchema,
      on: dateSchema,
    },
  ),
  BodyAbolished: event('A body exists no more.', {
    ...body,
    /** By a dissolution: its cluster was dissolved and came back, without the bodies that it had. */
    cause: z.enum(['decision', 'succession', 'annulment', 'dissolution']),
    operationId: uuidSchema.optional(),
    on: dateSchema,
  }),
});

export const officeEvents = correctable({
  OfficeCreated: event('A body has this office; so many persons may hold it side by side.', {
    officeId: uuidSchema,
    ...body,
    kind: officeKindSchema,
    title: nameSchema,
    maxHolders: z.int().min(1),
    /** Whether a holder past the limit stays in office until a successor is. */
    untilReplaced: z.boolean().optional(),
    since: dateSchema,
  }),
  OfficeMaxHoldersSet: event('The number of persons who may hold an office side by side was decided anew.', {
    officeId: uuidSchema,
    clusterId: uuidSchema,
    maxHolders: z.int().min(1),
    since: dateSchema,
  }),
  MandateStarted: event(
    'A person holds an office from a day on. A re-election is a new mandate in the chain of the office.',
    {
      ...mandate,
      person: personSchema,
      representing: nameSchema.optional(),
      organisationId: uuidSchema.optional(),
      how: designationSchema,
      /** Ex officio: the office whose holders have this seat, as long as they hold it. */
      byOfficeId: uuidSchema.optional(),
      /** The antenna for which it was filled. */
      antennaId: uuidSchema.optional(),
      gender: genderSchema.optional(),
      since: dateSchema,
      /** The last day on which acts under the mandate are lawful. */
      limit: dateSchema.optional(),
      follows: uuidSchema.optional(),
      /** The election in which the person was elected. */
      electionId: uuidSchema.optional(),
      /** The predecessor whose people this mandate stands for (co-presidents of a merged body). */
      tiedToClusterId: uuidSchema.optional(),
    },
  ),
  MandateExtended: event('Before its limit, a mandate was extended by a decision to a later one.', {
    ...mandate,
    limit: dateSchema,
    /** The decision, as it is known. */
    decision: remarkSchema,
    resolutionId: uuidSchema.optional(),
    on: dateSchema,
  }),
  MandateHolderMoved: event('The holder of a mandate represents another organisation, or none, from a day on.', {
    ...mandate,
    representing: nameSchema.optional(),
    organisationId: uuidSchema.optional(),
    since: dateSchema,
  }),
  RepresentationStarted: event('Because of a mandate, its holder sits in a body of somebody else from a day on.', {
    ...mandate,
    representationId: uuidSchema,
    /** The other organisation and its body. */
    where: nameSchema,
    organisationId: uuidSchema.optional(),
    since: dateSchema,
  }),
  RepresentationEnded: event(
    'A representation ended before the mandate on which it rests. The day is the first one without it.',
    { ...mandate, representationId: uuidSchema, reason: remarkSchema.optional(), on: dateSchema },
  ),
  MandateEnded: event(
    'A mandate ended, with its cause. The day named is the first on which the person holds the office no more.',
    {
      ...mandate,
      cause: z.enum(['term', 'resignation', 'revocation', 'death', 'succession', 'expiry', 'dissolution']),
      operationId: uuidSchema.optional(),
      on: dateSchema,
    },
  ),
});

export const roleEvents = correctable({
  RoleAssigned: event('A person fills an appointed role (director, general delegate); it is not a mandate.', {
    ...role,
    title: nameSchema,
    person: personSchema,
    since: dateSchema,
  }),
  RoleEnded: event('A person left an appointed role.', { ...role, reason: remarkSchema.optional(), on: dateSchema }),
});
