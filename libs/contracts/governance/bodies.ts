import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, personSchema, quantitySchema, remarkSchema, uuidSchema } from '../shared.ts';

export const bodyKindSchema = z.enum(['assembly', 'board', 'bureau', 'college', 'steering-committee']);
export const officeKindSchema = z.enum(['president', 'vice-president', 'treasurer', 'secretary', 'seat']);
export const designationSchema = z.enum(['elected', 'appointed', 'ex-officio', 'co-opted', 'transitional']);

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
  BodyAbolished: event('A body exists no more.', {
    ...body,
    cause: z.enum(['decision', 'succession']),
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
      since: dateSchema,
      /** The last day on which acts under the mandate are lawful. */
      limit: dateSchema.optional(),
      follows: uuidSchema.optional(),
      /** The predecessor whose people this mandate stands for (co-presidents of a merged body). */
      tiedToClusterId: uuidSchema.optional(),
    },
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
