import { isOpen, periodOn } from '#libs/contracts/facts';
import { z } from 'zod';
import {
  declaredFigureSchema,
  nameSchema,
  organisationKindSchema,
  rnaSchema,
  sirenSchema,
  uuidSchema,
} from '#libs/contracts';
import {
  commandOf,
  commandTable,
  factCommands,
  Forbidden,
  type CommandRequest,
  type Transaction,
} from '#libs/commands';
import { organisation } from '../domain/organisation/organisation.ts';
import { cluster, type Cluster, type ClusterMissing } from '../domain/cluster/cluster.ts';
import { membershipId, periodsOf, type Membership } from '../domain/membership/membership.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { sirenClaim } from '../domain/organisation/siren-claim.ts';
import { FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

/** Organisations belong to no cluster, so an operator says for which of its clusters it acts. */
const acting = { clusterId: uuidSchema.optional().describe('The cluster for which an operator acts.') };

type Acting = CommandRequest<{ readonly clusterId?: string | undefined }>;

const anyCluster = ({ body: { clusterId } }: Acting) => (clusterId === undefined ? [] : [clusterId]);

/** The cluster that has to do with the organisation: it entered it, or has it as a member on that day. */
async function ownCluster(
  { id, body: { clusterId }, effectiveAt }: Acting,
  tx: Transaction,
): Promise<readonly string[]> {
  if (clusterId === undefined) return [];
  const [registered, member] = await Promise.all([
    tx.read(organisation, id),
    tx.read(membership, membershipId(clusterId, id)),
  ]);
  const entered = registered.status === 'registered' && registered.registration.registeredFor === clusterId;
  if (entered || isMemberOn(member, effectiveAt)) return [clusterId];
  const required = 'a cluster that has the organisation as a member on that day, or entered it';
  throw new Forbidden([clusterId], [required], 'the organisation has nothing to do with that cluster');
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

/** Makes a SIREN belong to the one organisation that is registered with it. */
export async function claimSiren(
  tx: Transaction,
  { id: organisationId, body: { siren } }: CommandRequest<{ readonly siren?: string | undefined }>,
): Promise<void> {
  if (siren !== undefined) await tx.decide(sirenClaim, siren, { type: 'ClaimSiren', siren, organisationId });
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
      sizeClass: z.enum(['tpe', 'sme', 'mid-size', 'large']).optional(),
    },
    scope: anyCluster,
    unless: async ({ body: { clusterId } }, tx) =>
      clusterId === undefined ? undefined : unregistered(await tx.read(cluster, clusterId), clusterId),
    refusals: ['MBR_CLUSTER_NOT_FOUND', 'MBR_SIREN_INVALID', 'MBR_ORGANISATION_EXISTS', 'MBR_SIREN_TAKEN'],
    decide: ({ id, body: { clusterId: registeredFor, ...facts }, effectiveAt }) => {
      return { organisationId: id, ...facts, registeredFor, since: effectiveAt };
    },
    also: claimSiren,
  }),
  commandOf(organisation, 'RenameOrganisation', {
    verb: 'rename',
    summary: 'Rename an organisation from a day on; it may be recorded late.',
    body: { ...acting, name: nameSchema },
    scope: ownCluster,
    refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_DATE_BEFORE_START'],
    decide: ({ id, body: { name }, effectiveAt }) => ({ organisationId: id, name, since: effectiveAt }),
  }),
  commandOf(organisation, 'DeclareOrganisationFigure', {
    verb: 'declare-figure',
    summary: 'Record a figure as a source declared it; another source may declare another value.',
    body: { ...acting, figure: declaredFigureSchema },
    scope: ownCluster,
    refusals: ['MBR_ORGANISATION_NOT_FOUND'],
    decide: ({ id, body: { figure } }) => ({ organisationId: id, figure }),
  }),
  ...factCommands(organisation, {
    scope: async ({ id }, tx) => {
      const state = await tx.read(organisation, id);
      const by = state.status === 'absent' ? undefined : state.registration.registeredFor;
      return by === undefined ? [] : [by];
    },
    refusals: FACT_REFUSALS,
  }),
]);
