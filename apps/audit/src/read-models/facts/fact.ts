import { z } from 'zod';
import { versionsOf, type Saying, type Statement, type Version } from '#libs/bitemporal';
import {
  bodyKindSchema,
  catalog,
  dateSchema,
  governanceContract,
  nameKindSchema,
  nameSchema,
  officeKindSchema,
  operationEvents,
  operationKindSchema,
  partnerEvents,
  quantitySchema,
  roleEvents,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import { invariant } from '#libs/kernel';

const operationId = uuidSchema.optional();
const { PlanAdopted, NoticePublished, AssemblyVoted, ConditionRecorded, OperationDeclared } = operationEvents;
const { AccessionRecorded, AccessionWithdrawn } = operationEvents;
const { ConsultationRecorded, DocumentsOpened, OppositionLodged, OppositionResolved } = operationEvents;
const ofBody = { operationId: true, clusterId: true } as const;
const publication = NoticePublished.schema.pick({ ...ofBody, where: true });

/** The value of each kind of fact for a span of days. */
export const factValues = {
  member: z.strictObject({
    how: z.enum(['admission', 'accession', 'succession', 'restoration']),
    organisationId: uuidSchema,
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
    untilReplaced: z.boolean().optional(),
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
    annulledOn: dateSchema.optional().describe('The day from which the annulment by a court counts.'),
  }),
  adoption: PlanAdopted.schema.pick({ ...ofBody, planVersion: true, planHash: true }),
  notice: publication,
  'documents-opening': publication.extend({ auditorReport: DocumentsOpened.schema.shape.auditorReport }),
  consultation: ConsultationRecorded.schema.pick({ ...ofBody, opinion: true }),
  opposition: OppositionLodged.schema.omit({ on: true }),
  'opposition-outcome': OppositionResolved.schema.omit({ on: true }),
  vote: AssemblyVoted.schema.pick({ ...ofBody, planHash: true, tally: true, outcome: true }),
  condition: ConditionRecorded.schema.pick({ operationId: true, conditionId: true, status: true, granted: true }),
  accession: AccessionRecorded.schema.omit({ on: true }),
  'accession-withdrawal': AccessionWithdrawn.schema.omit({ on: true }),
  declaration: OperationDeclared.schema.pick({ operationId: true, authority: true, receipt: true }),
};

export type FactKind = keyof typeof factValues;
export type FactValues = { [Kind in FactKind]: Immutable<z.infer<(typeof factValues)[Kind]>> };

/** A span of days; `to` is the first day after it, null without an end. */
export const span = { from: dateSchema, to: dateSchema.nullable() };
export const spanView = z.strictObject(span).meta({ id: 'Span', description: 'A span of days.' });

/** Where a membership comes from: one predecessor in which the organisation was a member. */
interface OriginMembership {
  readonly clusterId: string;
  readonly membershipId: string;
  readonly memberSince: string;
  readonly operationId: string;
}

/** An origin with the event that stated it, and the instants in which it was known. */
export type Origin = OriginMembership & Pick<Statement<unknown>, 'on' | 'eventId' | 'knownFrom' | 'knownTo'>;

/** What an event says of a fact; of a membership it may say where it comes from. */
export type FactSaying<Kind extends FactKind> = Saying<FactValues[Kind]> & { readonly origin?: OriginMembership };

/** What a fact is about. */
export interface FactIdentity<Kind extends FactKind = FactKind> {
  readonly kind: Kind;
  readonly id: string;
  /** The thing whose history it belongs to. Default: its own id. */
  readonly about?: string;
  /**
   * The cluster (for a seat and an incubator: the incubator; for a succession: the predecessor; for a condition, an accession, a declaration and what became of an opposition: the operation) it is a
   * fact of.
   */
  readonly subjectId: string;
  /** Its other end: the organisation of a membership, the office of a mandate, the body of an office, the successor. */
  readonly objectId?: string;
}

/** A fact as it is kept: everything that was ever said of it, and when that was believed. */
export interface StoredFact extends FactIdentity {
  /** `<kind>:<id>`, the key of the document. */
  readonly factId: string;
  readonly about: string;
  readonly statements: readonly (FactSaying<FactKind> & Statement<FactValues[FactKind]>)[];
}

interface FactOf<Kind extends FactKind> extends FactIdentity<Kind> {
  readonly factId: string;
  readonly versions: readonly Version<FactValues[Kind]>[];
  /** Memberships only. */
  readonly origins?: readonly Origin[];
}

/** A bitemporal fact about one thing, with everything that was ever known of it. */
export type Fact<Kind extends FactKind = FactKind> = { [Each in Kind]: FactOf<Each> }[Kind];

/**
 * Of one day, facts that can be corrected count in the order of the contracts; those of streams that are not read by their days, as they
 * were recorded.
 */
export function rankOf(type: string): number {
  return catalog.order.correctionsOf(type) === undefined ? Infinity : catalog.order.rankOf(type);
}

/** What everything that was said of a fact gives, at each instant in the order of its days. */
export function readFact({ statements, ...identity }: StoredFact): Fact {
  const origins = statements.flatMap(({ origin, on, eventId, knownFrom, knownTo }) =>
    origin === undefined ? [] : [{ ...origin, on, eventId, knownFrom, knownTo }],
  );
  const versions = versionsOf<FactValues[FactKind]>(statements, rankOf);
  return { ...identity, versions, ...(origins.length === 0 ? {} : { origins }) } as Fact;
}

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
