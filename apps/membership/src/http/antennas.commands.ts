import { z } from 'zod';
import { command, step, type CommandTable, type DecisionStep } from '#libs/commands';
import { departmentSchema, nameSchema, uuidSchema } from '#libs/contracts';
import { antenna, antennaStream, type AntennaCommand } from '../domain/antenna/antenna.decide.ts';
import { onCluster } from './clusters.commands.ts';
import { membershipRefusals } from './refusals.table.ts';

const openSchema = z
  .strictObject({
    clusterId: uuidSchema,
    name: nameSchema,
    brand: nameSchema.optional(),
    departments: z.array(departmentSchema).default([]),
    originClusterId: uuidSchema.optional().describe('The absorbed cluster of which the antenna is what is left.'),
  })
  .meta({ id: 'OpenAntenna' });
const closeSchema = z
  .strictObject({ clusterId: uuidSchema.describe('The cluster that closes its antenna.') })
  .meta({ id: 'CloseAntenna' });

export function onAntenna(about: AntennaCommand): DecisionStep {
  return step(antenna, antennaStream(about.antennaId), about);
}

export const antennaCommands: CommandTable = {
  context: 'membership',
  resource: 'antennas',
  refusals: membershipRefusals,
  rows: [
    command({
      summary: 'Open an antenna of a cluster in a territory.',
      body: openSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => [body.clusterId],
      refusals: [
        'MBR_ANTENNA_EXISTS',
        'MBR_CLUSTER_NOT_FOUND',
        'MBR_CLUSTER_DISSOLVED',
        'MBR_CLUSTER_SUCCEEDED',
        'MBR_DATE_BEFORE_START',
      ],
      steps: ({ id, body, effectiveAt }) => [
        onAntenna({ type: 'OpenAntenna', antennaId: id, ...body, since: effectiveAt }),
        onCluster({ type: 'RequireStandingCluster', clusterId: body.clusterId, on: effectiveAt }),
      ],
    }),
    command({
      verb: 'close',
      summary: 'Close an antenna.',
      body: closeSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => [body.clusterId],
      refusals: ['MBR_ANTENNA_NOT_FOUND', 'MBR_ANTENNA_ELSEWHERE', 'MBR_ANTENNA_CLOSED', 'MBR_DATE_BEFORE_START'],
      steps: ({ id, body: { clusterId }, effectiveAt: on }) => [
        onAntenna({ type: 'CloseAntenna', antennaId: id, clusterId, on }),
      ],
    }),
  ],
};
