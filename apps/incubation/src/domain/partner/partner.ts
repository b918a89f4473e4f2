import { accept, acceptRepeat, acceptUnless, aligned, below, chronicle, derivedAmong, lastBegun } from '#libs/kernel';
import { byType, cannotFollow, latest, reject } from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, EventOf, FactOf, Refusal, StatedFact } from '#libs/kernel';
import type { DomainEvent, partnerEvents } from '#libs/contracts';
import { notOpenOn, type Incubator, type IncubatorAbsence } from '../incubator/incubator.ts';

export type PartnerEvent = DomainEvent<typeof partnerEvents>;
export type PartnerFact = FactOf<PartnerEvent>;
type Joined = EventOf<PartnerEvent, 'PartnerJoined'>;
type SeatGranted = EventOf<PartnerEvent, 'SeatGranted'>;
type Passed = EventOf<PartnerEvent, 'PartnershipPassed'>;
type Left = EventOf<PartnerEvent, 'PartnerLeft'>;
type ClassDeclared = EventOf<PartnerEvent, 'PartnerClassDeclared'>;
type ContributionDeclared = EventOf<PartnerEvent, 'PartnerContributionDeclared'>;
export type Holder = Joined['holder'];

/** Who holds the partnership from a day on. */
interface Holding {
  readonly holder: Holder;
  readonly from: string;
  /** The operation by which it came to this holder. */
  readonly operationId?: string | undefined;
  /** Whether it came back to this holder because that operation was annulled. */
  readonly annulment?: true | undefined;
}

interface Partnership {
  /** The partnership as it began. */
  readonly joined: Joined;
  /** In the order of their days, without a gap; the last one is the holder now. */
  readonly holders: readonly Holding[];
  readonly holder: Holder;
  readonly seat?: Pick<SeatGranted, 'seatId' | 'since'> | undefined;
  /** What sources declare beside the class in which it joined, in the order of their days. */
  readonly classes: readonly Pick<ClassDeclared, 'class' | 'source' | 'on'>[];
  /** What sources declare that it contributes, in the order of their days. */
  readonly contributions: readonly Omit<ContributionDeclared, 'type' | 'partnerId' | 'incubatorId'>[];
}

type Known = Partnership & ({ readonly status: 'partner' } | { readonly status: 'left'; readonly on: string });
export type Partner = { readonly status: 'absent' } | Known;
type PartnerState = Partner & Chronicled<PartnerFact>;
type KnownState = Known & Chronicled<PartnerFact>;

export interface JoinAsPartner extends CommandFor<Joined, 'JoinAsPartner'> {
  /** The current state of the incubator. */
  readonly incubator: Incubator;
}
interface GrantSeat extends Pick<SeatGranted, 'seatId' | 'since'> {
  readonly type: 'GrantSeat';
  /** The current state of the incubator: its partners and seats end with it. */
  readonly incubator: Incubator;
}
/** What a succession does to a partnership that a predecessor holds. */
export type PassPartnership = CommandFor<Passed, 'PassPartnership', 'partnerId' | 'incubatorId' | 'seatId'>;
/** A partnership that had ended before a succession, or was held by somebody else, did not pass by it. */
export interface KeepPartnership {
  readonly type: 'KeepPartnership';
  readonly operationId: string;
  /** It did not come back by its annulment either. */
  readonly annulment?: true | undefined;
}
interface LeavePartnership extends Pick<Left, 'on'> {
  readonly type: 'LeavePartnership';
  /** The current state of the incubator. */
  readonly incubator: Incubator;
}
interface DeclareClass extends Pick<ClassDeclared, 'class' | 'source' | 'on'> {
  readonly type: 'DeclareClass';
  /** The current state of the incubator. */
  readonly incubator: Incubator;
}
interface DeclareContribution extends CommandFor<
  ContributionDeclared,
  'DeclareContribution',
  'partnerId' | 'incubatorId'
> {
  /** The current state of the incubator. */
  readonly incubator: Incubator;
}
export type PartnerCommand =
  JoinAsPartner | GrantSeat | DeclareClass | DeclareContribution | PassPartnership | KeepPartnership | LeavePartnership;

export type PartnerRejection =
  | IncubatorAbsence
  | Refusal<'INC_PARTNER_NOT_FOUND'>
  | Refusal<'INC_PARTNER_EXISTS', 'found', Holder>
  | Refusal<'INC_PARTNER_LEFT', 'found'>
  | Refusal<'INC_PARTNER_HAS_SEAT', 'found' | 'since'>
  | Refusal<'INC_HOLDER_DIFFERS', 'found' | 'required', Holder>
  | Refusal<'INC_OUT_OF_ORDER', 'found' | 'required'>;

type PartnerDecision = Decision<PartnerEvent, PartnerRejection>;

const initial: Partner = { status: 'absent' };

