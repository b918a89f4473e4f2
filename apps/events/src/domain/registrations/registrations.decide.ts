import { accept, acceptRepeat, byType, latest, reject, sameFacts } from '#libs/kernel';
import { gatheringOn, type KnownGathering } from '../gathering/gathering.facts.ts';
import { localTimeFault } from '../gathering/schedule.ts';
import { acceptOffer, declineOffer } from './offers.ts';
import { passAll } from './passing-registrations.ts';
import { reinstate, reopen } from './reinstatement.ts';
import { closedAt } from './registration-time.ts';
import { before, cancelledSince, changed, ending, full, lasting, overSince, tooLarge } from './registrations.checks.ts';
import type {
  CancelRegistration,
  ChangeRegistration,
  DecideSeats,
  NameParty,
  RecordAttendance,
  Register,
  RegistrationsCommand,
  RegistrationsRejection,
  ReviewRights,
  SeatRegistration,
  Verdict,
  VoidRegistration,
} from './registrations.commands.ts';
import { notEntitled, rightOf, type Right } from './rights.ts';
import { lackedBy } from './seats.ts';
import {
  decidedIn,
  holdsSeats,
  isSeated,
  registrationOf,
  type Claim,
  type Ended,
  type Received,
  type Registration,
  type RegistrationEvent,
  type Registrations,
  type SeatsDecided,
} from './registrations.state.ts';

export const decide = byType<RegistrationsCommand, Registrations, Verdict>({
  DecideSeats: decideSeats,
  Register: register,
  ChangeRegistration: change,
  SeatRegistration: seat,
  NameParty: nameParty,
  CancelRegistration: (command, state) => end(command, state, 'cancelled'),
  VoidRegistration: (command, state) => end(command, state, 'voided'),
  AcceptOffer: acceptOffer,
  DeclineOffer: declineOffer,
  ReviewOffers: () => accept(),
  ReinstateRegistration: reinstate,
  ReopenRegistrations: reopen,
  RecordAttendance: recordAttendance,
  CloseRegistrations: ({ cause, on, reason }, { entries }) =>
    accept(...entries.filter(({ ended }) => ended === undefined).map((each) => ending(each, cause, on, reason))),
  ReviewRights: review,
  PassRegistrations: (command, state) => accept(...passAll(command, state)),
});

function decideSeats(command: DecideSeats, { decided }: Registrations): Verdict {
  const { type: _type, gathering, lapsed: _lapsed, receivedAt: _receivedAt, headOf: _headOf, ...decision } = command;
  if (decided !== undefined && sameFacts(decided, decision)) return accept();
  const fault = limitTwice(command) ?? windowFault(command, gathering.plan.place.zone);
  return fault === undefined ? accept<RegistrationEvent>({ ...decision, type: 'SeatsDecided' }) : reject(fault);
}

function limitTwice({
  audiences,
  clusters,
}: Pick<SeatsDecided, 'audiences' | 'clusters'>): RegistrationsRejection | undefined {
  const named = [...audiences.map(({ audience }) => audience), ...clusters.map(({ clusterId }) => clusterId)];
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  return twice === undefined ? undefined : { type: 'EVT_LIMIT_TWICE', found: twice };
}

function windowFault(
  { opensAt, closesAt }: Pick<SeatsDecided, 'opensAt' | 'closesAt'>,
  zone: string,
): RegistrationsRejection | undefined {
  const fault = [opensAt, closesAt]
    .flatMap((local) => (local === undefined ? [] : (localTimeFault(local, zone, undefined) ?? [])))
    .at(0);
  // One time alone never names an occurrence, and no part: these are the faults that are left.
  if (fault !== undefined) return fault as RegistrationsRejection;
  if (opensAt === undefined || closesAt === undefined || opensAt < closesAt) return undefined;
  return { type: 'EVT_REGISTRATION_WINDOW', found: closesAt, required: `a time after ${opensAt}` };
}

