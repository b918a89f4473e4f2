import { command, type CommandTable } from '#libs/commands';
import { onStatutes } from '../streams.ts';
import { governanceRefusals } from './refusals.table.ts';
import { adoptStatutesSchema } from './requests.ts';

/** The statutes of a cluster stand under the id of the cluster. */
export const statutesCommands: CommandTable = {
  context: 'governance',
  resource: 'statutes',
  refusals: governanceRefusals,
  rows: [
    command({
      verb: 'adopt',
      summary: 'Adopt a version of the statutes of a cluster, in force from a day on.',
      body: adoptStatutesSchema,
      roles: ['admin', 'operator'],
      scope: ({ id }) => [id],
      refusals: [
        'GOV_STATUTES_VERSION_EXISTS',
        'GOV_STATUTES_VERSION_NOT_RISING',
        'GOV_STATUTES_DAY_NOT_RISING',
        'GOV_STATUTES_MAJORITY_UNATTAINABLE',
      ],
      steps: ({ id, body, effectiveAt }) => [
        onStatutes(id, { type: 'AdoptStatutes', clusterId: id, ...body, inForceFrom: effectiveAt }),
      ],
    }),
  ],
};
