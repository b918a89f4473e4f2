import { z } from 'zod';
import { departmentSchema, nameSchema, uuidSchema } from '#libs/contracts';
import { command, commandTable } from '#libs/commands';
import { antenna } from '../domain/antenna/antenna.decide.ts';
import { cluster } from '../domain/cluster/cluster.decide.ts';
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

export const antennaCommands = commandTable({
  context: 'membership',
  resource: 'antennas',
  refusals: membershipRefusals,
  rows: [
    command(antenna, {
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
      run: async (tx, { id, body, effectiveAt }) => {
        const opening = { antennaId: id, ...body, cluster: await tx.read(cluster, body.clusterId), since: effectiveAt };
        return tx.decide(antenna, id, { type: 'OpenAntenna', ...opening });
      },
    }),
    command(antenna, {
      verb: 'close',
      summary: 'Close an antenna.',
      body: closeSchema,
      roles: ['admin', 'operator'],
      scope: ({ body }) => [body.clusterId],
      refusals: ['MBR_ANTENNA_NOT_FOUND', 'MBR_ANTENNA_ELSEWHERE', 'MBR_ANTENNA_CLOSED', 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, body: { clusterId }, effectiveAt: on }) =>
        tx.decide(antenna, id, { type: 'CloseAntenna', antennaId: id, clusterId, on }),
    }),
  ],
});