function register(command: Register, state: Registrations): Verdict {
  const { gathering, belonging, receivedAt, cameAt, lapsed: _lapsed, headOf: _headOf, ...said } = command;
  if (state.decided === undefined) return reject({ type: 'EVT_SEATS_UNDECIDED', found: said.gatheringId });
  const known = registrationOf(state, said.registrationId);
  if (known !== undefined) return acceptRepeat(asked(said), asked(known.received), alreadyThere(known));
  const same = state.entries.find(
    (each) => each.ended === undefined && each.received.person.personId === said.person.personId,
  );
  if (same !== undefined && asksTheSame(said, same)) return accept();
  const refusal =
    cancelledSince(gathering) ??
    (said.exception === undefined ? closedAt(gathering, state.decided, { receivedAt, cameAt }) : undefined);
  if (refusal !== undefined) return reject(refusal);
  const right = rightOf(gathering.plan, state.decided, belonging);
  if (right === undefined) return reject(notEntitled(gathering.plan, belonging));
  const unfit = tooLarge(said.seats, state.decided) ?? otherwiseRegistered(same, said.exception);
  if (unfit !== undefined) return reject(unfit);
  // Who is let in by decision leaves the list, in which the person waited, with the same words.
  const left = same === undefined ? [] : [ending(same, 'seated-otherwise', said.on)];
  return received({ ...said, clusterId: gathering.plan.clusterId }, right, state, left);
}

/** Whether it is seated or waits, the walk along the list says: with nobody before it that its seats are kept for. */
function received(
  said: Omit<Register, 'gathering' | 'belonging' | 'receivedAt' | 'cameAt' | 'lapsed' | 'headOf'> &
    Pick<Received, 'clusterId'>,
  { audience, reciprocity }: Right,
  state: Registrations,
  left: readonly Ended[],
): Verdict {
  const event: Received = {
    ...said,
    ...{ type: 'RegistrationReceived', turn: state.entries.length + 1, audience },
    ...(reciprocity === undefined ? {} : { reciprocity }),
    ...{ outcome: said.exception === undefined ? 'waiting' : 'seated', free: null },
  };
  return accept<RegistrationEvent>(...left, event);
}

function change(command: ChangeRegistration, state: Registrations): Verdict {
  const { registrationId, on, exception } = command;
  const known = lasting(state, registrationId);
  if ('type' in known) return reject(known);
  const claim: Claim = {
    ...known.claim,
    role: command.role ?? known.claim.role,
    seats: command.seats ?? known.claim.seats,
  };
  if (sameFacts(claim, known.claim)) return accept();
  const refusal = tooLarge(claim.seats, decidedIn(state)) ?? before(known, on);
  if (refusal !== undefined) return reject(refusal);
  if (holdsSeats(known) && exception === undefined) {
    const others = { ...state, entries: state.entries.filter((each) => each !== known) };
    const lacked = lackedBy(claim, others, command.headOf);
    if (lacked.length > 0) return reject(full(lacked, claim));
  }
  return accept<RegistrationEvent>(changed(known, claim, on, exception));
}

/** Whoever decides to let somebody in that waits says why. */
function seat({ registrationId, exception, on }: SeatRegistration, state: Registrations): Verdict {
  const known = lasting(state, registrationId);
  if ('type' in known) return reject(known);
  if (isSeated(known)) return accept();
  const refusal = before(known, on);
  if (refusal !== undefined) return reject(refusal);
  const { gatheringId } = known.received;
  return accept<RegistrationEvent>({
    ...{ type: 'RegistrationPromoted', gatheringId, registrationId, on },
    ...(exception === undefined ? {} : { exception }),
  });
}

function nameParty({ gatheringId, registrationId, persons, on }: NameParty, state: Registrations): Verdict {
  const known = lasting(state, registrationId);
  if ('type' in known) return reject(known);
  const { seats } = known.claim;
  if (persons.length >= seats)
    return reject({
      ...{ type: 'EVT_PARTY_TOO_LARGE', found: `${String(persons.length)} beside the person that registered` },
      required: `at most ${String(seats - 1)}`,
    });
  if (sameFacts({ persons }, { persons: known.persons ?? [] })) return accept();
  return accept<RegistrationEvent>({ type: 'PartyNamed', gatheringId, registrationId, persons, on });
}

