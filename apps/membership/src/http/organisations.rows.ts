import { isOpen, periodOn } from '#libs/contracts/facts';
import { z } from 'zod';
import { invariant, uuid, type Refusal } from '#libs/kernel';
import {
  cessationSchema,
  continuationSchema,
  dateSchema,
  declaredFigureSchema,
  departmentSchema,
  legalFormSchema,
  identifierEndSchema,
  nameSchema,
  organisationEvents,
  organisationKindSchema,
  rnaSchema,
  sirenSchema,
  sizeClassSchema,
  uuidSchema,
} from '#libs/contracts';
import {
  commandOf,
  commandTable,
  factCommands,
  Forbidden,
  type Change,
  type CommandRequest,
  type Transaction,
} from '#libs/commands';
import {
  isSiren,
  readIdentifier,
  readIdentifierAs,
  sentenceOf,
  sirenInvalid,
  type Identifier,
} from '#libs/identifiers';
import {
  notRegistered,
  organisation,
  type Organisation,
  type OrganisationRejection,
} from '../domain/organisation/organisation.ts';
import { FIRST_DAY, goneBy, nextAfter } from '../domain/organisation/organisation.ends.ts';
import { cluster, type Cluster, type ClusterMissing } from '../domain/cluster/cluster.ts';
import { membershipId, periodsOf, type Membership } from '../domain/membership/membership.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { identifierClaim, type ClaimIdentifier } from '../domain/identifiers/identifier-claim.ts';
import { byKey, type Borne } from '../domain/organisation/organisation.identifiers.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

/** Organisations belong to no cluster, so an operator says for which of its clusters it acts. */
const acting = { clusterId: uuidSchema.optional().describe('The cluster for which an operator acts.') };

type Acting = CommandRequest<{ readonly clusterId?: string | undefined }>;

const anyCluster = ({ body: { clusterId } }: Acting) => (clusterId === undefined ? [] : [clusterId]);

/** The cluster that has to do with the organisation: it has it as a member on that day, or entered it and no other one has it. */
async function ownCluster(request: Acting, tx: Transaction): Promise<readonly string[]> {
  const { id, body, effectiveAt } = request;
  const { clusterId } = body;
  if (clusterId === undefined) return [];
  const [registered, member] = await Promise.all([
    tx.read(organisation, id),
    tx.read(membership, membershipId(clusterId, id)),
  ]);
  const entered = registered.status === 'registered' && registered.registration.registeredFor === clusterId;
  if (isMemberOn(member, effectiveAt) || (entered && !(await isMemberElsewhere(request, clusterId))))
    return [clusterId];
  const required =
    'a cluster that has the organisation as a member on that day, or entered it where no other cluster has it';
  throw new Forbidden([clusterId], [required], 'the organisation has nothing to do with that cluster');
}

/** Whether another cluster has the organisation as a member on the day, as far as that was answered before. */
async function isMemberElsewhere(
  { id, effectiveAt, copies }: Pick<CommandRequest<unknown>, 'id' | 'effectiveAt' | 'copies'>,
  clusterId: string,
): Promise<boolean> {
  const known = await (await copies.of(memberships)).all({ organisation_id: id });
  return known.some((each) => each.clusterId !== clusterId && periodOn(each.periods, effectiveAt) !== undefined);
}

/**
 * Whoever makes two organisations one, or one the heir of the other, acts for a cluster that has to do with both: nobody pulls a foreign record into reach by
 * that.
 */
function ownClusters<Body extends { readonly clusterId?: string | undefined }>(other: (body: Body) => string) {
  return async (request: CommandRequest<Body>, tx: Transaction): Promise<readonly string[]> => {
    const scope = await ownCluster(request, tx);
    if (scope.length > 0) await ownCluster({ ...request, id: uuid(other(request.body)) }, tx);
    return scope;
  };
}

