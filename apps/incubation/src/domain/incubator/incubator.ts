import { accept, acceptRepeat, acceptUnless, below, chronicle } from '#libs/kernel';
import { byType, inForceOn, reject } from '#libs/kernel';
import type { CommandFor, DatedName, Decision, DomainEventShape, EventOf, Refusal, StatedFact } from '#libs/kernel';
import {
  evolve,
  type Appointment,
  type AppointmentStarted,
  type Incubator,
  type IncubatorEvent,
  type IncubatorFact,
  type Opened,
  type Space,
  type SpaceOpened,
} from './incubator.state.ts';

export type { Incubator, IncubatorFact } from './incubator.state.ts';

type OpenIncubator = CommandFor<Opened, 'OpenIncubator'>;
type RenameIncubator = CommandFor<EventOf<IncubatorEvent, 'IncubatorRenamed'>, 'RenameIncubator'>;
type DissolveIncubator = CommandFor<EventOf<IncubatorEvent, 'IncubatorDissolved'>, 'DissolveIncubator'>;
type OpenSpace = CommandFor<SpaceOpened, 'OpenSpace'>;
type CloseSpace = CommandFor<EventOf<IncubatorEvent, 'SpaceClosed'>, 'CloseSpace'>;
type AppointStaff = CommandFor<AppointmentStarted, 'AppointStaff'>;
type EndAppointment = CommandFor<EventOf<IncubatorEvent, 'AppointmentEnded'>, 'EndAppointment'>;
export type IncubatorCommand =
  OpenIncubator | RenameIncubator | DissolveIncubator | OpenSpace | CloseSpace | AppointStaff | EndAppointment;

/** Why an incubator takes nothing in on a day. */
export type IncubatorAbsence =
  | Refusal<'INC_INCUBATOR_NOT_FOUND'>
  | Refusal<'INC_INCUBATOR_DISSOLVED', 'found'>
  | Refusal<'INC_BEFORE_OPENING', 'found' | 'required'>;

export type IncubatorRejection =
  | IncubatorAbsence
  | Refusal<'INC_INCUBATOR_EXISTS', 'found', DatedName>
  | Refusal<
      'INC_SPACE_NOT_FOUND' | 'INC_SPACE_EXISTS' | 'INC_APPOINTMENT_NOT_FOUND' | 'INC_APPOINTMENT_EXISTS',
      'found'
    >;

type IncubatorDecision = Decision<IncubatorFact, IncubatorRejection>;

const initial: Incubator = { status: 'absent' };

/** Precedence of refusals: not found, dissolved, before the opening. */
export const incubator = chronicle({
  context: 'incubation',
  name: 'incubator',
  prefix: 'INC',
  initial,
  facts: {
    // What ends on the day of the dissolution ended before it.
    SpaceClosed: { name: 'space-closing', day: ({ on }) => on, changes: ['on'] },
    AppointmentEnded: { name: 'appointment-end', day: ({ on }) => on, changes: ['on'] },
    IncubatorOpened: { name: 'opening', day: ({ since }) => since, changes: ['name', 'site', 'since'] },
    // Nothing begins any more on its day.
    IncubatorDissolved: { name: 'dissolution', day: ({ on }) => on, changes: ['on'] },
    IncubatorRenamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'since'] },
    SpaceOpened: {
      name: 'space',
      day: ({ since }) => since,
      changes: ['kind', 'name', 'services', 'since'],
      carries: ({ spaceId }, facts) => endsIn(facts, 'spaceId', spaceId),
    },
    AppointmentStarted: {
      name: 'appointment',
      day: ({ since }) => since,
      changes: ['role', 'person', 'since'],
      carries: ({ appointmentId }, facts) => endsIn(facts, 'appointmentId', appointmentId),
    },
  },
  evolve,
  decide: byType<IncubatorCommand, Incubator, IncubatorDecision>({
    OpenIncubator: open,
    RenameIncubator: rename,
    DissolveIncubator: dissolve,
    OpenSpace: openSpace,
    CloseSpace: (command, state) =>
      endPart({ ...command, type: 'SpaceClosed' }, spaceOf(command.spaceId, state), state),
    AppointStaff: appoint,
    EndAppointment: (command, state) =>
      endPart({ ...command, type: 'AppointmentEnded' }, appointmentOf(command.appointmentId, state), state),
  }),
});

