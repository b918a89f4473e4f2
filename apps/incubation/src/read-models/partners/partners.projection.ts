import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import type { Holding, PartnerView } from './partner.view.ts';

export type { PartnerView };

/** Every partnership with its seat and the chain of its holders. */
export const partners = projection<GrappeEvents, PartnerView>({
  name: 'incubation.partners',
  version: 1,
  columns: {
    incubator_id: { type: 'text', from: 'incubatorId' },
    holder_id: { type: 'text', from: 'holder.id' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['incubator_id'], ['holder_id']],
  on: {
    'incubation.PartnerJoined': {
      keys: (event) => event.data.partnerId,
      evolve: (_document, { data }) => ({
        ...data,
        status: 'partner',
        holders: [{ holder: data.holder, from: data.since, to: null }],
      }),
    },
    'incubation.SeatGranted': {
      keys: (event) => event.data.partnerId,
      evolve: (document, { data: { seatId, since } }) =>
        document === undefined ? undefined : { ...document, seat: { seatId, since } },
    },
    'incubation.PartnershipPassed': {
      keys: (event) => event.data.partnerId,
      evolve: (document, { data: { to: holder, on, operationId } }) =>
        document === undefined
          ? undefined
          : {
              ...document,
              holder,
              holders: [...closed(document.holders, on), { holder, from: on, to: null, operationId }],
            },
    },
    'incubation.PartnerLeft': {
      keys: (event) => event.data.partnerId,
      evolve: (document, { data: { on } }) =>
        document === undefined
          ? undefined
          : { ...document, status: 'left', leftOn: on, holders: closed(document.holders, on) },
    },
  },
});

function closed(holders: readonly Holding[], on: string): readonly Holding[] {
  return holders.map((holding) => (holding.to === null ? { ...holding, to: on } : holding));
}
