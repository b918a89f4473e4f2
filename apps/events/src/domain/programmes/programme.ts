import { accept, acceptRepeat, byType, cannotFollow, chronicle, inForceOn, reject, withFact } from '#libs/kernel';
import { passingEvents, type PassTo } from '../passing.ts';
import { endOfPassed, passedTo } from './programme-passing.ts';
import { leadOf, noProgramme } from './programme.state.ts';
import type {
  Fact,
  KnownProgramme,
  Programme,
  ProgrammeEvent,
  ProgrammeFact,
  ProgrammePart,
} from './programme.state.ts';
import type { Chronicled, CommandFor, Decision, DomainEventShape, Refusal, StatedFact } from '#libs/kernel';

type Started = Fact<'ProgrammeStarted'>;

/** What a merger does to what its predecessors are in a programme. */
export type PassProgramme = PassTo<'PassProgramme'> & { readonly programmeId: string };
export type ProgrammeCommand =
  | CommandFor<Started, 'StartProgramme'>
  | PassProgramme
  | CommandFor<Fact<'ProgrammeEnded'>, 'EndProgramme'>
  | CommandFor<Fact<'ProgrammeLeadChanged'>, 'ChangeProgrammeLead'>
  | CommandFor<Fact<'ProgrammePartTaken'>, 'TakePartInProgramme'>
  | CommandFor<Fact<'ProgrammePartEnded'>, 'EndPartInProgramme'>;

/** `found` is the id that is unknown, the name that the programme of this id has, or the organisation that is no cluster. */
export type ProgrammeRejection = Refusal<
  'EVT_PROGRAMME_NOT_FOUND' | 'EVT_PROGRAMME_EXISTS' | 'EVT_RELAY_NO_CLUSTER',
  'found'
>;

type Verdict = Decision<ProgrammeEvent, ProgrammeRejection>;
type Stated = readonly StatedFact<DomainEventShape>[];

/** Precedence of refusals: not found or known otherwise, a relay that is no cluster, then what the facts together cannot be. */
export const programme = chronicle({
  context: 'events',
  name: 'programme',
  prefix: 'EVT',
  initial: noProgramme,
  facts: {
    ProgrammeStarted: {
      name: 'start',
      day: ({ since }) => since,
      carries: (_start, facts: Stated) => facts.filter(({ event }) => event.type !== 'ProgrammeStarted'),
      changes: ['name', 'theme', 'leadId', 'since'],
    },
    ProgrammeEnded: { name: 'end', day: ({ on }) => on, changes: ['on'] },
    ProgrammePartEnded: { name: 'end-of-part', day: ({ on }) => on, changes: ['on'] },
    ProgrammeLeadChanged: { name: 'lead', day: ({ since }) => since, changes: ['leadId', 'since'] },
    ProgrammePartTaken: { name: 'part', day: ({ since }) => since, carries: endOf, changes: ['since'] },
    ProgrammePassed: { day: ({ on }) => on, derived: () => true },
  },
  evolve: evolveProgramme,
  decide: (command: ProgrammeCommand, state: Programme & Chronicled<ProgrammeFact>): Verdict => {
    if (command.type === 'StartProgramme') return start(command, state);
    if (state.start === undefined) return reject({ type: 'EVT_PROGRAMME_NOT_FOUND', found: command.programmeId });
    if (command.type === 'PassProgramme') return pass(command, state.facts);
    return decideOnKnown(command, state);
  },
});

type OnKnown = Exclude<ProgrammeCommand, CommandFor<Started, 'StartProgramme'> | PassProgramme>;

const decideOnKnown = byType<OnKnown, Programme, Verdict>({
  EndProgramme: (command) => accept<ProgrammeFact>({ ...command, type: 'ProgrammeEnded' }),
  ChangeProgrammeLead: (command, { leads }) =>
    inForceOn(leads, command.since)?.leadId === command.leadId
      ? accept()
      : accept<ProgrammeFact>({ ...command, type: 'ProgrammeLeadChanged' }),
  TakePartInProgramme: (command) =>
    command.role === 'relay' && command.party.kind !== 'cluster'
      ? reject({ type: 'EVT_RELAY_NO_CLUSTER', found: command.party.id })
      : accept<ProgrammeFact>({ ...command, type: 'ProgrammePartTaken' }),
  EndPartInProgramme: (command) => accept<ProgrammeFact>({ ...command, type: 'ProgrammePartEnded' }),
});

function pass({ programmeId, ...passing }: PassProgramme, facts: readonly StatedFact<ProgrammeFact>[]): Verdict {
  const passed = passingEvents<ProgrammeEvent>(facts, passing, (each) => ({
    ...{ type: 'ProgrammePassed', programmeId },
    ...each,
  }));
  return accept(...passed);
}