/** Precedence of refusals: not found, left, what the command itself demands, the days of the incubator and of the partnership. */
export const partner = chronicle({
  context: 'incubation',
  name: 'partner',
  prefix: 'INC',
  initial,
  facts: {
    PartnerJoined: {
      name: 'joining',
      day: ({ since }) => since,
      carries: (_fact, facts) => derivedAmong(facts),
      changes: ['class', 'holder', 'founding', 'since'],
    },
    // On the day on which a partner leaves no seat begins, and nothing passes.
    PartnerLeft: {
      name: 'leaving',
      day: ({ on }) => on,
      changes: ['on'],
      restates: ({ seatId: _seatId, ...left }, others) => ({ ...left, ...placeOn(left.on, others) }),
    },
    SeatGranted: {
      name: 'seat',
      day: ({ since }) => since,
      changes: ['since'],
      restates: (seat, others) => ({ ...seat, holder: placeOn(seat.since, others)?.holder ?? seat.holder }),
    },
    PartnerClassDeclared: { name: 'class', day: ({ on }) => on, happened: true, changes: ['class', 'source', 'on'] },
    PartnerContributionDeclared: {
      name: 'contribution',
      day: ({ on }) => on,
      happened: true,
      changes: ['form', 'year', 'amountCents', 'source', 'on'],
    },
    PartnershipPassed: { day: ({ on }) => on, derived: () => true },
  },
  evolve,
  decide: (command: PartnerCommand, state: PartnerState): PartnerDecision => {
    if (command.type === 'JoinAsPartner') return join(command, state);
    if (state.status === 'absent') return reject({ type: 'INC_PARTNER_NOT_FOUND' });
    return decideOnKnown(command, state);
  },
});

const decideOnKnown = byType<Exclude<PartnerCommand, JoinAsPartner>, KnownState, PartnerDecision>({
  GrantSeat: grantSeat,
  DeclareClass: declareClass,
  DeclareContribution: declareContribution,
  PassPartnership: pass,
  KeepPartnership: keep,
  LeavePartnership: leave,
});

const none = { classes: [], contributions: [] } as const;

function evolve(state: Partner, fact: PartnerFact): Partner {
  if (fact.type === 'PartnerJoined') {
    if (state.status !== 'absent') cannotFollow(fact, `it is a partner from ${state.joined.since} on`);
    const { holder, since } = fact;
    return { status: 'partner', joined: fact, holder, holders: [{ holder, from: since }], ...none };
  }
  if (state.status === 'absent') cannotFollow(fact, 'it is no partner before that day');
  if (fact.type === 'PartnershipPassed') return passed(state, fact);
  if (state.status === 'left') cannotFollow(fact, `the partner left on ${state.on}`);
  if (fact.type === 'PartnerLeft') return { ...state, status: 'left', on: fact.on };
  if (fact.type === 'PartnerClassDeclared') return declared(state, fact);
  if (fact.type === 'PartnerContributionDeclared') return contributed(state, fact);
  if (state.seat !== undefined) cannotFollow(fact, `seat ${state.seat.seatId} is held from ${state.seat.since} on`);
  return { ...state, seat: { seatId: fact.seatId, since: fact.since } };
}

/** Of one source the later declaration takes the place of the earlier one; on one day it says one thing. */
function declared<State extends Known>(state: State, fact: ClassDeclared): State {
  const { class: named, source, on } = fact;
  const known = state.classes.find((each) => each.source === source && each.on === on);
  if (known !== undefined) cannotFollow(fact, `the same source says ${known.class} that day`);
  return { ...state, classes: [...state.classes, { class: named, source, on }] };
}

/** Of one source the later word on a form and a year takes the place of the earlier one; on one day it says one thing. */
function contributed<State extends Known>(state: State, fact: ContributionDeclared): State {
  const { form, year, amountCents, source, on } = fact;
  const isSame = (each: State['contributions'][number]): boolean =>
    each.source === source && each.form === form && each.year === year && each.on === on;
  const known = state.contributions.find(isSame);
  const said = known?.amountCents ?? 'an unknown value';
  if (known !== undefined) cannotFollow(fact, `the same source says ${String(said)} that day`);
  return { ...state, contributions: [...state.contributions, { form, year, amountCents, source, on }] };
}

/** A partner that had left by then, or another holder than the one that a correction has made of it, has nothing that passes. */
function passed(state: Known, { from, to: holder, on, operationId, annulment }: Passed): Known {
  if (state.status === 'left' || !sameHolder(from, state.holder)) return state;
  const back = annulment === undefined ? {} : { annulment };
  return { ...state, holder, holders: [...state.holders, { holder, from: on, operationId, ...back }] };
}

function join({ incubator, ...command }: JoinAsPartner, state: Partner): PartnerDecision {
  const joined: Joined = { ...command, type: 'PartnerJoined' };
  if (state.status === 'absent') return acceptUnless(notOpenOn(joined.since, incubator), joined);
  return acceptRepeat(joined, state.joined, { type: 'INC_PARTNER_EXISTS', found: state.joined.holder });
}

function grantSeat({ seatId, since, incubator }: GrantSeat, state: Known): PartnerDecision {
  const { seat } = state;
  if (seat?.seatId === seatId && seat.since === since) return accept();
  const taken = seat && ({ type: 'INC_PARTNER_HAS_SEAT', found: seat.seatId, since: seat.since } as const);
  const refusal = leftBy(since, state) ?? taken;
  const granted: SeatGranted = { type: 'SeatGranted', ...ids(state), seatId, holder: holderOn(since, state), since };
  return acceptUnless<PartnerFact, PartnerRejection>(refusal ?? outsideOf(since, incubator, state), granted);
}

