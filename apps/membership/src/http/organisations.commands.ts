import { z } from 'zod';
import { command, step, type CommandTable, type DecisionStep } from '#libs/commands';
import {
  declaredFigureSchema,
  nameSchema,
  organisationKindSchema,
  rnaSchema,
  sirenSchema,
  uuidSchema,
} from '#libs/contracts';
import {
  organisation,
  organisationStream,
  type OrganisationCommand,
} from '../domain/organisation/organisation.decide.ts';
import { sirenClaim, sirenStream } from '../domain/organisation/siren-claim.ts';
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

function onOrganisation(about: OrganisationCommand): DecisionStep {
  return step(organisation, organisationStream(about.organisationId), about);
}

/** The claim that makes a SIREN belong to one organisation; none where no SIREN is given. */
export function claimSteps(siren: string | undefined, organisationId: string): readonly DecisionStep[] {
  return siren === undefined
    ? []
    : [step(sirenClaim, sirenStream(siren), { type: 'ClaimSiren', siren, organisationId })];
}

export const organisationCommands: CommandTable = {
  context: 'membership',
  resource: 'organisations',
  refusals: membershipRefusals,
  rows: [
    command({
      summary: 'Register an organisation under an id that never dies; `effectiveAt` is the day from which it is known.',
      body: registerSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => actsFor(body.clusterId),
      refusals: ['MBR_SIREN_INVALID', 'MBR_ORGANISATION_EXISTS', 'MBR_SIREN_TAKEN'],
      steps: ({ id, body: { clusterId: _clusterId, ...facts }, effectiveAt }) => [
        onOrganisation({ type: 'RegisterOrganisation', organisationId: id, ...facts, since: effectiveAt }),
        ...claimSteps(facts.siren, id),
      ],
    }),
    command({
      verb: 'rename',
      summary: 'Give an organisation another name from a day on; it may be recorded late.',
      body: renameSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => actsFor(body.clusterId),
      refusals: ['MBR_ORGANISATION_NOT_FOUND', 'MBR_DATE_BEFORE_START'],
      steps: ({ id, body: { name }, effectiveAt: since }) => [
        onOrganisation({ type: 'RenameOrganisation', organisationId: id, name, since }),
      ],
    }),
    command({
      verb: 'declare-figure',
      summary: 'Record a figure as a source declared it; another source may declare another value.',
      body: figureSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => actsFor(body.clusterId),
      refusals: ['MBR_ORGANISATION_NOT_FOUND'],
      steps: ({ id, body: { figure } }) => [onOrganisation({ type: 'DeclareFigure', organisationId: id, figure })],
    }),
  ],
};
