import { z } from 'zod';
import { command, step, type CommandTable, type DecisionStep } from '#libs/commands';
import {
  clusterKindSchema,
  dateSchema,
  declaredFigureSchema,
  departmentSchema,
  nameKindSchema,
  nameSchema,
  rnaSchema,
  sirenSchema,
} from '#libs/contracts';
import { cluster, clusterStream, type ClusterCommand } from '../domain/cluster/cluster.decide.ts';
import { claimSteps } from './organisations.commands.ts';
import { membershipRefusals, type MembershipCode } from './refusals.table.ts';

const registerSchema = z
  .strictObject({
    kind: clusterKindSchema.default('cluster'),
    name: nameSchema,
    nameKind: nameKindSchema.default('final'),
    seat: nameSchema,
    departments: z.array(departmentSchema).default([]),
    siren: sirenSchema.optional(),
    rna: rnaSchema.optional(),
  })
  .meta({ id: 'RegisterCluster' });
const nameClusterSchema = z
  .strictObject({
    name: nameSchema,
    nameKind: nameKindSchema.default('final'),
    embargoUntil: dateSchema.optional().describe('Before this day only readers with the right see the name.'),
  })
  .meta({ id: 'NameCluster' });
const figureSchema = z.strictObject({ figure: declaredFigureSchema }).meta({ id: 'DeclareClusterFigure' });
const dissolveSchema = z.strictObject({ reason: nameSchema.optional() }).meta({ id: 'DissolveCluster' });

const ENDED = ['MBR_CLUSTER_DISSOLVED', 'MBR_CLUSTER_SUCCEEDED'] as const satisfies readonly MembershipCode[];
const roles = ['admin', 'operator'] as const;

export function onCluster(about: ClusterCommand): DecisionStep {
  return step(cluster, clusterStream(about.clusterId), about);
}

export const clusterCommands: CommandTable = {
  context: 'membership',
  resource: 'clusters',
  refusals: membershipRefusals,
  rows: [
    command({
      summary: 'Register a cluster; `effectiveAt` is the day of its foundation.',
      body: registerSchema,
      roles: ['admin'],
      refusals: ['MBR_SIREN_INVALID', 'MBR_CLUSTER_EXISTS', 'MBR_SIREN_TAKEN'],
      steps: ({ id, body, effectiveAt }) => [
        onCluster({ type: 'RegisterCluster', clusterId: id, ...body, since: effectiveAt }),
        ...claimSteps(body.siren, id),
      ],
    }),
    command({
      verb: 'name',
      summary: 'Name a cluster from a day on; the name may be kept confidential until a date.',
      body: nameClusterSchema,
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED, 'MBR_DATE_BEFORE_START'],
      steps: ({ id, body, effectiveAt }) => [
        onCluster({ type: 'NameCluster', clusterId: id, ...body, since: effectiveAt }),
      ],
    }),
    command({
      verb: 'declare-figure',
      summary: 'Record a figure as a source declared it; another source may declare another value.',
      body: figureSchema,
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND'],
      steps: ({ id, body: { figure } }) => [onCluster({ type: 'DeclareFigure', clusterId: id, figure })],
    }),
    command({
      verb: 'fall-dormant',
      summary: 'A cluster has no activity from a day on.',
      body: z.strictObject({}).meta({ id: 'FallDormant' }),
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED, 'MBR_DATE_BEFORE_START'],
      steps: ({ id, effectiveAt: on }) => [onCluster({ type: 'FallDormant', clusterId: id, on })],
    }),
    command({
      verb: 'revive',
      summary: 'A dormant cluster is active again from a day on.',
      body: z.strictObject({}).meta({ id: 'ReviveCluster' }),
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND', 'MBR_CLUSTER_NOT_DORMANT', ...ENDED, 'MBR_DATE_BEFORE_START'],
      steps: ({ id, effectiveAt: on }) => [onCluster({ type: 'ReviveCluster', clusterId: id, on })],
    }),
    command({
      verb: 'dissolve',
      summary: 'Dissolve a cluster to which nobody succeeds.',
      body: dissolveSchema,
      roles: ['admin'],
      refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED, 'MBR_DATE_BEFORE_START'],
      steps: ({ id, body, effectiveAt: on }) => [onCluster({ type: 'DissolveCluster', clusterId: id, ...body, on })],
    }),
  ],
};
