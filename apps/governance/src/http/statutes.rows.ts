import { z } from 'zod';
import { commandOf, commandTable, factCommands } from '#libs/commands';
import { sha256Schema, statutesEvents, statutesRules } from '#libs/contracts';
import { statutes } from '../domain/statutes/statutes.ts';
import { absentCluster } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

const FAULTS = [
  'GOV_STATUTES_CLAUSE_TWICE',
  'GOV_STATUTES_GROUP_TWICE',
  'GOV_STATUTES_MAJORITY_UNATTAINABLE',
  'GOV_STATUTES_QUORUM_UNATTAINABLE',
] as const;

/** The statutes of a cluster have the id of the cluster. */
export const statutesCommands = commandTable('governance.statutes', governanceRefusals, [
  commandOf(statutes, 'AdoptStatutes', {
    verb: 'adopt',
    summary: 'Adopt a version of the statutes of a cluster, in force from a day on.',
    body: {
      statutesVersion: z.int().min(1).optional().describe('Default: the next number.'),
      ...statutesRules,
      documentSha256: sha256Schema.optional(),
    },
    scope: ({ id }) => [id],
    reports: {
      StatutesAdopted: statutesEvents.StatutesAdopted.schema.pick({ statutesVersion: true, inForceFrom: true }),
    },
    unless: ({ id, effectiveAt, copies }) => absentCluster(copies, id, effectiveAt),
    refusals: ['GOV_CLUSTER_ABSENT', 'GOV_STATUTES_VERSION_EXISTS', ...FAULTS],
    decide: ({ id, body, effectiveAt }) => ({ clusterId: id, ...body, inForceFrom: effectiveAt }),
  }),
  ...factCommands(statutes, {
    scope: ({ id }) => [id],
    refusals: [...FACT_REFUSALS, ...FAULTS],
  }),
]);
