import {
  clusterKindSchema,
  dateSchema,
  declaredFigureSchema,
  departmentsSchema,
  nameKindSchema,
  nameSchema,
  rnaSchema,
  sirenSchema,
  uuidSchema,
} from '#libs/contracts';
import { commandOf, commandTable, factCommands, type CommandRequest, type Transaction } from '#libs/commands';
import { cluster, notActiveOn, type Cluster, type ClusterMissing } from '../domain/cluster/cluster.ts';
import { noPredecessor, type NoPredecessor } from '../domain/cluster/cluster.operators.ts';
import { registeredWith, type Borne } from '../domain/organisation/organisation.identifiers.ts';
import { succeededOn } from '../read-models/clusters/lineage.ts';
import { engagements } from '../read-models/engagements/engagements.projection.ts';
import { importMember } from './member-line.command.ts';
import { claimIdentifiers } from './organisations.rows.ts';
import { FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

/** The identifiers with which a cluster was registered. */
function borneBy(state: Cluster): readonly Borne[] {
  return state.status === 'absent' ? [] : registeredWith(state.registration);
}

const ENDED = ['MBR_CLUSTER_DISSOLVED', 'MBR_CLUSTER_SUCCEEDED', 'MBR_DATE_BEFORE_START'] as const;

export const clusterCommands = commandTable('membership.clusters', membershipRefusals, [
  commandOf(cluster, 'RegisterCluster', {
    summary: 'Register a cluster; `effectiveAt` is the day of its foundation.',
    body: {
      kind: clusterKindSchema.default('cluster'),
      name: nameSchema,
      nameKind: nameKindSchema.default('final'),
      seat: nameSchema,
      departments: departmentsSchema.default([]),
      siren: sirenSchema.optional(),
      rna: rnaSchema.optional(),
      operationId: uuidSchema.optional().describe('The merger operation that it is founded for, ahead of the effect.'),
    },
    refusals: ['MBR_SIREN_INVALID', 'MBR_CLUSTER_EXISTS', 'MBR_IDENTIFIER_TAKEN'],
    decide: ({ id, body, effectiveAt }) => ({ clusterId: id, ...body, since: effectiveAt }),
    also: (tx, { id: bearerId }, { before, after }) =>
      claimIdentifiers(tx, { bearer: 'cluster', bearerId }, { before: borneBy(before), after: borneBy(after) }),
  }),
  commandOf(cluster, 'NameCluster', {
    verb: 'name',
    summary: 'Name a cluster from a day on; the name may be kept confidential until a date.',
    body: {
      name: nameSchema,
      nameKind: nameKindSchema.default('final'),
      embargoUntil: dateSchema.optional().describe('Before this day only readers with the right see the name.'),
    },
    scope: ({ id }) => [id],
    refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED],
    decide: ({ id, body, effectiveAt }) => ({ clusterId: id, ...body, since: effectiveAt }),
  }),
  commandOf(cluster, 'MoveCluster', {
    verb: 'move',
    summary: 'Record that a cluster has its seat elsewhere from a day on.',
    body: {
      seat: nameSchema,
      departments: departmentsSchema.optional().describe('Its territory from then on. Default: as before.'),
    },
    scope: ({ id }) => [id],
    refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED],
    decide: ({ id, body, effectiveAt }) => ({ clusterId: id, ...body, since: effectiveAt }),
  }),
  commandOf(cluster, 'DeclareClusterFigure', {
    verb: 'declare-figure',
    summary: 'Record a figure as a source declared it; another source may declare another value.',
    body: { figure: declaredFigureSchema },
    scope: ({ id }) => [id],
    refusals: ['MBR_CLUSTER_NOT_FOUND'],
    decide: ({ id, body }) => ({ clusterId: id, ...body }),
  }),
  commandOf(cluster, 'FallDormant', {
    verb: 'fall-dormant',
    summary: 'Declare a cluster dormant from a day on.',
    body: { revivedOn: dateSchema.optional().describe('Of a dormancy that is over, the day on which it was.') },
    scope: ({ id }) => [id],
    refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED],
    decide: ({ id, body, effectiveAt }) => ({ clusterId: id, ...body, on: effectiveAt }),
  }),
  commandOf(cluster, 'ReviveCluster', {
    verb: 'revive',
    summary: 'Revive a dormant cluster from a day on.',
    scope: ({ id }) => [id],
    refusals: ['MBR_CLUSTER_NOT_FOUND', 'MBR_CLUSTER_NOT_DORMANT', ...ENDED],
    decide: ({ id, effectiveAt }) => ({ clusterId: id, on: effectiveAt }),
  }),
  commandOf(cluster, 'DissolveCluster', {
    verb: 'dissolve',
    summary: 'Dissolve a cluster without a successor.',
    body: { reason: nameSchema.optional() },
    refusals: ['MBR_CLUSTER_NOT_FOUND', ...ENDED, 'MBR_CLUSTER_ENGAGED'],
    decide: async ({ id, body, effectiveAt, copies }) => {
      const engaged = await (await copies.of(engagements)).get(id);
      return { clusterId: id, ...body, engagedBy: engaged?.operationId, on: effectiveAt };
    },
  }),
  commandOf(cluster, 'AuthoriseOperators', {
    verb: 'authorise-operators',
    summary: 'Let the operators of a predecessor act for a cluster, from a day on until it is revoked.',
    body: {
      predecessorId: uuidSchema.describe('A cluster to which this one has succeeded, by one merger or several.'),
      revokedOn: dateSchema.optional().describe('Of an authorisation that is over, the first day after it.'),
    },
    refusals: ['MBR_CLUSTER_NOT_FOUND', 'MBR_NO_PREDECESSOR'],
    decide: async ({ id, body, effectiveAt, copies }) => {
      const day = await succeededOn(copies, id, body.predecessorId);
      return { clusterId: id, ...body, since: effectiveAt, succeededOn: day };
    },
  }),
  commandOf(cluster, 'RevokeOperators', {
    verb: 'revoke-operators',
    summary: 'From a day on, let the operators of a predecessor act for a cluster no more.',
    body: { predecessorId: uuidSchema },
    refusals: ['MBR_CLUSTER_NOT_FOUND'],
    decide: ({ id, body, effectiveAt }) => ({ clusterId: id, ...body, on: effectiveAt }),
  }),
  importMember,
  ...factCommands(cluster, {
    only: ['ClusterFellDormant', 'ClusterRevived', 'ClusterNamed', 'ClusterMoved', 'ClusterFigureDeclared'],
    scope: ({ id }) => [id],
    unless: async (changes, { id }, tx) => behindSuccession(await tx.read(cluster, id), id, changes),
    refusals: [...FACT_REFUSALS, ...ENDED, 'MBR_CLUSTER_NOT_FOUND'],
  }),
  ...factCommands(cluster, {
    only: ['ClusterRegistered', 'ClusterDissolved'],
    unless: async (changes, { id }, tx) => behindSuccession(await tx.read(cluster, id), id, changes),
    refusals: [...FACT_REFUSALS, ...ENDED, 'MBR_CLUSTER_NOT_FOUND'],
  }),
  ...factCommands(cluster, {
    only: ['ClusterOperatorsAuthorised', 'ClusterOperatorsRevoked'],
    unless: beforeSuccession,
    refusals: [...FACT_REFUSALS, 'MBR_NO_PREDECESSOR'],
  }),
]);

