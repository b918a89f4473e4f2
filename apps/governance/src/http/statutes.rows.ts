import { z } from 'zod';
import { command, commandTable } from '#libs/commands';
import { clauseSchema, sha256Schema } from '#libs/contracts';
import { statutes } from '../domain/statutes/statutes.decide.ts';
import { governanceRefusals } from './refusals.table.ts';

const adoptStatutes = z
  .strictObject({
    statutesVersion: z.int().min(1).optional().describe('The next one unless given.'),
    clauses: z.strictObject({ ordinary: clauseSchema, amendment: clauseSchema, dissolution: clauseSchema }),
    documentSha256: sha256Schema.optional(),
  })
  .meta({ id: 'AdoptStatutes' });

/** The statutes of a cluster stand under the id of the cluster. */
export const statutesCommands = commandTable({
  context: 'governance',
  resource: 'statutes',
  refusals: governanceRefusals,
  rows: [
    command(statutes, {
      verb: 'adopt',
      summary: 'Adopt a version of the statutes of a cluster, in force from a day on.',
      body: adoptStatutes,
      roles: ['admin', 'operator'],
      scope: ({ id }) => [id],
      refusals: [
        'GOV_STATUTES_VERSION_EXISTS',
        'GOV_STATUTES_VERSION_NOT_RISING',
        'GOV_STATUTES_DAY_NOT_RISING',
        'GOV_STATUTES_MAJORITY_UNATTAINABLE',
      ],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(statutes, id, { type: 'AdoptStatutes', clusterId: id, ...facts, inForceFrom: effectiveAt }),
    }),
  ],
});
