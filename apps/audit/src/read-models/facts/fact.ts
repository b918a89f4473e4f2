import { z } from 'zod';
import type { Version } from '#libs/bitemporal';
import {
  bodyKindSchema,
  dateSchema,
  governanceContract,
  nameKindSchema,
  nameSchema,
  officeKindSchema,
  operationKindSchema,
  partnerEvents,
  quantitySchema,
  roleEvents,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import { invariant } from '#libs/kernel';

const operationId = uuidSchema.optional();

/** The value of each kind of fact for a span of days. */
export const factValues = {
  member: z.strictObject({
    how: z.enum(['admission', 'succession']),
    operationId,
    college: nameSchema.optional(),
    antennaId: uuidSchema.optional(),
  }),
  cluster: z.strictObject({ state: z.enum(['active', 'dormant', 'dissolved', 'succeeded']), operationId }),
  'cluster-name': z.strictObject({
    name: nameSchema,
    nameKind: nameKindSchema,
    embargoUntil: dateSchema.optional().describe('Confidential before this day.'),
  }),
  'organisation-name': z.strictObject({ name: nameSchema }),
  antenna: z.strictObject({ clusterId: uuidSchema, name: nameSchema, brand: nameSchema.optional(), operationId }),
  body: z.strictObject({ bodyKind: bodyKindSchema, name: nameSchema, size: quantitySchema.optional() }),
  office: z.strictObject({
    officeKind: officeKindSchema,
    title: nameSchema,
    maxHolders: z.int().min(1),
    bodyId: uuidSchema,
  }),
  mandate: governanceContract.MandateStarted.schema.omit({ mandateId: true, clusterId: true, since: true }),
  role: roleEvents.RoleAssigned.schema.pick({ title: true, person: true }),
  incubator: z.strictObject({ name: nameSchema, site: nameSchema }),
  seat: partnerEvents.PartnerJoined.schema.pick({ holder: true, class: true, founding: true }).extend({
    seatId: uuidSchema.optional(),
    operationId: operationId.describe('The operation by which it came to this holder.'),
  }),
  succession: z.strictObject({
    operationId: uuidSchema,
    operationKind: operationKindSchema,
    successorName: nameSchema,
    created: z.boolean(),
  }),
};

export type FactKind = keyof typeof factValues;
export type FactValues = { [Kind in FactKind]: Immutable<z.infer<(typeof factValues)[Kind]>> };

/** A span of days; `to` is the first day after it, null without an end. */
export const span = { from: dateSchema, to: dateSchema.nullable() };
export const spanView = z.strictObject(span).meta({ id: 'Span', description: 'A span of days.' });

/** Where a membership comes from: one line for each predecessor in which the organisation was a member. */
export interface Origin {
  readonly clusterId: string;
  readonly membershipId: string;
  readonly memberSince: string;
  readonly operationId: string;
  readonly on: string;
  readonly recordedAt: string;
  readonly eventId: string;
}

interface FactOf<Kind extends FactKind> {
  /** `<kind>:<id>`, the key of the document. */
  readonly factId: string;
  readonly kind: Kind;
  readonly id: string;
  /** The cluster (for a seat and an incubator: the incubator; for a succession: the predecessor) it is a fact of. */
  readonly subjectId: string;
  /** Its other end: the organisation of a membership, the office of a mandate, the body of an office, the successor. */
  readonly objectId?: string;
  readonly versions: readonly Version<FactValues[Kind]>[];
  /** Memberships only. */
  readonly origins?: readonly Origin[];
}

/** A bitemporal fact about one thing, with everything that was ever known of it. */
export type Fact<Kind extends FactKind = FactKind> = { [Each in Kind]: FactOf<Each> }[Kind];

/** The key of a fact. An id that callers choose and that is theirs in one place only comes with its owner: elsewhere it is another fact. */
export function factId(kind: FactKind, id: string, owner?: string): string {
  return owner === undefined ? `${kind}:${id}` : `${kind}:${owner}:${id}`;
}

export function isKind<Kind extends FactKind>(fact: Fact, kind: Kind): fact is Fact<Kind> & Fact {
  return fact.kind === kind;
}

/** @throws InvariantBroken when the key has a document of another kind. */
export function ofKind<Kind extends FactKind>(fact: Fact, kind: Kind): FactOf<Kind> {
  invariant(isKind(fact, kind), `${fact.factId} is no fact of kind ${kind}`);
  return fact;
}