/** What was never begun has no end. */
function endsIn(
  facts: readonly StatedFact<DomainEventShape>[],
  member: 'spaceId' | 'appointmentId',
  id: string,
): readonly StatedFact<DomainEventShape>[] {
  const stated = facts as readonly StatedFact<IncubatorFact>[];
  return stated.filter(
    ({ event }) =>
      (event.type === 'SpaceClosed' && member === 'spaceId' && event.spaceId === id) ||
      (event.type === 'AppointmentEnded' && member === 'appointmentId' && event.appointmentId === id),
  );
}

function open(command: OpenIncubator, state: Incubator): IncubatorDecision {
  const opened: Opened = { ...command, type: 'IncubatorOpened' };
  if (state.status === 'absent') return accept(opened);
  const { name, since } = state.opened;
  return acceptRepeat(opened, state.opened, { type: 'INC_INCUBATOR_EXISTS', found: { name, since } });
}

function rename(command: RenameIncubator, state: Incubator): IncubatorDecision {
  const absence = notOpenOn(command.since, state);
  if (absence !== undefined) return reject(absence);
  const isSo = state.status !== 'absent' && inForceOn(state.names, command.since)?.name === command.name;
  return isSo ? accept() : accept({ ...command, type: 'IncubatorRenamed' });
}

function dissolve(command: DissolveIncubator, state: Incubator): IncubatorDecision {
  if (state.status === 'dissolved')
    return state.on === command.on ? accept() : reject({ type: 'INC_INCUBATOR_DISSOLVED', found: state.on });
  return acceptUnless(notOpenOn(command.on, state), { ...command, type: 'IncubatorDissolved' });
}

function openSpace(command: OpenSpace, state: Incubator): IncubatorDecision {
  const opened = { ...command, type: 'SpaceOpened' } as const;
  const known = spaceOf(command.spaceId, state);
  if (known === undefined) return acceptUnless(notOpenOn(command.since, state), opened);
  const { until: _until, ...stated } = known;
  const { type: _type, incubatorId: _id, ...said } = command;
  return acceptRepeat(said, stated, { type: 'INC_SPACE_EXISTS', found: known.name });
}

function appoint(command: AppointStaff, state: Incubator): IncubatorDecision {
  const started = { ...command, type: 'AppointmentStarted' } as const;
  const known = appointmentOf(command.appointmentId, state);
  if (known === undefined) return acceptUnless(notOpenOn(command.since, state), started);
  const { until: _until, ...stated } = known;
  const { type: _type, incubatorId: _id, ...said } = command;
  const exists = { type: 'INC_APPOINTMENT_EXISTS', found: `${known.role} from ${known.since} on` } as const;
  return acceptRepeat(nameless(said), nameless(stated), exists);
}

/** A person is the id: the name may have been erased since. */
function nameless({ person, ...facts }: Omit<Appointment, 'until'>): object {
  return { ...facts, personId: person.personId };
}

/** Of the day of the dissolution an end is recorded as well, and nothing after it. */
function endPart(
  fact: EventOf<IncubatorFact, 'SpaceClosed' | 'AppointmentEnded'>,
  known: Space | Appointment | undefined,
  state: Incubator,
): IncubatorDecision {
  if (state.status === 'absent') return reject({ type: 'INC_INCUBATOR_NOT_FOUND' });
  if (known !== undefined) return accept(fact);
  return reject(
    fact.type === 'SpaceClosed'
      ? { type: 'INC_SPACE_NOT_FOUND', found: fact.spaceId }
      : { type: 'INC_APPOINTMENT_NOT_FOUND', found: fact.appointmentId },
  );
}

function spaceOf(spaceId: string, state: Incubator): Space | undefined {
  return state.status === 'absent' ? undefined : state.spaces.find((each) => each.spaceId === spaceId);
}

function appointmentOf(appointmentId: string, state: Incubator): Appointment | undefined {
  return state.status === 'absent' ? undefined : state.staff.find((each) => each.appointmentId === appointmentId);
}

/** Why nothing begins there on a day. A fact of a day before the dissolution may be recorded after it. */
export function notOpenOn(day: string, state: Incubator): IncubatorAbsence | undefined {
  if (state.status === 'absent') return { type: 'INC_INCUBATOR_NOT_FOUND' };
  if (state.status === 'dissolved' && day >= state.on) return { type: 'INC_INCUBATOR_DISSOLVED', found: state.on };
  return below('INC_BEFORE_OPENING', day, state.opened.since);
}
