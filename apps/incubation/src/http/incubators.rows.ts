import { z } from 'zod';
import { command, commandTable } from '#libs/commands';
import { nameSchema } from '#libs/contracts';
import { incubator } from '../domain/incubator/incubator.decide.ts';
import { incubationRefusals } from './refusals.table.ts';

export const incubatorCommands = commandTable({
  context: 'incubation',
  resource: 'incubators',
  refusals: incubationRefusals,
  rows: [
    command(incubator, {
      summary: 'Open an incubator.',
      body: z.strictObject({ name: nameSchema, site: nameSchema }).meta({ id: 'OpenIncubator' }),
      roles: ['admin'],
      refusals: ['INC_INCUBATOR_EXISTS'],
      run: (tx, { id, body, effectiveAt }) =>
        tx.decide(incubator, id, { type: 'OpenIncubator', incubatorId: id, ...body, since: effectiveAt }),
    }),
    command(incubator, {
      verb: 'rename',
      summary: 'Give an incubator another name from a day on.',
      body: z.strictObject({ name: nameSchema }).meta({ id: 'RenameIncubator' }),
      roles: ['admin'],
      refusals: ['INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'],
      run: (tx, { id, body, effectiveAt }) =>
        tx.decide(incubator, id, { type: 'RenameIncubator', incubatorId: id, ...body, since: effectiveAt }),
    }),
    command(incubator, {
      verb: 'dissolve',
      summary: 'Dissolve an incubator; its history stays.',
      body: z.strictObject({}).meta({ id: 'DissolveIncubator' }),
      roles: ['admin'],
      refusals: ['INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'],
      run: (tx, { id, effectiveAt }) =>
        tx.decide(incubator, id, { type: 'DissolveIncubator', incubatorId: id, on: effectiveAt }),
    }),
  ],
});
