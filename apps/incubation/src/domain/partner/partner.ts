import type { DomainEvent, partnerEvents } from '#libs/contracts';
import { calendarDate, cannotFollow, latest, type CalendarDate } from '#libs/kernel';

export type PartnerEvent = DomainEvent<typeof partnerEvents>;
type Joined = Extract<PartnerEvent, { type: 'PartnerJoined' }>;
export type Holder = Joined['holder'];
export type PartnerClass = Joined['class'];

interface Partnership {
  /** The partnership as it began. */
  readonly joined: Joined;
  readonly holder: Holder;
  readonly seat?: { readonly seatId: string; readonly since: CalendarDate } | undefined;
  /** The operations through which it passed already. */
  readonly passedBy: readonly string[];
  /** The day of the last fact: nothing is decided behind it. */
  readonly lastOn: CalendarDate;
}

export type Partner =
  | { readonly status: 'absent' }
  | ({ readonly status: 'partner' } & Partnership)
  | ({ readonly status: 'left'; readonly on: CalendarDate } & Partnership);

export function evolve(state: Partner, event: PartnerEvent): Partner {
  if (event.type === 'PartnerJoined') {
    if (state.status !== 'absent') cannotFollow(event, `the partner is ${state.status}`);
    const lastOn = calendarDate(event.since);
    return { status: 'partner', joined: event, holder: event.holder, passedBy: [], lastOn };
  }
  if (state.status !== 'partner') cannotFollow(event, `the partner is ${state.status}`);
  switch (event.type) {
    case 'SeatGranted': {
      if (state.seat !== undefined) cannotFollow(event, `seat ${state.seat.seatId} is held`);
      const since = calendarDate(event.since);
      return { ...state, seat: { seatId: event.seatId, since }, lastOn: latest(state.lastOn, since) };
    }
    case 'PartnershipPassed':
      if (!sameHolder(event.from, state.holder)) cannotFollow(event, `the holder is ${state.holder.id}`);
      return {
        ...state,
        holder: event.to,
        passedBy: [...state.passedBy, event.operationId],
        lastOn: latest(state.lastOn, calendarDate(event.on)),
      };
    case 'PartnerLeft':
      return { ...state, status: 'left', on: calendarDate(event.on) };
  }
}

export function sameHolder(a: Holder, b: Holder): boolean {
  return a.kind === b.kind && a.id === b.id;
}
