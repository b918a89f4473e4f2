import { departmentsSchema, nameSchema, uuidSchema } from '#libs/contracts';
import { commandOf, commandTable, factCommands } from '#libs/commands';
import { antenna, type Antenna } from '../domain/antenna/antenna.ts';
import { cluster, type Cluster } from '../domain/cluster/cluster.ts';
import { unfitDay } from './clusters.rows.ts';
import { ANTENNA_UNFIT, CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

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
    summary: 'Close an antenna. A closing that lies ahead closes nothing before its day.',
    body: { clusterId: uuidSchema.describe('The cluster whose antenna it is on that day.') },
    scope: ({ body }) => [body.clusterId],
    refusals: [...ANTENNA_UNFIT, ...CLUSTER_UNFIT],
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { antennaId: id, ...body, on, cluster: await tx.read(cluster, body.clusterId) };
    },
  }),
  ...factCommands(antenna, {
    scope: async ({ id }, tx) => holdersOf(await tx.read(antenna, id)),
    unless: async (changes, { id }, tx) => {
      const [last] = holdersOf(await tx.read(antenna, id));
      if (last === undefined) return undefined;
      const state = await tx.read(cluster, last);
      return isItsOwnToClose(state, changes) ? undefined : unfitDay(state, last, changes);
    },
    refusals: [...FACT_REFUSALS, ...CLUSTER_UNFIT],
  }),
]);

/** On the day of an effect an antenna is still the predecessor's to close. */
function isItsOwnToClose(state: Cluster, { on }: { readonly on?: string }): boolean {
  return on !== undefined && state.status === 'succeeded' && on === state.on;
}

/** The cluster whose antenna it is now. */
function holdersOf(state: Antenna): readonly string[] {
  return state.status === 'absent' ? [] : state.holdings.slice(-1).map(({ clusterId }) => clusterId);
}
