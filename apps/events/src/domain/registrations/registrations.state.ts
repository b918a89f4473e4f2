import type { DomainEvent, registrationEvents } from '#libs/contracts';
import { cannotFollow, invariant, type EventOf } from '#libs/kernel';

export type RegistrationEvent = DomainEvent<typeof registrationEvents>;
export type SeatsDecided = EventOf<RegistrationEvent, 'SeatsDecided'>;
export type Received = EventOf<RegistrationEvent, 'RegistrationReceived'>;
export type Offered = EventOf<RegistrationEvent, 'SeatsOffered'>;
export type Reinstated = EventOf<RegistrationEvent, 'RegistrationReinstated'>;
export type Changed = EventOf<RegistrationEvent, 'RegistrationChanged'>;
export type Ended = EventOf<RegistrationEvent, 'RegistrationEnded'>;
export type RegistrationsPassed = EventOf<RegistrationEvent, 'RegistrationsPassed'>;
type OfRegistration = Exclude<RegistrationEvent, SeatsDecided | Received | RegistrationsPassed>;

/** What a registration takes, once it is seated; `seatedOn` is absent while it waits, `offer` while nothing is offered to it, and `ended` while it lasts. */
export interface Placed {
  /** What counts of it now: its role, its seats, and the right by which it comes. */
  readonly claim: Claim;
  readonly seatedOn?: string | undefined;
  /** The seats that are held for it, up to when; once accepted or over, they were. */
  readonly offer?: Pick<Offered, 'until' | 'on'> | undefined;
  readonly ended?: object | undefined;
}

/** A registration as it is now. */
export interface Registration extends Placed {
  readonly received: Received;
  readonly ended?: Ended | undefined;
  readonly persons?: EventOf<RegistrationEvent, 'PartyNamed'>['persons'] | undefined;
  readonly attendance?: EventOf<RegistrationEvent, 'AttendanceRecorded'> | undefined;
}

/** What a registration takes of the limits, once it is seated. */
export type Claim = Pick<Received, 'role' | 'seats' | 'audience' | 'reciprocity'>;

/** The registrations for one gathering, in the order in which they came. */
export interface Seating<Entry extends Placed> {
  /** Of two, the one with the later day counts; of one day, the one recorded last. */
  readonly decided?: Omit<SeatsDecided, 'type'> | undefined;
  readonly entries: readonly Entry[];
}

export interface Registrations extends Seating<Registration> {
  /** For which cluster they are since a merger; absent where it is the one that the gathering was planned for. */
  readonly passedTo?: string | undefined;
}

export const nobodyRegistered: Registrations = { entries: [] };

/** @throws FactCannotFollow for what is about a registration that there is not, or that is over */
export function evolve(state: Registrations, event: RegistrationEvent): Registrations {
  if (event.type === 'SeatsDecided') {
    const { decided } = state;
    if (decided !== undefined && event.since < decided.since) return state;
    const { type: _type, ...decision } = event;
    return { ...state, decided: decision };
  }
  if (event.type === 'RegistrationsPassed') return { ...state, passedTo: event.to };
  const index = state.entries.findIndex(({ received }) => received.registrationId === event.registrationId);
  if (event.type === 'RegistrationReceived') {
    if (index !== -1) cannotFollow(event, 'the registration is there');
    const { turn, outcome, on, role, seats, audience, reciprocity } = event;
    if (turn !== state.entries.length + 1) cannotFollow(event, `${String(state.entries.length)} came before it`);
    const seatedOn = outcome === 'seated' ? on : undefined;
    const entry: Registration = { received: event, claim: { role, seats, audience, reciprocity }, seatedOn };
    return { ...state, entries: [...state.entries, entry] };
  }
  const known = state.entries[index];
  if (known === undefined) cannotFollow(event, 'nobody registered under this id');
  return { ...state, entries: state.entries.with(index, followed(known, event)) };
}

function followed(known: Registration, event: OfRegistration): Registration {
  const { ended, seatedOn } = known;
  if (event.type === 'AttendanceRecorded') {
    if (seatedOn === undefined) cannotFollow(event, 'the registration never had a seat');
    return { ...known, attendance: event };
  }
  if (event.type === 'RegistrationReinstated') {
    if (ended === undefined) cannotFollow(event, 'the registration lasts');
    return {
      ...known,
      seatedOn: event.outcome === 'seated' ? event.on : undefined,
      offer: undefined,
      ended: undefined,
    };
  }
  if (ended !== undefined) cannotFollow(event, `the registration ended on ${ended.on}`);
  switch (event.type) {
    case 'RegistrationPromoted':
      if (seatedOn !== undefined) cannotFollow(event, `the registration has its seats since ${seatedOn}`);
      return { ...known, seatedOn: event.on };
    case 'SeatsOffered':
      if (seatedOn !== undefined) cannotFollow(event, `the registration has its seats since ${seatedOn}`);
      return { ...known, offer: { until: event.until, on: known.offer?.on ?? event.on } };
    case 'RegistrationChanged': {
      const { role, seats, audience, reciprocity } = event;
      return { ...known, claim: { role, seats, audience, reciprocity } };
    }
    case 'PartyNamed':
      return { ...known, persons: event.persons };
    case 'RegistrationEnded':
      return { ...known, ended: event };
  }
}

export function registrationOf({ entries }: Registrations, registrationId: string): Registration | undefined {
  return entries.find(({ received }) => received.registrationId === registrationId);
}

/** Whether it has its seats, and has not given them back. */
export function isSeated({ seatedOn, ended }: Placed): boolean {
  return seatedOn !== undefined && ended === undefined;
}

/** Whether seats are held for it that it has not accepted. */
export function isOffered({ seatedOn, offer, ended }: Placed): boolean {
  return offer !== undefined && seatedOn === undefined && ended === undefined;
}

/** Whether seats are taken by it, or held for it. */
export function holdsSeats(placed: Placed): boolean {
  return isSeated(placed) || isOffered(placed);
}

/** Whether it is on the list, with an offer or without. */
export function isOnList(placed: Placed): boolean {
  return waits(placed) || isOffered(placed);
}

/** Whether it is on the list, and nothing is offered to it. */
export function waits({ seatedOn, offer, ended }: Placed): boolean {
  return seatedOn === undefined && offer === undefined && ended === undefined;
}

/** The decision in force. @throws InvariantBroken before there is one */
export function decidedIn({ decided }: Seating<Placed>): NonNullable<Registrations['decided']> {
  invariant(decided !== undefined, 'seats are decided before anybody registers');
  return decided;
}
