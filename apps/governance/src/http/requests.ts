import { z } from 'zod';
import {
  bodyKindSchema,
  clauseKindSchema,
  clauseSchema,
  dateSchema,
  designationSchema,
  nameSchema,
  officeKindSchema,
  personSchema,
  quantitySchema,
  sha256Schema,
  tallySchema,
  uuidSchema,
} from '#libs/contracts';

/** The bodies of the commands. The day on which something is so is the `effectiveAt` that every command may carry. */

export const nothingMore = (id: string) => z.strictObject({}).meta({ id });

export const createBodySchema = z
  .strictObject({ clusterId: uuidSchema, kind: bodyKindSchema, name: nameSchema, size: quantitySchema.optional() })
  .meta({ id: 'CreateBody' });

export const resizeBodySchema = z
  .strictObject({
    size: quantitySchema,
    reserved: z
      .strictObject({ seats: quantitySchema, forClusterId: uuidSchema, until: dateSchema.optional() })
      .optional(),
  })
  .meta({ id: 'ResizeBody' });

const maxHolders = z.int().min(1).describe('How many persons may hold the office side by side.');

export const createOfficeSchema = z
  .strictObject({ bodyId: uuidSchema, kind: officeKindSchema, title: nameSchema, maxHolders: maxHolders.default(1) })
  .meta({ id: 'CreateOffice' });

export const setMaxHoldersSchema = z.strictObject({ maxHolders }).meta({ id: 'SetMaxHolders' });

/** Mandates end by succession through the operation that decided it, never by a command of their own. */
const causeSchema = z.enum(['term', 'resignation', 'revocation', 'death', 'expiry', 'dissolution']);

export const startMandateSchema = z
  .strictObject({
    mandateId: uuidSchema.optional().describe('Drawn unless given.'),
    person: personSchema,
    representing: nameSchema.optional(),
    organisationId: uuidSchema.optional(),
    how: designationSchema,
    limit: dateSchema.optional().describe('The last day on which acts under the mandate are lawful.'),
    follows: uuidSchema.optional().describe('The mandate of the same office that it comes after.'),
    tiedToClusterId: uuidSchema.optional().describe('The predecessor whose people it stands for.'),
    ended: z
      .strictObject({ on: dateSchema, cause: causeSchema })
      .optional()
      .describe('For a mandate of the past: the first day on which it was held no more.'),
  })
  .meta({ id: 'StartMandate' });

export const endMandateSchema = z
  .strictObject({ mandateId: uuidSchema, cause: causeSchema })
  .meta({ id: 'EndMandate' });

export const assignRoleSchema = z
  .strictObject({ clusterId: uuidSchema, title: nameSchema, person: personSchema })
  .meta({ id: 'AssignRole' });

export const endRoleSchema = z.strictObject({ reason: nameSchema.optional() }).meta({ id: 'EndRole' });

export const adoptStatutesSchema = z
  .strictObject({
    statutesVersion: z.int().min(1).optional().describe('The next one unless given.'),
    clauses: z.strictObject({ ordinary: clauseSchema, amendment: clauseSchema, dissolution: clauseSchema }),
    documentSha256: sha256Schema.optional(),
  })
  .meta({ id: 'AdoptStatutes' });

export const conveneMeetingSchema = z
  .strictObject({ bodyId: uuidSchema, scheduledFor: dateSchema, agenda: z.array(nameSchema).min(1).max(100) })
  .meta({ id: 'ConveneMeeting' });

export const holdMeetingSchema = z
  .strictObject({ members: quantitySchema, present: quantitySchema, represented: quantitySchema })
  .meta({ id: 'HoldMeeting' });

export const tableResolutionSchema = z
  .strictObject({ meetingId: uuidSchema, clause: clauseKindSchema, subject: nameSchema })
  .meta({ id: 'TableResolution' });

export const recordTallySchema = z.strictObject({ tally: tallySchema }).meta({ id: 'RecordTally' });
