import type { GrappeEvents } from '#libs/contracts';
import { changeItem, creates, projection, updates } from '#libs/projections';
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
  key: 'partnerId',
  on: {
    'incubation.PartnerJoined': creates(({ data }) => ({
      ...data,
      status: 'partner',
      holders: [{ holder: data.holder, from: data.since, to: null }],
    })),
    'incubation.SeatGranted': updates((partner, { data: { seatId, since } }) => ({
      ...partner,
      seat: { seatId, since },
    })),
    'incubation.PartnershipPassed': updates((partner, { data: { to: holder, on, operationId } }) => ({
      ...partner,
      holder,
      holders: [...closed(partner.holders, on), { holder, from: on, to: null, operationId }],
    })),
    'incubation.PartnerLeft': updates((partner, { data: { on } }) => ({
      ...partner,
      status: 'left',
      leftOn: on,
      holders: closed(partner.holders, on),
    })),
  },
});

function closed(holders: readonly Holding[], on: string): readonly Holding[] {
  return changeItem(
    holders,
    ({ to }) => to === null,
    (holding) => ({ ...holding, to: on }),
  );
}
