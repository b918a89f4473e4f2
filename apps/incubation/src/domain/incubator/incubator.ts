import { accept, acceptRepeat, acceptUnless, below, chronicle } from '#libs/kernel';
import { byType, cannotFollow, inForceOn, reject, withFact } from '#libs/kernel';
import type { CommandFor, DatedName, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, incubatorEvents } from '#libs/contracts';

type IncubatorEvent = DomainEvent<typeof incubatorEvents>;
export type IncubatorFact = FactOf<IncubatorEvent>;
type Opened = EventOf<IncubatorEvent, 'IncubatorOpened'>;

interface Known {
  readonly opened: Opened;
  readonly names: readonly DatedName[];
}

export type Incubator =
  | { readonly status: 'absent' }
  | ({ readonly status: 'open' } & Known)
  | ({ readonly status: 'dissolved'; readonly on: string } & Known);

type OpenIncubator = CommandFor<Opened, 'OpenIncubator'>;
type RenameIncubator = CommandFor<EventOf<IncubatorEvent, 'IncubatorRenamed'>, 'RenameIncubator'>;
type DissolveIncubator = CommandFor<EventOf<IncubatorEvent, 'IncubatorDissolved'>, 'DissolveIncubator'>;
export type IncubatorCommand = OpenIncubator | RenameIncubator | DissolveIncubator;

/** Why an incubator takes nothing in on a day. */
export type IncubatorAbsence =
  | Refusal<'INC_INCUBATOR_NOT_FOUND'>
  | Refusal<'INC_INCUBATOR_DISSOLVED', 'found'>
  | Refusal<'INC_BEFORE_OPENING', 'found' | 'required'>;

export type IncubatorRejection = IncubatorAbsence | Refusal<'INC_INCUBATOR_EXISTS', 'found', DatedName>;

type IncubatorDecision = Decision<IncubatorFact, IncubatorRejection>;

const initial: Incubator = { status: 'absent' };

/** Precedence of refusals: not found, dissolved, before the opening. */
export const incubator = chronicle({
  context: 'incubation',
  name: 'incubator',
  prefix: 'INC',
  initial,
  facts: {
    IncubatorOpened: { name: 'opening', day: ({ since }) => since, changes: ['name', 'site', 'since'] },
    // Nothing begins any more on its day.
    IncubatorDissolved: { name: 'dissolution', day: ({ on }) => on, changes: ['on'] },
    IncubatorRenamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'since'] },
  },
  evolve,
  decide: byType<IncubatorCommand, Incubator, IncubatorDecision>({
    OpenIncubator: open,
    RenameIncubator: rename,
    DissolveIncubator: dissolve,
  }),
});

function evolve(state: Incubator, fact: IncubatorFact): Incubator {
  if (fact.type === 'IncubatorOpened') {
    if (state.status !== 'absent') cannotFollow(fact, `the incubator is open from ${state.opened.since} on`);
    return { status: 'open', opened: fact, names: [{ name: fact.name, since: fact.since }] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the incubator is not open before that day');
  if (state.status === 'dissolved') cannotFollow(fact, `the incubator was dissolved on ${state.on}`);
  if (fact.type === 'IncubatorDissolved') return { ...state, status: 'dissolved', on: fact.on };
  return { ...state, names: withFact(state.names, { name: fact.name, since: fact.since }) };
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

/** Why nothing begins there on a day. A fact of a day before the dissolution may be recorded after it. */
export function notOpenOn(day: string, state: Incubator): IncubatorAbsence | undefined {
  if (state.status === 'absent') return { type: 'INC_INCUBATOR_NOT_FOUND' };
  if (state.status === 'dissolved' && day >= state.on) return { type: 'INC_INCUBATOR_DISSOLVED', found: state.on };
  return below('INC_BEFORE_OPENING', day, state.opened.since);
}