function end(
  command: CancelRegistration | VoidRegistration,
  state: Registrations,
  cause: 'cancelled' | 'voided',
): Verdict {
  const { registrationId, on, reason } = command;
  const known = registrationOf(state, registrationId);
  if (known === undefined) return reject({ type: 'EVT_REGISTRATION_NOT_FOUND', found: registrationId });
  const ended = ending(known, cause, on, reason);
  if (known.ended !== undefined)
    return acceptRepeat(ended, known.ended, { type: 'EVT_REGISTRATION_OVER', found: overSince(known.ended) });
  const refusal = before(known, on);
  return refusal === undefined ? accept<RegistrationEvent>(ended) : reject(refusal);
}

/** Who gave back a seat before the gathering may have come nevertheless: with a seat by decision, not with one that was given back. */
function recordAttendance(command: RecordAttendance, state: Registrations): Verdict {
  const { gathering, gatheringId, registrationId, present, on } = command;
  const known = lasting(state, registrationId);
  if ('type' in known) return reject(known);
  if (known.attendance?.present === present) return accept();
  const { firstDay } = daysAround(gathering);
  if (!isSeated(known)) return reject({ type: 'EVT_REGISTRATION_WAITS', found: registrationId });
  if (present !== null && present > known.claim.seats)
    return reject({
      type: 'EVT_MORE_PRESENT',
      found: String(present),
      required: `at most ${String(known.claim.seats)}`,
    });
  if (firstDay === undefined || on < firstDay)
    return reject({ type: 'EVT_NOT_THERE_YET', found: on, required: `a day from ${firstDay ?? 'the new one'} on` });
  return accept<RegistrationEvent>({ type: 'AttendanceRecorded', gatheringId, registrationId, present, on });
}

function daysAround(gathering: KnownGathering): { readonly firstDay: string | undefined } {
  return { firstDay: gatheringOn(gathering).schedule?.from.slice(0, 'YYYY-MM-DD'.length) };
}

function review({ gathering, organisationId, belonging, on }: ReviewRights, state: Registrations): Verdict {
  const { decided } = state;
  if (decided === undefined) return accept();
  const right = rightOf(gathering.plan, decided, belonging);
  const concerned = state.entries.filter(
    (each) => each.ended === undefined && each.received.organisationId === organisationId,
  );
  return accept(
    ...concerned.flatMap((each): readonly RegistrationEvent[] => {
      const day = latest(on, each.received.on);
      if (right === undefined) return [ending(each, 'not-entitled', day)];
      const claim = { ...each.claim, audience: right.audience, reciprocity: right.reciprocity };
      return sameFacts(claim, each.claim) ? [] : [changed(each, claim, day)];
    }),
  );
}

/** What whoever registers says; the name of a person may be written otherwise the second time. */
function asked({
  person,
  organisationId,
  role,
  seats,
  on,
}: Pick<Received, 'person' | 'organisationId' | 'role' | 'seats' | 'on'>) {
  return { personId: person.personId, organisationId, role, seats, on };
}

/** The same person for the same organisation, once more: it has what it asks for. */
function asksTheSame(
  said: Pick<Register, 'organisationId' | 'role' | 'seats' | 'exception'>,
  known: Registration,
): boolean {
  const { organisationId } = known.received;
  const { role, seats } = known.claim;
  const isSame = sameFacts(
    { organisationId, role, seats },
    { organisationId: said.organisationId, role: said.role, seats: said.seats },
  );
  return isSame && (said.exception === undefined || isSeated(known));
}

function otherwiseRegistered(
  known: Registration | undefined,
  exception: string | undefined,
): RegistrationsRejection | undefined {
  const mayBe = known === undefined || (exception !== undefined && !isSeated(known));
  return mayBe ? undefined : { type: 'EVT_PERSON_REGISTERED', found: known.received.registrationId };
}

function alreadyThere({ received }: Registration): RegistrationsRejection {
  return { type: 'EVT_REGISTRATION_EXISTS', found: `turn ${String(received.turn)}, of ${received.on}` };
}
