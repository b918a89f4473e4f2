import { z } from 'zod';
import { nameSchema, organisationEvents, organisationKindSchema, uuidSchema } from '#libs/contracts';
import {
  keepRecorded,
  type Change,
  type CommandDeclaration,
  type CommandRequest,
  type Transaction,
} from '#libs/commands';
import { identifierKey, sentenceOf, type Identifier } from '#libs/identifiers';
import { cluster } from '../domain/cluster/cluster.ts';
import { identifierClaim, type IdentifierTaken } from '../domain/identifiers/identifier-claim.ts';
import {
  differenceOfMembership,
  differenceOfOrganisation,
  enteredAs,
  identifiersIn,
  isMember,
  type LineRefusal,
  type MemberLine,
} from '../domain/imports/member-line.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId } from '../domain/membership/membership.ts';
import { organisation, type Organisation, type OrganisationRejection } from '../domain/organisation/organisation.ts';
import { NO_MEMBER, NOT_ADMITTED, surroundings } from './memberships.rows.ts';
import { borneBy, claimIdentifiers, spelled } from './organisations.rows.ts';
import { ANTENNA_UNFIT, CLUSTER_UNFIT, type MembershipCode } from './refusals.table.ts';

const MAX_IDENTIFIERS = 8;

const body = z
  .strictObject({
    name: nameSchema,
    identifiers: z
      .array(spelled)
      .max(MAX_IDENTIFIERS)
      .default([])
      .describe('By any that it bears or ever bore the organisation is found; those that nobody bears are recorded.'),
    organisationId: uuidSchema.optional().describe('As an export of this system has it.'),
    postalCode: z
      .string()
      .regex(/^\d{5}$/, 'five digits')
      .optional()
      .describe('Tells organisations without an identifier apart that have one name; it is not kept.'),
    kind: organisationKindSchema.default('company').describe('Of an organisation that is entered by this line.'),
    sizeClass: organisationEvents.OrganisationRegistered.schema.shape.sizeClass,
    college: nameSchema.optional(),
    antennaId: uuidSchema.optional(),
    segment: nameSchema.optional(),
    keepRecorded,
  })
  .meta({ id: 'ImportMember' });

type Refused = LineRefusal | IdentifierTaken | OrganisationRejection | undefined;
type Request = CommandRequest<z.output<typeof body>>;

/**
 * A line of a file of members: finds the organisation, enters it where nobody has, and admits it, all of it or nothing. What is recorded already is
 * recorded once, so that a file that is imported again, or from its beginning after it was interrupted, writes what is missing.
 */
export const importMember: CommandDeclaration<MembershipCode> = {
  aggregate: cluster,
  verb: 'import-member',
  summary:
    'Enter a member from a line of a file: its organisation is found by an identifier or entered, and admitted from `effectiveAt` on. What is recorded otherwise is refused.',
  roles: ['admin', 'operator'],
  scope: ({ id }) => [id],
  // What a line records is of the organisation and of its membership: lines of one cluster do not wait for one another.
  recordsBeside: true,
  body,
  refusals: [
    'MBR_IDENTIFIER_INVALID',
    'MBR_IDENTIFIER_TAKEN',
    'MBR_LINE_UNIDENTIFIED',
    'MBR_LINE_DIFFERS',
    'MBR_ORGANISATION_EXISTS',
    'MBR_ALREADY_MEMBER',
    'MBR_MEMBERSHIP_SUCCEEDED',
    'MBR_DATE_BEFORE_START',
    ...CLUSTER_UNFIT,
    ...ANTENNA_UNFIT,
    ...NO_MEMBER,
    ...NOT_ADMITTED,
  ],
  run: async (tx, request) => {
    const refused = await enter(tx, request as Request);
    if (refused !== undefined) tx.refuse(refused);
  },
};

