import { command, type CommandTable } from '#libs/commands';
import { onRole } from '../streams.ts';
import { clusterOfRole } from './lookups.ts';
import { governanceRefusals } from './refusals.table.ts';
import { assignRoleSchema, endRoleSchema } from './requests.ts';

export const roleCommands: CommandTable = {
  context: 'governance',
  resource: 'roles',
  refusals: governanceRefusals,
  rows: [
    command({
      summary: 'Appoint a person to a role (director, general delegate); it is not a mandate.',
      body: assignRoleSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => [body.clusterId],
      refusals: ['GOV_ROLE_EXISTS'],
      steps: ({ id, body, effectiveAt }) => [
        onRole(id, { type: 'AssignRole', roleId: id, ...body, since: effectiveAt }),
      ],
    }),
    command({
      verb: 'end',
      summary: 'End an appointed role; the day is the first on which the person fills it no more.',
      body: endRoleSchema,
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfRole(request),
      refusals: ['GOV_ROLE_NOT_FOUND', 'GOV_ROLE_ENDED', 'GOV_ROLE_END_BEFORE_START'],
      steps: ({ id, body, effectiveAt }) => [onRole(id, { type: 'EndRole', roleId: id, ...body, on: effectiveAt })],
    }),
  ],
};
