import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

type Joined = GrappeEvents['incubation.PartnerJoined'];

/** Who held the partnership from when to when, and the operation by which it came to that holder. */
export interface Holding {
  readonly holder: Joined['holder'];
  readonly from: string;
  /** The first day on which somebody else holds it, or nobody. */
  readonly to: string | null;
  readonly operationId?: string;
}

export interface PartnerView {
  readonly partnerId: string;
  readonly incubatorId: string;
  readonly class: Joined['class'];
  readonly founding: boolean;
  readonly status: 'partner' | 'left';
  /** The last holder in the chain. */
  readonly holder: Joined['holder'];
  readonly seat?: { readonly seatId: string; readonly since: string };
  readonly since: string;
  readonly leftOn?: string;
  readonly holders: readonly Holding[];
}

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
