import { accept, acceptRepeat, acceptUnless, aggregate } from '#libs/kernel';
import { below, byType, cannotFollow, latest, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import type { DomainEvent, partnerEvents } from '#libs/contracts';
import { notOpenOn, type Incubator, type IncubatorAbsence } from '../incubator/incubator.ts';

export type PartnerEvent = DomainEvent<typeof partnerEvents>;
type Joined = EventOf<PartnerEvent, 'PartnerJoined'>;
type SeatGranted = EventOf<PartnerEvent, 'SeatGranted'>;
type Passed = EventOf<PartnerEvent, 'PartnershipPassed'>;
type Left = EventOf<PartnerEvent, 'PartnerLeft'>;
export type Holder = Joined['holder'];

interface Partnership {
  /** The partnership as it began. */
  readonly joined: Joined;
  readonly holder: Holder;
  readonly seat?: Pick<SeatGranted, 'seatId' | 'since'> | undefined;
  /** The operations through which it passed already. */
  readonly passedBy: readonly string[];
  /** The day of the last fact: nothing is decided behind it. */
  readonly lastOn: string;
}

type Active = { readonly status: 'partner' } & Partnership;
type Known = Active | ({ readonly status: 'left'; readonly on: string } & Partnership);
export type Partner = { readonly status: 'absent' } | Known;

export interface JoinAsPartner extends CommandFor<Joined, 'JoinAsPartner'> {
  /** The current state of the incubator. */
  readonly incubator: Incubator;
}
type GrantSeat = { readonly type: 'GrantSeat' } & Pick<SeatGranted, 'seatId' | 'since'>;
/** What a succession does to a partnership that a predecessor holds. */
export type PassPartnership = CommandFor<Passed, 'PassPartnership', 'partnerId' | 'incubatorId' | 'seatId'>;
type LeavePartnership = { readonly type: 'LeavePartnership' } & Pick<Left, 'on'>;
export type PartnerCommand = JoinAsPartner | GrantSeat | PassPartnership | LeavePartnership;

export type PartnerRejection =
  | IncubatorAbsence
  | Refusal<'INC_PARTNER_NOT_FOUND'>
  | Refusal<'INC_PARTNER_EXISTS', 'found', Holder>
  | Refusal<'INC_PARTNER_LEFT' | 'INC_PARTNER_HAS_SEAT', 'found'>
  | Refusal<'INC_HOLDER_DIFFERS', 'found' | 'required', Holder>
  | Refusal<'INC_OUT_OF_ORDER', 'found' | 'required'>;

type PartnerDecision = Decision<PartnerEvent, PartnerRejection>;

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
    return decideOnActive(command, state);
  },
});

const decideOnActive = byType<Exclude<PartnerCommand, JoinAsPartner>, Active, PartnerDecision>({
  GrantSeat: grantSeat,
  PassPartnership: pass,
  LeavePartnership: leave,
});

function evolve(state: Partner, event: PartnerEvent): Partner {
  if (event.type === 'PartnerJoined') {
    if (state.status !== 'absent') cannotFollow(event, `the partner is ${state.status}`);
    return { status: 'partner', joined: event, holder: event.holder, passedBy: [], lastOn: event.since };
  }
  if (state.status !== 'partner') cannotFollow(event, `the partner is ${state.status}`);
  switch (event.type) {
    case 'SeatGranted': {
      if (state.seat !== undefined) cannotFollow(event, `seat ${state.seat.seatId} is held`);
      const { seatId, since } = event;
      return { ...state, seat: { seatId, since }, lastOn: latest(state.lastOn, since) };
    }
    case 'PartnershipPassed': {
      if (!sameHolder(event.from, state.holder)) cannotFollow(event, `the holder is ${state.holder.id}`);
      const passedBy = [...state.passedBy, event.operationId];
      return { ...state, holder: event.to, passedBy, lastOn: latest(state.lastOn, event.on) };
    }
    case 'PartnerLeft':
      return { ...state, status: 'left', on: event.on };
  }
}

function join({ incubator, ...command }: JoinAsPartner, state: Partner): PartnerDecision {
  const joined: Joined = { ...command, type: 'PartnerJoined' };
  if (state.status === 'absent') return acceptUnless(notOpenOn(joined.since, incubator), joined);
  return acceptRepeat(joined, state.joined, { type: 'INC_PARTNER_EXISTS', found: state.joined.holder });
}

/** A partner that left keeps its history: what had been decided before is still already so. */
const isRepeat = byType<Exclude<PartnerCommand, JoinAsPartner>, Known, boolean>({
  GrantSeat: ({ seatId, since }, { seat }) => seat?.seatId === seatId && seat.since === since,
  PassPartnership: ({ operationId }, { passedBy }) => passedBy.includes(operationId),
  LeavePartnership: ({ on }, state) => state.status === 'left' && state.on === on,
});

function grantSeat({ seatId, since }: GrantSeat, state: Active): PartnerDecision {
  if (state.seat !== undefined) return reject({ type: 'INC_PARTNER_HAS_SEAT', found: state.seat.seatId });
  const granted: SeatGranted = { type: 'SeatGranted', ...ids(state), seatId, holder: state.holder, since };
  return acceptUnless(outOfOrder(since, state), granted);
}

/** Passing is by law: a fact recorded meanwhile for a later day does not hold it up, it passes from that day. */
function pass(command: PassPartnership, state: Active): PartnerDecision {
  if (!sameHolder(command.from, state.holder))
    return reject({ type: 'INC_HOLDER_DIFFERS', found: state.holder, required: command.from });
  const passing = { ...ids(state), ...seatOf(state), on: latest(command.on, state.lastOn) };
  return accept({ ...command, type: 'PartnershipPassed', ...passing });
}

function leave({ on }: LeavePartnership, state: Active): PartnerDecision {
  const left: Left = { type: 'PartnerLeft', ...ids(state), ...seatOf(state), holder: state.holder, on };
  return acceptUnless(outOfOrder(on, state), left);
}

function outOfOrder(day: string, { lastOn }: Active): PartnerRejection | undefined {
  return below('INC_OUT_OF_ORDER', day, lastOn);
}

function ids({ joined }: Active) {
  return { partnerId: joined.partnerId, incubatorId: joined.incubatorId };
}

function seatOf({ seat }: Active) {
  return seat === undefined ? {} : { seatId: seat.seatId };
}

export function sameHolder(a: Holder, b: Holder): boolean {
  return a.kind === b.kind && a.id === b.id;
}
