import { z } from 'zod';
import {
  declaredFigureSchema,
  nameSchema,
  organisationKindSchema,
  rnaSchema,
  sirenSchema,
  uuidSchema,
} from '#libs/contracts';
import { command, commandTable, type Transaction } from '#libs/commands';
import { organisation } from '../domain/organisation/organisation.decide.ts';
import { sirenClaim } from '../domain/organisation/siren-claim.ts';
import { membershipRefusals } from './refusals.table.ts';

/** Organisations belong to no cluster, so an operator says for which of its clusters it acts. */
const acting = { clusterId: uuidSchema.optional().describe('The cluster for which an operator acts.') };
const actsFor = (clusterId: string | undefined): readonly string[] => (clusterId === undefined ? [] : [clusterId]);

const registerSchema = z
  .strictObject({
    ...acting,
    name: nameSchema,
    kind: organisationKindSchema,
    siren: sirenSchema.optional(),
    rna: rnaSchema.optional(),
    sizeClass: z.enum(['tpe', 'sme', 'mid-size', 'large']).optional(),
  })
  .meta({ id: 'RegisterOrganisation' });
const renameSchema = z.strictObject({ ...acting, name: nameSchema }).meta({ id: 'RenameOrganisation' });
const figureSchema = z
  .strictObject({ ...acting, figure: declaredFigureSchema })
  .meta({ id: 'DeclareOrganisationFigure' });

/** Makes a SIREN belong to one organisation, where one is given. */
export async function claimSiren(tx: Transaction, siren: string | undefined, organisationId: string): Promise<void> {
  if (siren !== undefined) await tx.decide(sirenClaim, siren, { type: 'ClaimSiren', siren, organisationId });
}

export const organisationCommands = commandTable({
  context: 'membership',
  resource: 'organisations',
  refusals: membershipRefusals,
  rows: [
    command(organisation, {
      summary: 'Register an organisation under an id that never dies; `effectiveAt` is the day from which it is known.',
      body: registerSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => actsFor(body.clusterId),
      refusals: ['MBR_SIREN_INVALID', 'MBR_ORGANISATION_EXISTS', 'MBR_SIREN_TAKEN'],
      run: async (tx, { id, body: { clusterId: _clusterId, ...facts }, effectiveAt: since }) => {
        await tx.decide(organisation, id, { type: 'RegisterOrganisation', organisationId: id, ...facts, since });
        await claimSiren(tx, facts.siren, id);
      },
    }),
    command(organisation, {
      verb: 'rename',
      summary: 'Give an organisation another name from a day on; it may be recorded late.',
      body: renameSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => actsFor(body.clusterId),
      refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, body: { name }, effectiveAt: since }) =>
        tx.decide(organisation, id, { type: 'RenameOrganisation', organisationId: id, name, since }),
    }),
    command(organisation, {
      verb: 'declare-figure',
      summary: 'Record a figure as a source declared it; another source may declare another value.',
      body: figureSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => actsFor(body.clusterId),
      refusals: ['MBR_ORGANISATION_NOT_FOUND'],
      run: (tx, { id, body: { figure } }) =>
        tx.decide(organisation, id, { type: 'DeclareFigure', organisationId: id, figure }),
    }),
  ],
});