function start({ type: _type, ...said }: CommandFor<Started, 'StartProgramme'>, state: Programme): Verdict {
  if (state.start === undefined) return accept<ProgrammeFact>({ type: 'ProgrammeStarted', ...said });
  return acceptRepeat(said, state.start, { type: 'EVT_PROGRAMME_EXISTS', found: state.start.name });
}

/** What a fact makes of a programme, for facts in the order of their days. @throws FactCannotFollow */
export function evolveProgramme(state: Programme, fact: ProgrammeFact): Programme {
  const { start: known } = state;
  if (fact.type === 'ProgrammeStarted') {
    if (known !== undefined) cannotFollow(fact, `it runs from ${known.since} on`);
    const { type: _type, ...stated } = fact;
    return { ...state, start: stated, leads: [{ leadId: stated.leadId, since: stated.since }] };
  }
  if (known === undefined) {
    // What turns out to have begun later did not pass that day.
    if (fact.type === 'ProgrammePassed') return state;
    cannotFollow(fact, 'it does not run before that day');
  }
  return evolveKnown(fact, { ...state, start: known });
}

const evolveKnown = byType<Exclude<ProgrammeFact, Started>, KnownProgramme, Programme>({
  ProgrammeEnded: (fact, state) => {
    requireRunning(fact, state);
    if (fact.on <= state.start.since) cannotFollow(fact, `it runs from ${state.start.since} on`);
    const parts = state.parts.map((each) => (each.until === undefined ? { ...each, until: fact.on } : each));
    return { ...state, parts, endedOn: fact.on };
  },
  ProgrammeLeadChanged: (fact, state) => {
    requireRunning(fact, state);
    const { leadId, since } = fact;
    const relay = state.parts[lastOf({ role: 'relay', party: { kind: 'cluster', id: leadId } }, state)];
    if (relay !== undefined && relay.until === undefined)
      cannotFollow(fact, `the cluster is a relay from ${relay.since} on`);
    return { ...state, leads: withFact(state.leads, { leadId, since }) };
  },
  ProgrammePartTaken: partTaken,
  ProgrammePartEnded: partEnded,
  ProgrammePassed: (fact, state) => (state.endedOn === undefined ? passedTo(fact, state) : state),
});

/** Whoever leads it is none of its relays. */
function partTaken(fact: Fact<'ProgrammePartTaken'>, state: KnownProgramme): Programme {
  requireRunning(fact, state);
  const { role, party, since } = fact;
  const last = state.parts[lastOf(fact, state)];
  if (last !== undefined && last.until === undefined) cannotFollow(fact, `it is a ${role} from ${last.since} on`);
  if (role === 'relay' && leadOf(state) === party.id) cannotFollow(fact, 'the cluster leads the programme that day');
  return { ...state, parts: [...state.parts, { role, party, since }] };
}

/** Of two ends the earlier one stands: what ends after the programme had ended with it. */
function partEnded(fact: Fact<'ProgrammePartEnded'>, state: KnownProgramme): Programme {
  const index = lastOf(fact, state);
  const part = state.parts[index];
  if (part === undefined || part.since >= fact.on) cannotFollow(fact, `it is no ${fact.role} before that day`);
  // An end that lies ahead passes with the part.
  if (part.until !== undefined) return endOfPassed(fact, part.until, state);
  return { ...state, parts: state.parts.with(index, { ...part, until: fact.on }) };
}

function requireRunning(fact: ProgrammeFact, { endedOn }: Programme): void {
  if (endedOn !== undefined) cannotFollow(fact, `it ended on ${endedOn}`);
}

function lastOf({ role, party }: Pick<ProgrammePart, 'role' | 'party'>, { parts }: Programme): number {
  return parts.findLastIndex(
    (each) => each.role === role && each.party.kind === party.kind && each.party.id === party.id,
  );
}

/** What was never begun has no end. */
function endOf({ role, party, since }: Fact<'ProgrammePartTaken'>, facts: Stated): Stated {
  const stated = facts as readonly StatedFact<ProgrammeFact>[];
  const own = stated.filter(
    ({ event }) =>
      'party' in event && event.role === role && event.party.kind === party.kind && event.party.id === party.id,
  );
  const from = own.findIndex(({ event }) => event.type === 'ProgrammePartTaken' && event.since === since);
  const next = own.findIndex(({ event }) => event.type === 'ProgrammePartTaken' && event.since > since);
  return own.slice(from + 1, next < 0 ? undefined : next);
}

/** Who leads a programme on a day; undefined before its first day and from its end on. */
export function leadOn({ leads, endedOn }: Programme, day: string): string | undefined {
  return endedOn !== undefined && endedOn <= day ? undefined : inForceOn(leads, day)?.leadId;
}

/** The parts in a programme on a day. */
export function partsOn({ parts }: Programme, day: string): readonly ProgrammePart[] {
  return parts.filter(({ since, until }) => since <= day && (until === undefined || day < until));
}
