import { commandOf, commandTable, factCommands } from '#libs/commands';
import { nameSchema, personSchema, uuidSchema } from '#libs/contracts';
import { role } from '../domain/role/role.ts';
import { clusterOf } from './bodies.rows.ts';
import { absentCluster } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

const clusterOfRole = clusterOf(role, ({ assigned }) => assigned);

export const roleCommands = commandTable('governance.roles', governanceRefusals, [
  commandOf(role, 'AssignRole', {
    summary: 'Appoint a person to a role (director, general delegate); it is not a mandate.',
    body: { clusterId: uuidSchema, title: nameSchema, person: personSchema },
    scope: ({ body: { clusterId } }) => [clusterId],
    unless: ({ body: { clusterId }, effectiveAt, copies }) => absentCluster(copies, clusterId, effectiveAt),
    refusals: ['GOV_CLUSTER_ABSENT', 'GOV_ROLE_EXISTS'],
    decide: ({ id, body, effectiveAt }) => ({ roleId: id, ...body, since: effectiveAt }),
  }),
  commandOf(role, 'EndRole', {
    verb: 'end',
    summary: 'End an appointed role; the day is the first one after it.',
    body: { reason: nameSchema.optional() },
    scope: ({ id }, tx) => clusterOfRole(tx, id),
    refusals: ['GOV_ROLE_NOT_FOUND', 'GOV_ROLE_ENDED', 'GOV_ROLE_END_BEFORE_START'],
    decide: ({ id, body, effectiveAt }) => ({ roleId: id, ...body, on: effectiveAt }),
  }),
  ...factCommands(role, { scope: ({ id }, tx) => clusterOfRole(tx, id), refusals: FACT_REFUSALS }),
]);
