import { z } from 'zod';
import { bodyKindSchema, officeKindSchema } from '../governance/bodies.ts';
import { nameKindSchema } from '../membership/cluster.ts';
import { departmentSchema, departmentsSchema } from '../membership/organisation.ts';
import {
  dateSchema,
  LIST_MAX,
  nameSchema,
  personSchema,
  quantitySchema,
  remarkSchema,
  sha256Schema,
  statementSchema,
  uuidSchema,
} from '../shared.ts';

export const operationKindSchema = z.enum(['fusion-absorption', 'fusion-creation']);

/** The cluster that continues: the absorbing one under its own id, or a new one. */
export const successorSchema = z.strictObject({
  clusterId: uuidSchema,
  name: nameSchema,
  nameKind: nameKindSchema,
  purpose: nameSchema.optional(),
  seat: nameSchema,
  departments: departmentsSchema,
});

/** A person who holds an office of the successor until the election. */
export const transitionalMandateSchema = z.strictObject({
  mandateId: uuidSchema,
  person: personSchema,
  representing: nameSchema.optional(),
  organisationId: uuidSchema.optional(),
  tiedToClusterId: uuidSchema.optional(),
});

export const transitionalOfficeSchema = z.strictObject({
  officeId: uuidSchema,
  kind: officeKindSchema,
  title: nameSchema,
  maxHolders: z.int().min(1),
  holders: z.array(transitionalMandateSchema).max(LIST_MAX),
});

/** The bodies, offices and holders that start with the effect; `limit` is the last day of the transitional mandates. */
export const transitionalGovernanceSchema = z.strictObject({
  limit: dateSchema.optional(),
  bodies: z
    .array(
      z.strictObject({
        bodyId: uuidSchema,
        kind: bodyKindSchema,
        name: nameSchema,
        size: quantitySchema.optional(),
        offices: z.array(transitionalOfficeSchema).max(LIST_MAX),
      }),
    )
    .max(LIST_MAX),
});

/** An antenna of the successor into which the members of a predecessor (or of one of its antennas) go. */
export const antennaMappingSchema = z.strictObject({
  fromClusterId: uuidSchema,
  fromAntennaId: uuidSchema.optional(),
  toAntennaId: uuidSchema,
});

export const newAntennaSchema = z.strictObject({
  antennaId: uuidSchema,
  name: nameSchema,
  brand: nameSchema.optional(),
  departments: departmentsSchema,
  originClusterId: uuidSchema.optional(),
});

export const conditionSchema = z.strictObject({
  conditionId: uuidSchema,
  description: remarkSchema,
  blocking: z.boolean(),
});

/** How a delay before an act is counted: back from the act or forwards to it, with or without the days on which it begins and ends. */
export const countingWaySchema = z.enum([
  'clear-days-backwards',
  'plain-backwards',
  'clear-days-forwards',
  'plain-forwards',
]);

/** Where readings of the law differ, or the law depends on the body: what the participants chose, each choice with its legal basis. */
export const planParametersSchema = z.strictObject({
  /** Of a guard that is not named: the strictest way. */
  counting: z
    .array(z.strictObject({ guard: z.enum(['G2', 'G3', 'G4', 'G11']), way: countingWaySchema, basis: remarkSchema }))
    .max(4)
    .optional(),
  /** The participants whose staff committee gives its opinion before the board adopts (G10). */
  staffOpinion: z
    .array(z.strictObject({ clusterId: uuidSchema, basis: remarkSchema }))
    .max(50)
    .optional(),
  /** The department of a participant's seat, for its public holidays. Default: those of metropolitan France. */
  seats: z
    .array(z.strictObject({ clusterId: uuidSchema, department: departmentSchema }))
    .max(50)
    .optional(),
});

/**
 * What the participants agree on. Its hash is SHA-256 over its canonical JSON (RFC 8785) without the names of persons: who holds
 * which office until the election is in it by `personId`.
 */
export const planSchema = z.strictObject({
  motives: statementSchema,
  successor: successorSchema,
  /** The day set by the treaty for the legal effect, where it sets one. */
  effectDate: dateSchema.optional(),
  accountingDate: dateSchema.optional(),
  targetDate: dateSchema.optional(),
  newAntennas: z.array(newAntennaSchema).max(LIST_MAX),
  antennaMapping: z.array(antennaMappingSchema).max(LIST_MAX),
  transitionalGovernance: transitionalGovernanceSchema,
  conditions: z.array(conditionSchema).max(LIST_MAX),
  /** Sum of the contributions in whole euros; null while unknown. */
  contributionsEuros: quantitySchema.nullable(),
  openPoints: z.array(remarkSchema).max(LIST_MAX),
  parameters: planParametersSchema.optional(),
});

export const planReferenceSchema = { planVersion: z.int().min(1), planHash: sha256Schema };
