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

export const operationKindSchema = z.enum([
  ...(['fusion-absorption', 'fusion-creation'] as const),
  ...(['scission', 'apport-partiel', 'federation'] as const),
  ...(['restoration'] as const),
]);

/** What a body does in an operation; of each kind other roles. */
export const participantRoleSchema = z.enum([
  ...(['absorbing', 'absorbed', 'founding'] as const),
  ...(['split', 'beneficiary', 'giving', 'receiving', 'federating'] as const),
  ...(['restored'] as const),
]);

/** The event of the effect names each predecessor beside what it takes from the plan. */
export const PARTICIPANTS_MAX = 50;
const HEIRS_MAX = 20;

/** Of something that begins with an effect of several heirs, whose it is. Default: the successor's. */
const ofHeir = uuidSchema.optional();

/** The cluster that continues: the absorbing one under its own id, a new one, or one that had disappeared and comes back under its old id. */
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
        clusterId: ofHeir,
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
  /** The heir whose antenna it is. */
  toClusterId: ofHeir,
});

/** A college of the successor in which the members of a predecessor (or of one of its colleges) stand. */
export const collegeMappingSchema = z.strictObject({
  fromClusterId: uuidSchema,
  fromCollege: nameSchema.optional(),
  toCollege: nameSchema,
});

/** How many organisations a plan may name that are to join. */
export const JOINING_MAX = 200;

/** An organisation that is no association and is to become a member of the successor: of its own will alone, by an accession to the plan. */
export const joiningSchema = z.strictObject({
  organisationId: uuidSchema,
  /** The college of the successor in which it is to stand. */
  college: nameSchema.optional(),
});

export const newAntennaSchema = z.strictObject({
  antennaId: uuidSchema,
  clusterId: ofHeir,
  name: nameSchema,
  brand: nameSchema.optional(),
  departments: departmentsSchema,
  originClusterId: uuidSchema.optional(),
});

const ids = z.array(uuidSchema).min(1).max(LIST_MAX).optional();

/** What one heir takes of the body that splits, or that gives a branch. Of a member its own name comes first, then its antenna, then its college. */
export const shareSchema = z.strictObject({
  toClusterId: uuidSchema,
  organisationIds: ids,
  antennaIds: ids,
  colleges: z.array(nameSchema).min(1).max(LIST_MAX).optional(),
  /** The networks in which the heir takes the place of the body. */
  networkIds: ids,
  subsidyIds: ids,
  partnerIds: ids,
});

/** Who takes what, where there are several heirs or only a branch passes. */
export const allocationSchema = z.strictObject({
  /** Who takes whatever no share names. Default: it stays where it is. */
  otherwise: uuidSchema.optional(),
  shares: z.array(shareSchema).max(HEIRS_MAX),
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
  /** Of a body that splits, its further heirs. */
  heirs: z.array(successorSchema).max(HEIRS_MAX).optional(),
  allocation: allocationSchema.optional(),
  /** The day set by the treaty for the legal effect, where it sets one. */
  effectDate: dateSchema.optional(),
  accountingDate: dateSchema.optional(),
  targetDate: dateSchema.optional(),
  newAntennas: z.array(newAntennaSchema).max(LIST_MAX),
  antennaMapping: z.array(antennaMappingSchema).max(LIST_MAX),
  /** Default: every member stands in the college of the name that its own had. */
  collegeMapping: z.array(collegeMappingSchema).max(LIST_MAX).optional(),
  /** Default: none. In the order in which they are listed. */
  joining: z.array(joiningSchema).min(1).max(JOINING_MAX).optional(),
  transitionalGovernance: transitionalGovernanceSchema,
  conditions: z.array(conditionSchema).max(LIST_MAX),
  /** Sum of the contributions in whole euros; null while unknown. */
  contributionsEuros: quantitySchema.nullable(),
  openPoints: z.array(remarkSchema).max(LIST_MAX),
  parameters: planParametersSchema.optional(),
});

export const planReferenceSchema = { planVersion: z.int().min(1), planHash: sha256Schema };
