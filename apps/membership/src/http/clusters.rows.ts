import { z } from 'zod';
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
import { command, commandTable } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.decide.ts';
import { claimSiren } from './organisations.rows.ts';
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

export const clusterCommands = commandTable({
  context: 'membership',
  resource: 'clusters',
  refusals: membershipRefusals,
  rows: [
    command(cluster, {
      summary: 'Register a cluster; `effectiveAt` is the day of its foundation.',
      body: registerSchema,
      roles: ['admin'],
      refusals: ['MBR_SIREN_INVALID', 'MBR_CLUSTER_EXISTS', 'MBR_SIREN_TAKEN'],
      run: async (tx, { id, body, effectiveAt }) => {
        await tx.decide(cluster, id, { type: 'RegisterCluster', clusterId: id, ...body, since: effectiveAt });
        await claimSiren(tx, body.siren, id);
      },
    }),
    command(cluster, {
      verb: 'name',
      summary: 'Name a cluster from a day on; the name may be kept confidential until a date.',
      body: nameClusterSchema,
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED, 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, body, effectiveAt }) =>
        tx.decide(cluster, id, { type: 'NameCluster', clusterId: id, ...body, since: effectiveAt }),
    }),
    command(cluster, {
      verb: 'declare-figure',
      summary: 'Record a figure as a source declared it; another source may declare another value.',
      body: figureSchema,
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND'],
      run: (tx, { id, body: { figure } }) => tx.decide(cluster, id, { type: 'DeclareFigure', clusterId: id, figure }),
    }),
    command(cluster, {
      verb: 'fall-dormant',
      summary: 'A cluster has no activity from a day on.',
      body: z.strictObject({}).meta({ id: 'FallDormant' }),
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED, 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, effectiveAt: on }) => tx.decide(cluster, id, { type: 'FallDormant', clusterId: id, on }),
    }),
    command(cluster, {
      verb: 'revive',
      summary: 'A dormant cluster is active again from a day on.',
      body: z.strictObject({}).meta({ id: 'ReviveCluster' }),
      roles,
      scope: ({ id }) => [id],
      refusals: ['MBR_CLUSTER_NOT_FOUND', 'MBR_CLUSTER_NOT_DORMANT', ...ENDED, 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, effectiveAt: on }) => tx.decide(cluster, id, { type: 'ReviveCluster', clusterId: id, on }),
    }),
    command(cluster, {
      verb: 'dissolve',
      summary: 'Dissolve a cluster to which nobody succeeds.',
      body: dissolveSchema,
      roles: ['admin'],
      refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED, 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, body, effectiveAt: on }) =>
        tx.decide(cluster, id, { type: 'DissolveCluster', clusterId: id, ...body, on }),
    }),
  ],
});
