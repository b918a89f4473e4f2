import { command, type CommandTable } from '#libs/commands';
import { onBody } from '../streams.ts';
import { clusterOfBody } from './lookups.ts';
import { governanceRefusals } from './refusals.table.ts';
import { createBodySchema, nothingMore, resizeBodySchema } from './requests.ts';

export const bodyCommands: CommandTable = {
  context: 'governance',
  resource: 'bodies',
  refusals: governanceRefusals,
  rows: [
    command({
      summary: 'Create a body of a cluster: its assembly, board, bureau, a college or a steering committee.',
      body: createBodySchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => [body.clusterId],
      refusals: ['GOV_BODY_EXISTS'],
      steps: ({ id, body, effectiveAt }) => [
        onBody(id, { type: 'CreateBody', bodyId: id, ...body, since: effectiveAt }),
      ],
    }),
    command({
      verb: 'resize',
      summary: 'Decide the number of seats of a body anew from a day on; some may be reserved.',
      body: resizeBodySchema,
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfBody(request),
      refusals: [
        'GOV_BODY_NOT_FOUND',
        'GOV_BODY_ABOLISHED',
        'GOV_BODY_BEFORE_CREATION',
        'GOV_BODY_RESERVED_EXCEEDS_SIZE',
      ],
      steps: ({ id, body, effectiveAt }) => [
        onBody(id, { type: 'ResizeBody', bodyId: id, ...body, since: effectiveAt }),
      ],
    }),
    command({
      verb: 'abolish',
      summary: 'Abolish a body by a decision; its history stays.',
      body: nothingMore('AbolishBody'),
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfBody(request),
      refusals: ['GOV_BODY_NOT_FOUND', 'GOV_BODY_ABOLISHED', 'GOV_BODY_BEFORE_CREATION'],
      steps: ({ id, effectiveAt }) => [
        onBody(id, { type: 'AbolishBody', bodyId: id, cause: 'decision', on: effectiveAt }),
      ],
    }),
  ],
};
