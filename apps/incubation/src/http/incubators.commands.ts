import { z } from 'zod';
import { command, step, type CommandTable } from '#libs/commands';
import { nameSchema } from '#libs/contracts';
import { streamName, type Uuid } from '#libs/kernel';
import { incubator, type IncubatorCommand } from '../domain/incubator/incubator.decide.ts';
import { incubationRefusals } from './refusals.table.ts';

/** The part of an incubator in a command. */
export function onIncubator(id: Uuid, about: IncubatorCommand) {
  return step(incubator, streamName('incubation', 'incubator', id), about);
}

export const incubatorCommands: CommandTable = {
  context: 'incubation',
  resource: 'incubators',
  refusals: incubationRefusals,
  rows: [
    command({
      summary: 'Open an incubator.',
      body: z.strictObject({ name: nameSchema, site: nameSchema }).meta({ id: 'OpenIncubator' }),
      roles: ['admin'],
      refusals: ['INC_INCUBATOR_EXISTS'],
      steps: ({ id, body, effectiveAt }) => [
        onIncubator(id, { type: 'OpenIncubator', incubatorId: id, ...body, since: effectiveAt }),
      ],
    }),
    command({
      verb: 'rename',
      summary: 'Give an incubator another name from a day on.',
      body: z.strictObject({ name: nameSchema }).meta({ id: 'RenameIncubator' }),
      roles: ['admin'],
      refusals: ['INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'],
      steps: ({ id, body, effectiveAt }) => [
        onIncubator(id, { type: 'RenameIncubator', incubatorId: id, ...body, since: effectiveAt }),
      ],
    }),
    command({
      verb: 'dissolve',
      summary: 'Dissolve an incubator; its history stays.',
      body: z.strictObject({}).meta({ id: 'DissolveIncubator' }),
      roles: ['admin'],
      refusals: ['INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'],
      steps: ({ id, effectiveAt }) => [
        onIncubator(id, { type: 'DissolveIncubator', incubatorId: id, on: effectiveAt }),
      ],
    }),
  ],
};
