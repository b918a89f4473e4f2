import { cannotFollow, withFact } from '#libs/kernel';
import type { DatedName, EventOf, FactOf } from '#libs/kernel';
import type { DomainEvent, incubatorEvents } from '#libs/contracts';

export type IncubatorEvent = DomainEvent<typeof incubatorEvents>;
export type IncubatorFact = FactOf<IncubatorEvent>;
export type Opened = EventOf<IncubatorFact, 'IncubatorOpened'>;
export type SpaceOpened = EventOf<IncubatorFact, 'SpaceOpened'>;
export type AppointmentStarted = EventOf<IncubatorFact, 'AppointmentStarted'>;

interface Ending {
  /** The first day after it; it may lie ahead. */
  readonly until?: string | undefined;
}

/** A space of an incubator, on its days. */
export type Space = Omit<SpaceOpened, 'type' | 'incubatorId'> & Ending;
/** One appointment of one person: a successor in the role is another appointment. */
export type Appointment = Omit<AppointmentStarted, 'type' | 'incubatorId'> & Ending;

interface Known {
  readonly opened: Opened;
  readonly names: readonly DatedName[];
  readonly spaces: readonly Space[];
  readonly staff: readonly Appointment[];
}

export type Incubator =
  | { readonly status: 'absent' }
  | ({ readonly status: 'open' } & Known)
  | ({ readonly status: 'dissolved'; readonly on: string } & Known);

/** @throws FactCannotFollow */
export function evolve(state: Incubator, fact: IncubatorFact): Incubator {
  if (fact.type === 'IncubatorOpened') {
    if (state.status !== 'absent') cannotFollow(fact, `the incubator is open from ${state.opened.since} on`);
    const names = [{ name: fact.name, since: fact.since }];
    return { status: 'open', opened: fact, names, spaces: [], staff: [] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the incubator is not open before that day');
  if (state.status === 'dissolved') cannotFollow(fact, `the incubator was dissolved on ${state.on}`);
  switch (fact.type) {
    case 'IncubatorDissolved':
      return { ...state, status: 'dissolved', on: fact.on };
    case 'IncubatorRenamed':
      return { ...state, names: withFact(state.names, { name: fact.name, since: fact.since }) };
    case 'SpaceOpened': {
      const { type: _type, incubatorId: _id, ...space } = fact;
      return { ...state, spaces: begun(state.spaces, space, (each) => each.spaceId === space.spaceId, fact) };
    }
    case 'SpaceClosed':
      return { ...state, spaces: ended(state.spaces, (each) => each.spaceId === fact.spaceId, fact) };
    case 'AppointmentStarted': {
      const { type: _type, incubatorId: _id, ...appointment } = fact;
      const isSame = (each: Appointment): boolean => each.appointmentId === appointment.appointmentId;
      return { ...state, staff: begun(state.staff, appointment, isSame, fact) };
    }
    case 'AppointmentEnded':
      return { ...state, staff: ended(state.staff, (each) => each.appointmentId === fact.appointmentId, fact) };
  }
}

type Part = Space | Appointment;

function begun<Each extends Part>(
  known: readonly Each[],
  added: Each,
  isSame: (each: Each) => boolean,
  fact: IncubatorFact,
): readonly Each[] {
  const same = known.find(isSame);
  if (same !== undefined) cannotFollow(fact, `the same is known from ${same.since} on`);
  return [...known, added];
}

function ended<Each extends Part>(
  known: readonly Each[],
  isMeant: (each: Each) => boolean,
  fact: IncubatorFact & { readonly on: string },
): readonly Each[] {
  const meant = known.find(isMeant);
  if (meant === undefined) cannotFollow(fact, 'it is not known before that day');
  if (meant.until !== undefined) cannotFollow(fact, `it ended on ${meant.until}`);
  return known.map((each) => (each === meant ? { ...each, until: fact.on } : each));
}
