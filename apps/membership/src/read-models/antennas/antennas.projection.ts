import { z } from 'zod';
import { antennaEvents, dateSchema, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';

export const antennaState = z.enum(['open', 'closed']);

const holding = z
  .strictObject({ clusterId: uuidSchema, since: dateSchema, operationId: uuidSchema.optional() })
  .meta({ id: 'AntennaHolding', description: 'Whose antenna it was from a day on, and by which operation.' });

export const antennaView = antennaEvents.AntennaOpened.schema
  .extend({ state: antennaState, closedOn: dateSchema.optional(), holdings: z.array(holding) })
  .meta({ id: 'Antenna', description: 'An antenna with the chain of clusters that had it; the last is `clusterId`.' });

export type AntennaDocument = Immutable<z.infer<typeof antennaView>>;

/** Every antenna with the chain of clusters that had it; `clusterId` is the last one. */
export const antennas = projection<GrappeEvents, AntennaDocument>({
  name: 'membership.antennas',
  version: 2,
  subject: 'membership.antenna',
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, state: { type: 'text', from: 'state' } },
  indexes: [['cluster_id']],
  key: 'antennaId',
  on: {
    'membership.AntennaOpened': creates(({ data }) => ({
      ...data,
      state: 'open',
      holdings: [{ clusterId: data.clusterId, since: data.since }],
    })),
    'membership.AntennaPassed': updates((antenna, { data: { to, operationId, on } }) => ({
      ...antenna,
      clusterId: to,
      holdings: [...antenna.holdings, { clusterId: to, since: on, operationId }],
    })),
    'membership.AntennaClosed': updates((antenna, { data: { on } }) => ({ ...antenna, state: 'closed', closedOn: on })),
  },
});