async function enter(tx: Transaction, request: Request): Promise<Refused> {
  const { body: asked, effectiveAt: since, id: clusterId } = request;
  const identifiers = identifiersIn(asked.identifiers);
  if ('required' in identifiers)
    return { type: 'MBR_IDENTIFIER_INVALID', found: identifiers.found, required: sentenceOf(identifiers) };
  const line: MemberLine = { ...asked, identifiers, since };
  const bearers = await bearersOf(tx, line);
  const [bearer] = bearers;
  const taken = notOneOrganisation(bearers);
  if (taken !== undefined) return taken;
  // A network has clusters as members: they are registered otherwise, and only admitted here.
  const isCluster = bearer?.bearer === 'cluster';
  const id = bearer?.id ?? asked.organisationId ?? enteredAs(line, clusterId);
  if (id === undefined)
    return { type: 'MBR_LINE_UNIDENTIFIED', found: asked.name, required: 'an identifier, or name and postal code' };
  const [known, member] = await Promise.all([
    tx.read(organisation, id),
    tx.read(membership, membershipId(clusterId, id)),
  ]);
  const difference = differenceOfOrganisation(line, known) ?? differenceOfMembership(line, member);
  if (difference !== undefined && !asked.keepRecorded) return difference;
  if (known.status === 'absent' && !isCluster) await register(tx, id, request, line);
  if (differenceOfOrganisation(line, known) === undefined && !isCluster) await identify(tx, id, line);
  if (!isMember(line, member)) await admit(tx, id, request);
  return undefined;
}

interface Bearer {
  readonly bearer: 'organisation' | 'cluster';
  readonly id: string;
}

/** Who bears or bore the identifiers of a line, and the body that it names, each once. */
async function bearersOf(tx: Transaction, { identifiers, organisationId }: MemberLine): Promise<readonly Bearer[]> {
  const claims = await Promise.all(identifiers.map((each) => tx.read(identifierClaim, identifierKey(each))));
  const bearers = claims.flatMap((claim): readonly Bearer[] =>
    claim.status === 'claimed' ? [{ bearer: claim.bearer, id: claim.bearerId }] : [],
  );
  const named = organisationId === undefined ? undefined : await bodyOf(tx, organisationId);
  const all = named === undefined ? bearers : [...bearers, named];
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

async function bodyOf(tx: Transaction, id: string): Promise<Bearer | undefined> {
  const [known, asCluster] = await Promise.all([tx.read(organisation, id), tx.read(cluster, id)]);
  if (known.status !== 'absent') return { bearer: 'organisation', id };
  return asCluster.status === 'absent' ? undefined : { bearer: 'cluster', id };
}

function notOneOrganisation(bearers: readonly Bearer[]): Refused {
  if (bearers.length <= 1) return undefined;
  const found = bearers.map(({ bearer, id }) => `${bearer} ${id}`).join(', ');
  return { type: 'MBR_IDENTIFIER_TAKEN', found, required: 'identifiers of one body' };
}

async function register(tx: Transaction, id: string, { id: clusterId, body: asked }: Request, line: MemberLine) {
  const { name, kind, sizeClass } = asked;
  const valueOf = (scheme: Identifier['scheme']) => line.identifiers.find((each) => each.scheme === scheme)?.value;
  const { since } = line;
  const facts = { organisationId: id, name, kind, sizeClass, siren: valueOf('siren'), rna: valueOf('rna'), since };
  const registration = { type: 'RegisterOrganisation', ...facts, registeredFor: clusterId } as const;
  const change = await tx.decide(organisation, id, registration);
  await claim(tx, id, change);
}

/** Those that nobody bears: an identifier that the organisation bore is not recorded again. */
async function identify(tx: Transaction, id: string, { identifiers, since }: MemberLine): Promise<void> {
  for (const identifier of identifiers) {
    const { status } = await tx.read(identifierClaim, identifierKey(identifier));
    if (status === 'claimed') continue;
    const command = { type: 'IdentifyOrganisation', organisationId: id, identifier, since } as const;
    await claim(tx, id, await tx.decide(organisation, id, command));
  }
}

async function claim(tx: Transaction, bearerId: string, { before, after }: Change<Organisation>): Promise<void> {
  const borne = { before: borneBy(before), after: borneBy(after) };
  await claimIdentifiers(tx, { bearer: 'organisation', bearerId }, borne);
}

async function admit(
  tx: Transaction,
  organisationId: string,
  { id: clusterId, body: asked, effectiveAt: since }: Request,
) {
  const { college, antennaId, segment } = asked;
  const id = membershipId(clusterId, organisationId);
  const facts = { membershipId: id, clusterId, organisationId, college, antennaId, segment, since };
  const around = await surroundings(tx, { clusterId, antennaId, organisationId });
  await tx.decide(membership, id, { type: 'AdmitMember', ...facts, in: around });
}
