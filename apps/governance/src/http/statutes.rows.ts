import { z } from 'zod';
import { commandOf, commandTable, factCommands } from '#libs/commands';
import { clauseSchema, sha256Schema, statutesEvents } from '#libs/contracts';
import { statutes } from '../domain/statutes/statutes.ts';
import { absentCluster } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

/** The statutes of a cluster have the id of the cluster. */
export const statutesCommands = commandTable('governance.statutes', governanceRefusals, [
  commandOf(statutes, 'AdoptStatutes', {
    verb: 'adopt',
    summary: 'Adopt a version of the statutes of a cluster, in force from a day on.',
    body: {
      statutesVersion: z.int().min(1).optional().describe('Default: the next number.'),
      clauses: z.strictObject({ ordinary: clauseSchema, amendment: clauseSchema, dissolution: clauseSchema }),
      documentSha256: sha256Schema.optional(),
    },
    scope: ({ id }) => [id],
    reports: {
      StatutesAdopted: statutesEvents.StatutesAdopted.schema.pick({ statutesVersion: true, inForceFrom: true }),
    },
    unless: ({ id, effectiveAt, copies }) => absentCluster(copies, id, effectiveAt),
    refusals: ['GOV_CLUSTER_ABSENT', 'GOV_STATUTES_VERSION_EXISTS', 'GOV_STATUTES_MAJORITY_UNATTAINABLE'],
    decide: ({ id, body, effectiveAt }) => ({ clusterId: id, ...body, inForceFrom: effectiveAt }),
  }),
  ...factCommands(statutes, {
    scope: ({ id }) => [id],
    refusals: [...FACT_REFUSALS, 'GOV_STATUTES_MAJORITY_UNATTAINABLE'],
  }),
]);
