import { z } from 'zod';
import { antennaEvents, catalog, dateSchema, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import type { Dissolutions } from '../clusters/dissolutions.ts';
import { creates, earlierOf, LAST_DAY, projection, updates } from '#libs/projections';

export const antennaState = z.enum(['open', 'closed', 'to-come']);

const holding = z
  .strictObject({ clusterId: uuidSchema, since: dateSchema, operationId: uuidSchema.optional() })
  .meta({ id: 'AntennaHolding', description: 'Whose antenna it was from a day on, and by which operation.' });

const antennaDocument = antennaEvents.AntennaOpened.schema.extend({
  closedOn: dateSchema.optional().describe('The first day after it by its own closing; it may lie ahead.'),
  holdings: z.array(holding),
});

export const antennaView = antennaDocument
  .extend({
    state: antennaState.describe('On the day; `to-come` where it opened later.'),
    until: dateSchema.optional().describe('The first day after it, by its closing or the dissolution of its cluster.'),
  })
  .meta({ id: 'Antenna', description: 'An antenna with the chain of clusters that had it; the last is `clusterId`.' });

/** With its last day as far as it was closed itself, so that lists by state find it on any day. */
export type AntennaDocument = Immutable<z.infer<typeof antennaDocument>> & { readonly until: string };
export type AntennaView = Immutable<z.infer<typeof antennaView>>;

/** An antenna as it is on a day: it ends with its cluster, and an end that lies ahead ends nothing. */
export function viewOfAntenna(
  { until: own, ...antenna }: AntennaDocument,
  dissolvedOn: Dissolutions,
  day: string,
): AntennaView {
  const until = earlierOf(own, dissolvedOn(antenna.clusterId, antenna.holdings.at(-1)?.since));
  const ended = until <= day ? 'closed' : 'open';
  return { ...antenna, state: day < antenna.since ? 'to-come' : ended, ...(until === LAST_DAY ? {} : { until }) };
}

/** Every antenna with the chain of clusters that had it; `clusterId` is the last one. */
export const antennas = projection<GrappeEvents, AntennaDocument>({
  name: 'membership.antennas',
  version: 5,
  order: catalog.order,
  subject: 'membership.antenna',
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, until: { type: 'date', from: 'until' } },
  indexes: [['cluster_id'], ['until']],
  key: 'antennaId',
  on: {
    'membership.AntennaOpened': creates(({ data }) => ({
      ...data,
      holdings: [{ clusterId: data.clusterId, since: data.since }],
      until: LAST_DAY,
    })),
    'membership.AntennaClosed': updates((antenna, { data: { on } }) => ({ ...antenna, closedOn: on, until: on })),
    // An antenna that was closed by then has nothing that passes.
    'membership.AntennaPassed': updates((antenna, { data: { to, operationId, on } }) => {
      if (antenna.closedOn !== undefined) return antenna;
      return { ...antenna, clusterId: to, holdings: [...antenna.holdings, { clusterId: to, since: on, operationId }] };
    }),
  },
});