/** What a correction makes of the day of a fact. */
interface Dated {
  readonly since?: string;
  readonly on?: string;
}

/** Why a fact cannot be of the day to which it is corrected: its cluster is not there that day. */
export function unfitDay(state: Cluster, clusterId: string, { since, on }: Dated): ClusterMissing | undefined {
  const day = since ?? on;
  return day === undefined ? undefined : notActiveOn(state, clusterId, day);
}

/** A succession leaves without effect what was planned for later days; nothing is put there afterwards. */
function behindSuccession(state: Cluster, clusterId: string, changes: Dated): ClusterMissing | undefined {
  return state.status === 'succeeded' ? unfitDay(state, clusterId, changes) : undefined;
}

/** Why an authorisation cannot have begun on the day to which it is corrected. */
async function beforeSuccession(
  { since }: Dated,
  { id, body, copies }: CommandRequest<unknown>,
  tx: Transaction,
): Promise<NoPredecessor | undefined> {
  const { facts } = await tx.read(cluster, id);
  const known = facts.find((each) => each.id === (body as { readonly fact: string }).fact)?.event;
  if (since === undefined || known?.type !== 'ClusterOperatorsAuthorised') return undefined;
  return noPredecessor({ ...known, since }, await succeededOn(copies, id, known.predecessorId));
}
