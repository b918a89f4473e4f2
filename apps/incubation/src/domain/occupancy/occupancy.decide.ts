import { accept, acceptRepeat, acceptUnless, below, byType, inForceOn, reject, sameFacts } from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, Refusal } from '#libs/kernel';
import { notOpenOn, type Incubator, type IncubatorAbsence } from '../incubator/incubator.ts';
import { trackUnfit, type TrackUnfit } from './admission-tracks.ts';
import {
  admissionOf,
  type Admission,
  type AdmissionWithdrawn,
  type CapacityDecided,
  type CompanyAdmitted,
  type Occupancy,
  type OccupancyEvent,
  type OccupancyFact,
  type ResidencyEnded,
  type ResidencyStarted,
} from './occupancy.state.ts';
import { freeFrom } from './places.ts';

type State = Occupancy & Chronicled<OccupancyFact>;
/** Every command comes with the incubator: nothing begins where it is not open. */
type In<Command> = Command & { readonly incubator: Incubator };

export type DecideCapacity = In<CommandFor<CapacityDecided, 'DecideCapacity'>>;
export type AdmitCompany = In<CommandFor<CompanyAdmitted, 'AdmitCompany', 'number'>>;
export type RecordResidency = In<CommandFor<CompanyAdmitted, 'RecordResidency', 'number'>> &
  Pick<ResidencyEnded, 'cause'> & { readonly until: string };
export type WithdrawAdmission = In<CommandFor<AdmissionWithdrawn, 'WithdrawAdmission', 'organisationId'>>;
export type LeaveIncubator = In<CommandFor<ResidencyEnded, 'LeaveIncubator', 'organisationId'>>;
export type CorrectStart = In<
  CommandFor<ResidencyStarted, 'CorrectStart', 'organisationId'> & { readonly reason: string }
>;
export type OccupancyCommand =
  DecideCapacity | AdmitCompany | RecordResidency | WithdrawAdmission | LeaveIncubator | CorrectStart;

export type OccupancyRejection =
  | IncubatorAbsence
  | TrackUnfit
  | Refusal<
      'INC_CAPACITY_UNDECIDED' | 'INC_ADMISSION_NOT_FOUND' | 'INC_ADMISSION_EXISTS' | 'INC_ADMISSION_ENDED',
      'found'
    >
  | Refusal<'INC_BEFORE_ADMISSION' | 'INC_RESIDENCY_OVERLAPS' | 'INC_INCUBATOR_FULL', 'found' | 'required'>
  | Refusal<'INC_COMPANY_INSIDE' | 'INC_COMPANY_NOT_INSIDE', 'found'>;

type OccupancyDecision = Decision<OccupancyEvent, OccupancyRejection>;

export const decide = byType<OccupancyCommand, State, OccupancyDecision>({
  DecideCapacity: decideCapacity,
  AdmitCompany: admit,
  RecordResidency: recordResidency,
  WithdrawAdmission: withdraw,
  LeaveIncubator: leave,
  CorrectStart: correctStart,
});

function decideCapacity({ incubator, ...command }: DecideCapacity, state: State): OccupancyDecision {
  const inForce = inForceOn(state.decisions, command.since);
  if (inForce?.places === command.places && inForce.waiting === command.waiting) return accept();
  return acceptUnless(notOpenOn(command.since, incubator), { ...command, type: 'CapacityDecided' });
}

/** Whether there is a place for the company is not its business: who waits is given one by what follows each command, in order. */
function admit({ incubator, ...command }: AdmitCompany, state: State): OccupancyDecision {
  const known = admissionOf(state, command.admissionId);
  const admitted = numbered({ ...command, type: 'CompanyAdmitted' }, known, state);
  if (known !== undefined) return acceptRepeat(admitted, known.admitted, alreadyThere(known));
  const refusal = notAdmitting(admitted, incubator, state) ?? overlapIn(state, { admitted });
  return acceptUnless<OccupancyEvent, OccupancyRejection>(refusal ?? turnedAway(admitted, state), admitted);
}

/** A residency that is over: it stands at its days, whatever was recorded before. */
function recordResidency({ incubator, until, cause, ...command }: RecordResidency, state: State): OccupancyDecision {
  const known = admissionOf(state, command.admissionId);
  const admitted = numbered({ ...command, type: 'CompanyAdmitted' }, known, state);
  const { number: _number, track: _track, ...about } = admitted;
  const started: ResidencyStarted = { ...about, type: 'ResidencyStarted' };
  const ended: ResidencyEnded = { ...about, type: 'ResidencyEnded', cause, on: until };
  const residency = { admitted, startedOn: started.on, ended };
  if (known !== undefined) return sameFacts(known, residency) ? accept() : reject(alreadyThere(known));
  const refusal =
    below('INC_BEFORE_ADMISSION', until, admitted.on) ??
    notAdmitting(admitted, incubator, state) ??
    overlapIn(state, residency);
  return acceptUnless<OccupancyEvent, OccupancyRejection>(refusal, admitted, started, ended);
}