/** Why others do not continue an organisation: they are not there that day, or it would in the end continue itself. */
async function unfitSuccessors(
  tx: Transaction,
  organisationId: string,
  others: readonly string[],
  day?: string,
): Promise<OrganisationRejection | undefined> {
  for (const id of others.filter((each) => each !== organisationId)) {
    const state = await tx.read(organisation, id);
    if (state.status === 'absent') return notRegistered(id);
    const gone = goneBy(state, id, day ?? FIRST_DAY);
    if (gone !== undefined) return gone;
    if ((await heirsOf(tx, state)).includes(organisationId))
      return {
        type: 'MBR_SUCCESSOR_UNFIT',
        found: id,
        required: `an organisation that ${organisationId} does not continue`,
      };
  }
  return undefined;
}

/** Who continues an organisation, and who continues that one, to the last. */
async function heirsOf(tx: Transaction, state: Organisation): Promise<readonly string[]> {
  const heirs: string[] = [];
  for (let each = state; each.status !== 'absent';) {
    const next = nextAfter(each);
    if (next === undefined || heirs.includes(next)) break;
    heirs.push(next);
    each = await tx.read(organisation, next);
  }
  return heirs;
}

/** The cluster that enters an organisation is one of the register. */
function unregistered({ status }: Cluster, found: string): ClusterMissing | undefined {
  return status === 'absent' ? { type: 'MBR_CLUSTER_NOT_FOUND', found } : undefined;
}

/** Facts of the days of a membership that is over may be recorded by the cluster that had the member then. */
function isMemberOn(state: Membership, day: string): boolean {
  const periods = periodsOf(state);
  return isOpen(periods) || periodOn(periods, day) !== undefined;
}

/** Makes identifiers belong to the one body that bears or bore them, and frees those that it never bore after all. */
export async function claimIdentifiers(
  tx: Transaction,
  body: Pick<ClaimIdentifier, 'bearer' | 'bearerId'>,
  { before, after }: Change<readonly Borne[]>,
): Promise<void> {
  const [known, now] = [byKey(before), byKey(after)];
  for (const [key, identifier] of known)
    if (!now.has(key)) await tx.decide(identifierClaim, key, { type: 'ReleaseIdentifier', identifier, ...body });
  for (const [key, identifier] of now)
    if (!known.has(key)) await tx.decide(identifierClaim, key, { type: 'ClaimIdentifier', identifier, ...body });
}

export function borneBy(state: Organisation): readonly Borne[] {
  return state.status === 'absent' ? [] : state.identifiers;
}

const claimed = (tx: Transaction, { id: bearerId }: CommandRequest<unknown>, change: Change<Organisation>) =>
  claimIdentifiers(
    tx,
    { bearer: 'organisation', bearerId },
    { before: borneBy(change.before), after: borneBy(change.after) },
  );

/** An identifier as somebody spells it. */
export const spelled = z
  .string()
  .min(1)
  .max(120)
  .describe('A SIREN, SIRET, RNA number, or court, volume and folio, in any spelling.');

function unreadable(text: string): Refusal<'MBR_IDENTIFIER_INVALID', 'found' | 'required'> | undefined {
  const reading = readIdentifier(text);
  return reading.ok
    ? undefined
    : { type: 'MBR_IDENTIFIER_INVALID', found: reading.found, required: sentenceOf(reading) };
}

function identifierIn(text: string): Identifier {
  const reading = readIdentifier(text);
  invariant(reading.ok, 'what cannot be read was refused');
  return reading.identifier;
}

