import { z } from 'zod';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, personSchema, quantitySchema, uuidSchema } from '../shared.ts';

export const bodyKindSchema = z.enum(['assembly', 'board', 'bureau', 'college', 'steering-committee']);
export const officeKindSchema = z.enum(['president', 'vice-president', 'treasurer', 'secretary', 'seat']);
export const designationSchema = z.enum(['elected', 'appointed', 'ex-officio', 'co-opted', 'transitional']);

export const bodyEvents = {
  BodyCreated: event({
    version: 1,
    summary: 'A cluster has this body from a day on.',
    schema: z.strictObject({
      bodyId: uuidSchema,
      clusterId: uuidSchema,
      kind: bodyKindSchema,
      name: nameSchema,
      size: quantitySchema.optional(),
      since: dateSchema,
    }),
  }),
  BodyResized: event({
    version: 1,
    summary: 'The number of seats of a body was decided anew; some may be reserved.',
    schema: z.strictObject({
      bodyId: uuidSchema,
      clusterId: uuidSchema,
      size: quantitySchema,
      reserved: z
        .strictObject({ seats: quantitySchema, forClusterId: uuidSchema, until: dateSchema.optional() })
        .optional(),
      since: dateSchema,
    }),
  }),
  BodyRenamed: event({
    version: 1,
    summary: 'A body bears another name from a day on.',
    schema: z.strictObject({ bodyId: uuidSchema, clusterId: uuidSchema, name: nameSchema, since: dateSchema }),
  }),
  BodyAbolished: event({
    version: 1,
    summary: 'A body exists no more.',
    schema: z.strictObject({
      bodyId: uuidSchema,
      clusterId: uuidSchema,
      cause: z.enum(['decision', 'succession']),
      operationId: uuidSchema.optional(),
      on: dateSchema,
    }),
  }),
};

export const officeEvents = {
  OfficeCreated: event({
    version: 1,
    summary: 'A body has this office; so many persons may hold it side by side.',
    schema: z.strictObject({
      officeId: uuidSchema,
      bodyId: uuidSchema,
      clusterId: uuidSchema,
      kind: officeKindSchema,
      title: nameSchema,
      maxHolders: z.int().min(1),
      since: dateSchema,
    }),
  }),
  OfficeMaxHoldersSet: event({
    version: 1,
    summary: 'The number of persons who may hold an office side by side was decided anew.',
    schema: z.strictObject({
      officeId: uuidSchema,
      clusterId: uuidSchema,
      maxHolders: z.int().min(1),
      since: dateSchema,
    }),
  }),
  MandateStarted: event({
    version: 1,
    summary: 'A person holds an office from a day on. A re-election is a new mandate in the chain of the office.',
    personal: [{ path: 'person.name', personId: 'person.personId' }],
    schema: z.strictObject({
      mandateId: uuidSchema,
      officeId: uuidSchema,
      bodyId: uuidSchema,
      clusterId: uuidSchema,
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
    }),
  }),
  MandateEnded: event({
    version: 1,
    summary:
      'A mandate ended, with its cause. The day named is the first on which the person holds the office no more.',
    schema: z.strictObject({
      mandateId: uuidSchema,
      officeId: uuidSchema,
      bodyId: uuidSchema,
      clusterId: uuidSchema,
      cause: z.enum(['term', 'resignation', 'revocation', 'death', 'succession', 'expiry', 'dissolution']),
      operationId: uuidSchema.optional(),
      on: dateSchema,
    }),
  }),
};

export const roleEvents = {
  RoleAssigned: event({
    version: 1,
    summary: 'A person fills an appointed role (director, general delegate); it is not a mandate.',
    personal: [{ path: 'person.name', personId: 'person.personId' }],
    schema: z.strictObject({
      roleId: uuidSchema,
      clusterId: uuidSchema,
      title: nameSchema,
      person: personSchema,
      since: dateSchema,
    }),
  }),
  RoleEnded: event({
    version: 1,
    summary: 'A person left an appointed role.',
    schema: z.strictObject({
      roleId: uuidSchema,
      clusterId: uuidSchema,
      reason: nameSchema.optional(),
      on: dateSchema,
    }),
  }),
};
