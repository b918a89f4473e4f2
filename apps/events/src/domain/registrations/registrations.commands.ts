import type { CommandFor, Decision, EventOf, Instant, Refusal } from '#libs/kernel';
import type { KnownGathering } from '../gathering/gathering.facts.ts';
import type { ScheduleRefusal } from '../gathering/schedule.ts';
import type { PassRegistrations } from './passing-registrations.ts';
import type { RegistrationClosed } from './registration-time.ts';
import type { Claim, RegistrationEvent } from './registrations.state.ts';
import type { Belonging, NotEntitled } from './rights.ts';
import type { HeadOf } from './seats.ts';

/** What every command comes with. */
export interface Around {
  /** As it is read with the command. */
  readonly gathering: KnownGathering;
  /** Those on the list that have no right to a seat any more. */
  readonly lapsed: readonly string[];
  /** The instant of the decision: closings and offers are measured by it. */
  readonly receivedAt: Instant;
  /** Who goes on with a cluster that limits or claims name; absent where each does itself. */
  readonly headOf?: HeadOf | undefined;
}
type At<Command> = Command & Around;
type Asks<Type extends RegistrationEvent['type'], Name extends string, Known extends PropertyKey = never> = At<
  CommandFor<EventOf<RegistrationEvent, Type>, Name, Known>
>;

export type DecideSeats = Asks<'SeatsDecided', 'DecideSeats'>;
export type Register = Asks<
  'RegistrationReceived',
  'Register',
  'clusterId' | 'turn' | 'audience' | 'reciprocity' | 'outcome' | 'free'
> & {
  readonly belonging: Belonging;
  /** When it came, where that was before it is recorded: whether it was in time is judged by it. */
  readonly cameAt?: Instant | undefined;
};
/** The members that are given read otherwise from now on. */
export type ChangeRegistration = At<{
  readonly type: 'ChangeRegistration';
  readonly gatheringId: string;
  readonly registrationId: string;
  readonly role?: Claim['role'] | undefined;
  readonly seats?: number | undefined;
  readonly exception?: string | undefined;
  readonly on: string;
}>;
export type SeatRegistration = Asks<'RegistrationPromoted', 'SeatRegistration'>;
export type NameParty = Asks<'PartyNamed', 'NameParty'>;
export type CancelRegistration = Asks<'RegistrationEnded', 'CancelRegistration', 'cause'>;
export type VoidRegistration = Asks<'RegistrationEnded', 'VoidRegistration', 'cause'>;
/** Takes the seats that are offered. */
export type AcceptOffer = Asks<'RegistrationPromoted', 'AcceptOffer', 'exception'>;
/** Leaves the seats that are offered, and the list. */
export type DeclineOffer = Asks<'RegistrationEnded', 'DeclineOffer', 'cause'>;
/** What the clock has made of offers, where nobody decides anything else. */
export type ReviewOffers = At<{ readonly type: 'ReviewOffers'; readonly gatheringId: string; readonly on: string }>;
/** Takes back what ended a registration. */
export type ReinstateRegistration = Asks<'RegistrationReinstated', 'ReinstateRegistration', 'outcome'> & {
  readonly belonging: Belonging;
};
/** Takes back what the end of the gathering ended, once it is to come again: its cancellation is taken back, or it is planned again. */
export type ReopenRegistrations = At<{
  readonly type: 'ReopenRegistrations';
  readonly gatheringId: string;
  readonly reason: string;
  /** Of an organisation, or of none. */
  readonly belonging: (organisationId: string | undefined) => Belonging;
  readonly on: string;
}>;
export type RecordAttendance = Asks<'AttendanceRecorded', 'RecordAttendance'>;
/** Ends all of them, with the gathering: it is cancelled, or was never planned. */
export type CloseRegistrations = At<{
  readonly type: 'CloseRegistrations';
  readonly gatheringId: string;
  readonly cause: 'gathering-cancelled' | 'gathering-voided';
  readonly reason?: string | undefined;
  readonly on: string;
}>;
/** By which right those of an organisation come from now on; without one they come no more. */
export type ReviewRights = At<{
  readonly type: 'ReviewRights';
  readonly gatheringId: string;
  readonly organisationId: string;
  readonly belonging: Belonging;
  readonly on: string;
}>;
export type RegistrationsCommand =
  | DecideSeats
  | Register
  | ChangeRegistration
  | SeatRegistration
  | NameParty
  | CancelRegistration
  | VoidRegistration
  | AcceptOffer
  | DeclineOffer
  | ReviewOffers
  | ReinstateRegistration
  | RecordAttendance
  | CloseRegistrations
  | ReopenRegistrations
  | ReviewRights
  | At<PassRegistrations>;

/** `found` is what cannot be, or the registration that is there already; `required` what it has to be. */
export type RegistrationsRejection =
  | NotEntitled
  | RegistrationClosed
  | Extract<ScheduleRefusal, { readonly type: 'EVT_ZONE_UNKNOWN' | 'EVT_TIME_DOES_NOT_EXIST' | 'EVT_TIME_NOT_TWICE' }>
  | Refusal<'EVT_GATHERING_FULL' | 'EVT_PARTY_TOO_LARGE' | 'EVT_BEFORE_REGISTRATION', 'found' | 'required'>
  | Refusal<'EVT_NOT_OFFERED' | 'EVT_OFFER_EXPIRED', 'found' | 'required'>
  | Refusal<'EVT_MORE_PRESENT' | 'EVT_REGISTRATION_WINDOW' | 'EVT_NOT_THERE_YET', 'found' | 'required'>
  | Refusal<
      'EVT_LIMIT_TWICE' | 'EVT_SEATS_UNDECIDED' | 'EVT_REGISTRATION_NOT_FOUND' | 'EVT_REGISTRATION_EXISTS',
      'found'
    >
  | Refusal<'EVT_PERSON_REGISTERED' | 'EVT_REGISTRATION_OVER' | 'EVT_REGISTRATION_WAITS', 'found'>;

export type Verdict = Decision<RegistrationEvent, RegistrationsRejection>;
