import { z } from 'zod';
import { command, commandTable } from '#libs/commands';
import { nameSchema, personSchema, uuidSchema } from '#libs/contracts';
import { role } from '../domain/role/role.decide.ts';
import { governanceRefusals } from './refusals.table.ts';

const assignRole = z
  .strictObject({ clusterId: uuidSchema, title: nameSchema, person: personSchema })
  .meta({ id: 'AssignRole' });

export const roleCommands = commandTable({
  context: 'governance',
  resource: 'roles',
  refusals: governanceRefusals,
  rows: [
    command(role, {
      summary: 'Appoint a person to a role (director, general delegate); it is not a mandate.',
      body: assignRole,
      roles: ['admin', 'operator'],
      scope: ({ body: { clusterId } }) => [clusterId],
      refusals: ['GOV_ROLE_EXISTS'],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(role, id, { type: 'AssignRole', roleId: id, ...facts, since: effectiveAt }),
    }),
    command(role, {
      verb: 'end',
      summary: 'End an appointed role; the day is the first on which the person fills it no more.',
      body: z.strictObject({ reason: nameSchema.optional() }).meta({ id: 'EndRole' }),
      roles: ['admin', 'operator'],
      scope: async ({ id }, tx) => {
        const state = await tx.read(role, id);
        return state.status === 'absent' ? [] : [state.assigned.clusterId];
      },
      refusals: ['GOV_ROLE_NOT_FOUND', 'GOV_ROLE_ENDED', 'GOV_ROLE_END_BEFORE_START'],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(role, id, { type: 'EndRole', roleId: id, ...facts, on: effectiveAt }),
    }),
  ],
});