function declareClass({ type: _type, incubator, ...said }: DeclareClass, state: Known): PartnerDecision {
  const declaration: ClassDeclared = { type: 'PartnerClassDeclared', ...ids(state), ...said };
  const refusal = leftBy(said.on, state) ?? outsideOf(said.on, incubator, state);
  return acceptUnless<PartnerFact, PartnerRejection>(refusal, declaration);
}

function declareContribution({ type: _type, incubator, ...said }: DeclareContribution, state: Known): PartnerDecision {
  const declaration: ContributionDeclared = { type: 'PartnerContributionDeclared', ...ids(state), ...said };
  const refusal = leftBy(said.on, state) ?? outsideOf(said.on, incubator, state);
  return acceptUnless<PartnerFact, PartnerRejection>(refusal, declaration);
}

/**
 * Passing is by law: whoever left before has nothing to pass, and an end that lies ahead passes with the partnership. What the operation has passed before is
 * corrected where a fact that it rests on was.
 */
function pass(command: PassPartnership, state: KnownState): PartnerDecision {
  const { from } = command;
  const on = latest(command.on, state.joined.since);
  const passings = passingsOf(command, state);
  const known = passings.filter(({ event }) => sameHolder(event.from, from));
  const read = known.map(({ event }) => ({ ...event, on }));
  if (known.length > 0) return accept(...alignPassings(known, read));
  if (state.holders.some((each) => isOf(command, each))) return accept();
  const left = leftBy(on, state);
  if (left !== undefined) return reject(left);
  const found = holderOn(on, state);
  if (!sameHolder(from, found)) return reject({ type: 'INC_HOLDER_DIFFERS', found, required: from });
  const passed: Passed = { ...command, type: 'PartnershipPassed', ...ids(state), ...seatOn(on, state), on };
  return accept(...alignPassings(passings, [passed]));
}

/** Its incubator turns out to have ended before the effect, or its holder to have been none of the predecessors. */
function keep(command: KeepPartnership, state: KnownState): PartnerDecision {
  return accept(...alignPassings(passingsOf(command, state), []));
}

type KnownPassing = StatedFact<Passed>;

type Cause = Pick<Holding, 'operationId' | 'annulment'>;

/** One operation passes it at most twice: by its effect, and back by its annulment. */
function isOf({ operationId, annulment }: Cause, other: Cause): boolean {
  return other.operationId === operationId && other.annulment === annulment;
}

function passingsOf(cause: Cause, { facts }: KnownState): readonly KnownPassing[] {
  return facts.flatMap(({ id, event, sequence }) =>
    event.type === 'PartnershipPassed' && isOf(cause, event) ? [{ id, event, sequence }] : [],
  );
}

function alignPassings(known: readonly KnownPassing[], wanted: readonly Passed[]): readonly PartnerEvent[] {
  return aligned<PartnerEvent, Passed>(known, wanted, {
    reason: 'It follows from facts of the partnership or of its incubator that were recorded late or corrected.',
    dayOf: ({ on }) => on,
  });
}

function leave({ on, incubator }: LeavePartnership, state: Known): PartnerDecision {
  if (state.status === 'left')
    return state.on === on ? accept() : reject({ type: 'INC_PARTNER_LEFT', found: state.on });
  const left: Left = { type: 'PartnerLeft', ...ids(state), holder: holderOn(on, state), ...seatOn(on, state), on };
  return acceptUnless<PartnerFact, PartnerRejection>(outsideOf(on, incubator, state), left);
}

/** Whether it had left by a day: what happened before may be recorded after it. */
function leftBy(day: string, state: Known): Refusal<'INC_PARTNER_LEFT', 'found'> | undefined {
  return state.status === 'left' && state.on <= day ? { type: 'INC_PARTNER_LEFT', found: state.on } : undefined;
}

/** Why nothing happens in a partnership on a day: it ends with the incubator, and has not begun before its first day. */
function outsideOf(day: string, incubator: Incubator, { joined }: Known): PartnerRejection | undefined {
  return notOpenOn(day, incubator) ?? below('INC_OUT_OF_ORDER', day, joined.since);
}

function holderOn(day: string, { holders, holder }: Known): Holder {
  return lastBegun(holders, day, ({ from }) => from)?.holder ?? holder;
}

/** Who held the partnership on a day, and the seat that it had then. */
function placeOn(day: string, state: Partner) {
  return state.status === 'absent' ? undefined : { holder: holderOn(day, state), ...seatOn(day, state) };
}

function ids({ joined }: Known) {
  return { partnerId: joined.partnerId, incubatorId: joined.incubatorId };
}

function seatOn(day: string, { seat }: Known) {
  return seat === undefined || seat.since > day ? {} : { seatId: seat.seatId };
}

export function sameHolder(a: Holder, b: Holder): boolean {
  return a.kind === b.kind && a.id === b.id;
}