export const organisationCommands = commandTable('membership.organisations', membershipRefusals, [
  commandOf(organisation, 'RegisterOrganisation', {
    summary: 'Register an organisation under a permanent id; `effectiveAt` is the day from which it is known.',
    body: {
      ...acting,
      name: nameSchema,
      kind: organisationKindSchema,
      siren: sirenSchema.optional(),
      rna: rnaSchema.optional(),
      sizeClass: sizeClassSchema.optional(),
    },
    scope: anyCluster,
    unless: async ({ body: { clusterId } }, tx) =>
      clusterId === undefined ? undefined : unregistered(await tx.read(cluster, clusterId), clusterId),
    refusals: ['MBR_CLUSTER_NOT_FOUND', 'MBR_SIREN_INVALID', 'MBR_ORGANISATION_EXISTS', 'MBR_IDENTIFIER_TAKEN'],
    decide: ({ id, body: { clusterId: registeredFor, ...facts }, effectiveAt }) => {
      return { organisationId: id, ...facts, registeredFor, since: effectiveAt };
    },
    also: claimed,
  }),
  commandOf(organisation, 'RenameOrganisation', {
    verb: 'rename',
    summary: 'Rename an organisation from a day on; it may be recorded late.',
    body: { ...acting, name: nameSchema },
    scope: ownCluster,
    refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_ORGANISATION_DUPLICATE', 'MBR_DATE_BEFORE_START'],
    decide: ({ id, body: { name }, effectiveAt }) => ({ organisationId: id, name, since: effectiveAt }),
  }),
  commandOf(organisation, 'LocateOrganisation', {
    verb: 'locate',
    summary: 'Record the department in which an organisation has its seat from a day on; it may be recorded late.',
    body: { ...acting, department: departmentSchema },
    scope: ownCluster,
    refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_ORGANISATION_DUPLICATE'],
    decide: ({ id, body: { department }, effectiveAt }) => ({ organisationId: id, department, since: effectiveAt }),
  }),
  commandOf(organisation, 'SetLegalForm', {
    verb: 'set-legal-form',
    summary: 'Record the legal form that an organisation has from a day on; it may be recorded late.',
    body: { ...acting, legalForm: legalFormSchema },
    scope: ownCluster,
    refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_ORGANISATION_DUPLICATE'],
    decide: ({ id, body: { legalForm }, effectiveAt }) => ({ organisationId: id, legalForm, since: effectiveAt }),
  }),
  commandOf(organisation, 'DeclareOrganisationFigure', {
    verb: 'declare-figure',
    summary: 'Record a figure as a source declared it; another source may declare another value.',
    body: { ...acting, figure: declaredFigureSchema },
    scope: ownCluster,
    refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_ORGANISATION_DUPLICATE'],
    decide: ({ id, body: { figure } }) => ({ organisationId: id, figure }),
  }),
  commandOf(organisation, 'IdentifyOrganisation', {
    verb: 'identify',
    summary: 'Record an identifier that an organisation bears from a day on; one of the past with its end.',
    body: {
      ...acting,
      identifier: spelled,
      ended: z.strictObject({ on: dateSchema, cause: identifierEndSchema }).optional(),
    },
    reports: { OrganisationIdentified: organisationEvents.OrganisationIdentified.schema.pick({ identifier: true }) },
    scope: ownCluster,
    unless: ({ body: { identifier } }) => Promise.resolve(unreadable(identifier)),
    refusals: [
      'MBR_ORGANISATION_NOT_FOUND',
      'MBR_ORGANISATION_DUPLICATE',
      'MBR_IDENTIFIER_INVALID',
      'MBR_IDENTIFIER_TAKEN',
      'MBR_DATE_BEFORE_START',
      'MBR_FACT_CONTRADICTED',
    ],
    decide: ({ id, body: { identifier, ended }, effectiveAt }) => {
      return { organisationId: id, identifier: identifierIn(identifier), ended, since: effectiveAt };
    },
    also: claimed,
  }),
  commandOf(organisation, 'EndIdentifier', {
    verb: 'end-identifier',
    summary: 'Record that an organisation bears an identifier no more, or that it is a second one of the same body.',
    body: { ...acting, identifier: spelled, cause: identifierEndSchema },
    scope: ownCluster,
    unless: ({ body: { identifier } }) => Promise.resolve(unreadable(identifier)),
    refusals: [
      'MBR_ORGANISATION_NOT_FOUND',
      'MBR_ORGANISATION_DUPLICATE',
      'MBR_IDENTIFIER_INVALID',
      'MBR_IDENTIFIER_NOT_BORNE',
      'MBR_FACT_CONTRADICTED',
    ],
    decide: ({ id, body: { identifier, cause }, effectiveAt }) => {
      return { organisationId: id, identifier: identifierIn(identifier), cause, on: effectiveAt };
    },
  }),
  commandOf(organisation, 'CeaseOrganisation', {
    verb: 'cease',
    summary:
      'Record that an organisation is no more from a day on and nobody continues it: its memberships end with it.',
    body: { ...acting, cause: cessationSchema },
    scope: ownCluster,
    refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_ORGANISATION_DUPLICATE', 'MBR_FACT_CONTRADICTED'],
    decide: ({ id, body: { cause }, effectiveAt }) => ({ organisationId: id, cause, on: effectiveAt }),
  }),
  commandOf(organisation, 'SucceedOrganisation', {
    verb: 'succeed',
    summary:
      'Record that others continue an organisation from a day on: absorbed, made one with others, or split. Its heir goes on with its memberships.',
    body: {
      ...acting,
      continuation: continuationSchema.describe(
        'The heir is the one of the successors that goes on with the memberships.',
      ),
    },
    scope: ownClusters(({ continuation }) => continuation.heirId),
    unless: ({ id, body: { continuation }, effectiveAt }, tx) =>
      unfitSuccessors(tx, id, continuation.successorIds, effectiveAt),
    refusals: [
      'MBR_ORGANISATION_NOT_FOUND',
      'MBR_ORGANISATION_GONE',
      'MBR_ORGANISATION_DUPLICATE',
      'MBR_SUCCESSOR_UNFIT',
      'MBR_FACT_CONTRADICTED',
    ],
    decide: ({ id, body: { continuation }, effectiveAt }) => ({ organisationId: id, continuation, on: effectiveAt }),
  }),
  commandOf(organisation, 'RecordDuplicate', {
    verb: 'record-duplicate',
    summary: 'Record that an entry is a second one of a company: the other one stands for both, on all days.',
    body: { ...acting, pivotId: uuidSchema.describe('The entry that stays.') },
    scope: ownClusters(({ pivotId }) => pivotId),
    unless: ({ id, body: { pivotId } }, tx) => unfitSuccessors(tx, id, [pivotId]),
    refusals: [
      'MBR_ORGANISATION_NOT_FOUND',
      'MBR_ORGANISATION_DUPLICATE',
      'MBR_SUCCESSOR_UNFIT',
      'MBR_FACT_CONTRADICTED',
    ],
    decide: ({ id, body: { pivotId }, effectiveAt }) => ({ organisationId: id, pivotId, on: effectiveAt }),
  }),
  ...factCommands(organisation, {
    scope: async (request, tx) => {
      const state = await tx.read(organisation, request.id);
      const by = state.status === 'absent' ? undefined : state.registration.registeredFor;
      return by === undefined || (await isMemberElsewhere(request, by)) ? [] : [by];
    },
    refusals: [
      ...FACT_REFUSALS,
      ...([
        'MBR_SIREN_INVALID',
        'MBR_IDENTIFIER_INVALID',
        'MBR_IDENTIFIER_TAKEN',
        'MBR_ORGANISATION_NOT_FOUND',
      ] as const),
      ...(['MBR_ORGANISATION_GONE', 'MBR_ORGANISATION_DUPLICATE', 'MBR_SUCCESSOR_UNFIT'] as const),
    ],
    unless: async (changes: Corrected, { id }, tx) => {
      const others = changes.continuation?.successorIds ?? (changes.pivotId === undefined ? [] : [changes.pivotId]);
      return invalidIn(changes) ?? (await unfitSuccessors(tx, id, others, changes.on));
    },
    also: claimed,
  }),
]);

/** What a correction may give that is judged beside the facts of the organisation. */
interface Corrected {
  readonly siren?: string;
  readonly identifier?: Identifier;
  readonly continuation?: { readonly successorIds: readonly string[] };
  readonly pivotId?: string;
  readonly on?: string;
}

/** Why an identifier that a correction gives is none. */
function invalidIn({ siren, identifier }: Corrected): OrganisationRejection | undefined {
  if (siren !== undefined && !isSiren(siren)) return sirenInvalid(siren);
  if (identifier === undefined) return undefined;
  const reading = readIdentifierAs(identifier.scheme, identifier.value);
  if (!reading.ok) return { type: 'MBR_IDENTIFIER_INVALID', found: reading.found, required: sentenceOf(reading) };
  const { value } = reading.identifier;
  if (value === identifier.value) return undefined;
  return {
    type: 'MBR_IDENTIFIER_INVALID',
    found: identifier.value,
    required: `${value}, in the spelling in which it is compared`,
  };
}
