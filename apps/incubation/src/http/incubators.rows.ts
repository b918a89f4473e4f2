import { commandOf, commandTable, factCommands } from '#libs/commands';
import { nameSchema } from '#libs/contracts';
import { incubator } from '../domain/incubator/incubator.ts';
import { FACT_REFUSALS, incubationRefusals } from './refusals.table.ts';

export const INCUBATOR_ABSENT = ['INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'] as const;

export const incubatorCommands = commandTable('incubation.incubators', incubationRefusals, [
  commandOf(incubator, 'OpenIncubator', {
    summary: 'Open an incubator.',
    body: { name: nameSchema, site: nameSchema },
    refusals: ['INC_INCUBATOR_EXISTS'],
    decide: ({ id, body, effectiveAt }) => ({ incubatorId: id, ...body, since: effectiveAt }),
  }),
  commandOf(incubator, 'RenameIncubator', {
    verb: 'rename',
    summary: 'Rename an incubator from a day on.',
    body: { name: nameSchema },
    refusals: INCUBATOR_ABSENT,
    decide: ({ id, body, effectiveAt }) => ({ incubatorId: id, ...body, since: effectiveAt }),
  }),
  commandOf(incubator, 'DissolveIncubator', {
    verb: 'dissolve',
    summary: 'Dissolve an incubator; its history stays.',
    refusals: INCUBATOR_ABSENT,
    decide: ({ id, effectiveAt }) => ({ incubatorId: id, on: effectiveAt }),
  }),
  ...factCommands(incubator, { refusals: FACT_REFUSALS }),
]);
