import { accept, aggregate, latest, reject, type CalendarDate, type Decision, type Uuid } from '#libs/kernel';
import { notOpenOn, type IncubatorAbsence } from '../incubator/incubator.decide.ts';
import type { Incubator } from '../incubator/incubator.ts';
import { evolve, sameHolder, type Holder, type Partner, type PartnerClass, type PartnerEvent } from './partner.ts';

export interface JoinAsPartner {
  readonly type: 'JoinAsPartner';
  /** The incubator as it stands. */
  readonly incubator: Incubator;
  readonly partnerId: Uuid;
  readonly incubatorId: Uuid;
  readonly class: PartnerClass;
  readonly holder: Holder;
  readonly founding: boolean;
  readonly since: CalendarDate;
}
export interface GrantSeat {
  readonly type: 'GrantSeat';
  readonly seatId: Uuid;
  readonly since: CalendarDate;
}
/** What a succession does to a partnership that a predecessor holds. */
export interface PassPartnership {
  readonly type: 'PassPartnership';
  readonly from: Holder;
  readonly to: Holder;
  readonly operationId: Uuid;
  readonly on: CalendarDate;
}
export interface LeavePartnership {
  readonly type: 'LeavePartnership';
  readonly on: CalendarDate;
}

export type PartnerCommand = JoinAsPartner | GrantSeat | PassPartnership | LeavePartnership;
export type PartnerRejection =
  | IncubatorAbsence
  | { readonly type: 'INC_PARTNER_NOT_FOUND' }
  | { readonly type: 'INC_PARTNER_EXISTS'; readonly found: Holder }
  | { readonly type: 'INC_PARTNER_LEFT'; readonly found: CalendarDate }
  | { readonly type: 'INC_PARTNER_HAS_SEAT'; readonly found: string }
  | { readonly type: 'INC_HOLDER_DIFFERS'; readonly found: Holder; readonly required: Holder }
  | { readonly type: 'INC_OUT_OF_ORDER'; readonly found: CalendarDate; readonly required: CalendarDate };

type PartnerDecision = Decision<PartnerEvent, PartnerRejection>;
type Active = Extract<Partner, { status: 'partner' }>;

/** Precedence of refusals: not found, left, what the command itself demands, the order of the days. */
export const partner = aggregate({
  context: 'incubation',
  name: 'partner',
  initial: { status: 'absent' },
  evolve,
  decide: (command: PartnerCommand, state): PartnerDecision => {
    if (command.type === 'JoinAsPartner') return join(command, state);
    if (state.status === 'absent') return reject({ type: 'INC_PARTNER_NOT_FOUND' });
    if (isRepeat(command, state)) return accept();
    if (state.status === 'left') return reject({ type: 'INC_PARTNER_LEFT', found: state.on });
    switch (command.type) {
      case 'GrantSeat':
        return grantSeat(command, state);
      case 'PassPartnership':
        return pass(command, state);
      case 'LeavePartnership':
        return leave(command, state);
    }
  },
});

function join(command: JoinAsPartner, state: Partner): PartnerDecision {
  const { type: _type, incubator, ...data } = command;
  if (state.status === 'absent') {
    const absence = notOpenOn(data.since, incubator);
    return absence === undefined ? accept({ type: 'PartnerJoined', ...data }) : reject(absence);
  }
  const { joined } = state;
  const repeat =
    joined.incubatorId === data.incubatorId &&
    joined.class === data.class &&
    joined.founding === data.founding &&
    joined.since === data.since &&
    sameHolder(joined.holder, data.holder);
  return repeat ? accept() : reject({ type: 'INC_PARTNER_EXISTS', found: joined.holder });
}

/** A partner that left keeps its history: what had been decided before is still already so. */
function isRepeat(command: Exclude<PartnerCommand, JoinAsPartner>, state: Exclude<Partner, { status: 'absent' }>) {
  switch (command.type) {
    case 'GrantSeat':
      return state.seat?.seatId === command.seatId && state.seat.since === command.since;
    case 'PassPartnership':
      return state.passedBy.includes(command.operationId);
    case 'LeavePartnership':
      return state.status === 'left' && state.on === command.on;
  }
}

function grantSeat({ seatId, since }: GrantSeat, state: Active): PartnerDecision {
  if (state.seat !== undefined) return reject({ type: 'INC_PARTNER_HAS_SEAT', found: state.seat.seatId });
  return (
    outOfOrder(since, state) ?? accept({ type: 'SeatGranted', ...ids(state), seatId, holder: state.holder, since })
  );
}

/** Passing is by law: a fact recorded meanwhile for a later day does not hold it up, it passes from that day. */
function pass({ from, to, operationId, on }: PassPartnership, state: Active): PartnerDecision {
  if (!sameHolder(from, state.holder)) {
    return reject({ type: 'INC_HOLDER_DIFFERS', found: state.holder, required: from });
  }
  const passing = { ...ids(state), ...seatOf(state), from, to, operationId, on: latest(on, state.lastOn) };
  return accept({ type: 'PartnershipPassed', ...passing });
}

function leave({ on }: LeavePartnership, state: Active): PartnerDecision {
  const left = { ...ids(state), ...seatOf(state), holder: state.holder, on };
  return outOfOrder(on, state) ?? accept({ type: 'PartnerLeft', ...left });
}

function outOfOrder(day: CalendarDate, { lastOn }: Active): PartnerDecision | undefined {
  return day < lastOn ? reject({ type: 'INC_OUT_OF_ORDER', found: day, required: lastOn }) : undefined;
}

function ids({ joined }: Active) {
  return { partnerId: joined.partnerId, incubatorId: joined.incubatorId };
}

function seatOf({ seat }: Active) {
  return seat === undefined ? {} : { seatId: seat.seatId };
}