function withdraw({ admissionId, on }: WithdrawAdmission, state: State): OccupancyDecision {
  const known = admissionOf(state, admissionId);
  if (known === undefined) return reject({ type: 'INC_ADMISSION_NOT_FOUND', found: admissionId });
  const withdrawn: AdmissionWithdrawn = { type: 'AdmissionWithdrawn', ...of(known), on };
  if (known.ended !== undefined) return acceptRepeat(withdrawn, known.ended, endedAlready(known.ended));
  if (known.startedOn !== undefined && known.startedOn <= on)
    return reject({ type: 'INC_COMPANY_INSIDE', found: known.startedOn });
  return acceptUnless<OccupancyEvent, OccupancyRejection>(
    below('INC_BEFORE_ADMISSION', on, known.admitted.on),
    ...givenUp(known, state),
    withdrawn,
  );
}

/** A place that was to come is not taken. */
function givenUp({ admitted }: Admission, state: State): readonly OccupancyEvent[] {
  const start = startOf(admitted.admissionId, state);
  if (start === undefined) return [];
  const { type: _type, ...was } = start.event;
  const reason = 'The company withdrew before it had its place.';
  return [{ type: 'ResidencyStartedVoided', fact: start.id, was, reason, on: was.on }];
}

function leave({ admissionId, cause, on }: LeaveIncubator, state: State): OccupancyDecision {
  const known = admissionOf(state, admissionId);
  if (known === undefined) return reject({ type: 'INC_ADMISSION_NOT_FOUND', found: admissionId });
  const ended: ResidencyEnded = { type: 'ResidencyEnded', ...of(known), cause, on };
  if (known.ended !== undefined) return acceptRepeat(ended, known.ended, endedAlready(known.ended));
  if (known.startedOn === undefined) return reject({ type: 'INC_COMPANY_NOT_INSIDE', found: 'it waits for a place' });
  if (known.startedOn > on) return reject({ type: 'INC_COMPANY_NOT_INSIDE', found: known.startedOn });
  return accept(ended);
}

/** The day on which a residency began follows from the places that were free; the company may have come on another one. */
function correctStart({ admissionId, on, reason }: CorrectStart, state: State): OccupancyDecision {
  const start = startOf(admissionId, state);
  if (start === undefined) return reject({ type: 'INC_ADMISSION_NOT_FOUND', found: admissionId });
  const { type: _type, ...was } = start.event;
  if (was.on === on) return accept();
  return accept({ type: 'ResidencyStartedCorrected', fact: start.id, was, now: { ...was, on }, reason, on });
}

function startOf(admissionId: string, { facts }: State) {
  const isMeant = (event: OccupancyFact): event is ResidencyStarted =>
    event.type === 'ResidencyStarted' && event.admissionId === admissionId;
  return facts.flatMap(({ id, event }) => (isMeant(event) ? [{ id, event }] : [])).at(0);
}

function of({ admitted: { incubatorId, admissionId, organisationId } }: Admission) {
  return { incubatorId, admissionId, organisationId };
}

function alreadyThere({ admitted }: Admission): OccupancyRejection {
  return { type: 'INC_ADMISSION_EXISTS', found: `${admitted.organisationId}, admitted on ${admitted.on}` };
}

function endedAlready({ on }: { readonly on: string }): OccupancyRejection {
  return { type: 'INC_ADMISSION_ENDED', found: on };
}

/** An admission keeps its number; another one gets the next. */
function numbered(
  admitted: Omit<CompanyAdmitted, 'number'>,
  known: Admission | undefined,
  { admissions }: State,
): CompanyAdmitted {
  const last = admissions.reduce((most, { admitted: { number } }) => Math.max(most, number), 0);
  return { ...admitted, number: known?.admitted.number ?? last + 1 };
}

function notAdmitting(admitted: CompanyAdmitted, incubator: Incubator, state: State): OccupancyRejection | undefined {
  const undecided = { type: 'INC_CAPACITY_UNDECIDED', found: admitted.on } as const;
  const absence = notOpenOn(admitted.on, incubator);
  return absence ?? (inForceOn(state.decisions, admitted.on) === undefined ? undecided : trackUnfit(admitted));
}

/** By a policy without a list, nobody is admitted who would have to wait. */
function turnedAway({ on }: CompanyAdmitted, state: State): OccupancyRejection | undefined {
  if (inForceOn(state.decisions, on)?.waiting !== 'no-list') return undefined;
  const first = freeFrom(state, on);
  if (first === on) return undefined;
  const found = first === undefined ? 'no place is free' : `a place is free from ${first} on`;
  return { type: 'INC_INCUBATOR_FULL', found, required: `a place that is free from ${on} on` };
}

/** Why a company cannot be admitted for these days: it waits or is inside on one of them. */
export function overlapIn(
  { admissions }: Pick<Occupancy, 'admissions'>,
  { admitted, ended }: Admission,
): OccupancyRejection | undefined {
  const overlapping = admissions.find(
    (other) =>
      other.admitted.organisationId === admitted.organisationId &&
      other.admitted.admissionId !== admitted.admissionId &&
      (ended === undefined || other.admitted.on < ended.on) &&
      (other.ended === undefined || admitted.on < other.ended.on),
  );
  if (overlapping === undefined) return undefined;
  const { on } = overlapping.admitted;
  const until = overlapping.ended === undefined ? 'on' : `to ${overlapping.ended.on}`;
  return {
    type: 'INC_RESIDENCY_OVERLAPS',
    found: on < admitted.on ? admitted.on : on,
    required: `days that are not those of the admission of the same company from ${on} ${until}`,
  };
}
