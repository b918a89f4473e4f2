import { z } from 'zod';
import {
  declaredFigureSchema,
  nameSchema,
  organisationKindSchema,
  rnaSchema,
  sirenSchema,
  uuidSchema,
} from '#libs/contracts';
import { commandOf, commandTable, type CommandRequest, type Transaction } from '#libs/commands';
import { organisation } from '../domain/organisation/organisation.ts';
import { sirenClaim } from '../domain/organisation/siren-claim.ts';
import { membershipRefusals } from './refusals.table.ts';

/** Organisations belong to no cluster, so an operator says for which of its clusters it acts. */
const acting = { clusterId: uuidSchema.optional().describe('The cluster for which an operator acts.') };
const scope = ({ body: { clusterId } }: CommandRequest<{ readonly clusterId?: string | undefined }>) =>
  clusterId === undefined ? [] : [clusterId];

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
    scope,
    refusals: ['MBR_SIREN_INVALID', 'MBR_ORGANISATION_EXISTS', 'MBR_SIREN_TAKEN'],
    decide: ({ id, body: { clusterId: _acting, ...facts }, effectiveAt }) => {
      return { organisationId: id, ...facts, since: effectiveAt };
    },
    also: claimSiren,
  }),
  commandOf(organisation, 'RenameOrganisation', {
    verb: 'rename',
    summary: 'Rename an organisation from a day on; it may be recorded late.',
    body: { ...acting, name: nameSchema },
    scope,
    refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_DATE_BEFORE_START'],
    decide: ({ id, body: { name }, effectiveAt }) => ({ organisationId: id, name, since: effectiveAt }),
  }),
  commandOf(organisation, 'DeclareOrganisationFigure', {
    verb: 'declare-figure',
    summary: 'Record a figure as a source declared it; another source may declare another value.',
    body: { ...acting, figure: declaredFigureSchema },
    scope,
    refusals: ['MBR_ORGANISATION_NOT_FOUND'],
    decide: ({ id, body: { figure } }) => ({ organisationId: id, figure }),
  }),
]);
