import { departmentsSchema, nameSchema, uuidSchema } from '#libs/contracts';
import { commandOf, commandTable } from '#libs/commands';
import { antenna } from '../domain/antenna/antenna.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { ANTENNA_UNFIT, CLUSTER_UNFIT, membershipRefusals } from './refusals.table.ts';

export const antennaCommands = commandTable('membership.antennas', membershipRefusals, [
  commandOf(antenna, 'OpenAntenna', {
    summary: 'Open an antenna of a cluster in a territory.',
    body: {
      clusterId: uuidSchema,
      name: nameSchema,
      brand: nameSchema.optional(),
      departments: departmentsSchema.default([]),
      originClusterId: uuidSchema.optional().describe('The absorbed cluster that the antenna replaces.'),
    },
    scope: ({ body }) => [body.clusterId],
    refusals: ['MBR_ANTENNA_EXISTS', ...CLUSTER_UNFIT],
    decide: async ({ id, body, effectiveAt }, tx) => {
      return { antennaId: id, ...body, cluster: await tx.read(cluster, body.clusterId), since: effectiveAt };
    },
  }),
  commandOf(antenna, 'CloseAntenna', {
    verb: 'close',
    summary: 'Close an antenna.',
    body: { clusterId: uuidSchema.describe('The cluster that closes its antenna.') },
    scope: ({ body }) => [body.clusterId],
    refusals: [...ANTENNA_UNFIT, 'MBR_DATE_BEFORE_START'],
    decide: ({ id, body, effectiveAt: on }) => ({ antennaId: id, ...body, on }),
  }),
]);
