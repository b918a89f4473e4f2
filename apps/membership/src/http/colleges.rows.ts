import { admissionPolicyShape, dateSchema, nameSchema } from '#libs/contracts';
import { commandOf, commandTable, factCommands } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.ts';
import { college } from '../domain/colleges/college.ts';
import { unfitDay } from './clusters.rows.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

const name = { college: nameSchema.describe('Its name, as memberships and fees name it.') };

/** Colleges have the id of their cluster, and a name in it. */
export const collegeCommands = commandTable('membership.colleges', membershipRefusals, [
  commandOf(college, 'OpenCollege', {
    verb: 'open',
    summary: 'Open a college of a cluster. Once a cluster has one, members are placed in colleges that it has only.',
    body: {
      ...name,
      closedOn: dateSchema.optional().describe('Of a college of the past, the first day on which it was closed.'),
    },
    scope: ({ id }) => [id],
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { clusterId: id, ...body, since, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(college, 'SetAdmissionPolicy', {
    verb: 'set-admission-policy',
    summary:
      'Set whom a college admits from a day on, and which organ decides. Earlier applications keep their policy.',
    body: {
      ...name,
      ...admissionPolicyShape,
      needsIdentifier: admissionPolicyShape.needsIdentifier.default(false),
    },
    scope: ({ id }) => [id],
    refusals: [...CLUSTER_UNFIT, 'MBR_COLLEGE_NOT_FOUND', 'MBR_COLLEGE_CLOSED'],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { clusterId: id, ...body, since, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(college, 'CloseCollege', {
    verb: 'close',
    summary: 'Close a college from a day on: it takes nobody in any more. Its members stay members.',
    body: name,
    scope: ({ id }) => [id],
    refusals: ['MBR_COLLEGE_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ clusterId: id, ...body, on }),
  }),
  ...factCommands(college, {
    scope: ({ id }) => [id],
    unless: async (changes, { id }, tx) => unfitDay(await tx.read(cluster, id), id, changes),
    refusals: [...FACT_REFUSALS, ...CLUSTER_UNFIT],
  }),
]);
