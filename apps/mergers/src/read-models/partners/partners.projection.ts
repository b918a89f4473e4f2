import { catalog, type GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { KnownPartner } from '../../domain/dry-run/holdings.ts';

/** Who holds which partnership of an incubator, with its seat. */
export const partners = projection<GrappeEvents, KnownPartner>({
  name: 'mergers.partners',
  version: 1,
  order: catalog.order,
  columns: { holder_id: { type: 'text', from: 'holderId' } },
  indexes: [['holder_id']],
  key: 'partnerId',
  on: {
    'incubation.PartnerJoined': creates(({ data: { partnerId, incubatorId, holder, since } }) => {
      return { partnerId, incubatorId, holderId: holder.id, since };
    }),
    'incubation.SeatGranted': updates((partner, { data: { seatId } }) => ({ ...partner, seatId })),
    'incubation.PartnerLeft': updates((partner, { data: { on } }) => ({ ...partner, until: on })),
    'incubation.PartnershipPassed': updates((partner, { data: { from, to } }) => {
      const isHeld = partner.until === undefined && partner.holderId === from.id;
      return isHeld ? { ...partner, holderId: to.id } : partner;
    }),
  },
});
