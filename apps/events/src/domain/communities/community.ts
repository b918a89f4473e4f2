import type { communityEvents, DomainEvent } from '#libs/contracts';
import { accept, acceptRepeat, byType, cannotFollow, chronicle, reject, withFact } from '#libs/kernel';
import { passingEvents, withPassing, type Passing, type PassTo } from '../passing.ts';
import type {
  Chronicled,
  CommandFor,
  DatedName,
  Decision,
  DomainEventShape,
  EventOf,
  FactOf,
  FactsOf,
  Refusal,
  StatedFact,
} from '#libs/kernel';

type CommunityEvent = DomainEvent<typeof communityEvents>;
export type CommunityFact = FactOf<CommunityEvent>;
type Fact<Type extends CommunityFact['type']> = EventOf<CommunityFact, Type>;
type Opened = Fact<'CommunityOpened'>;

/** Days from the first one up to the first one after them. */
interface Days {
  readonly since: string;
  readonly until?: string | undefined;
}

/** An organisation that takes part, on the days of one participation, with its contacts in the order of their days. */
export interface CommunityMember extends Days {
  readonly organisationId: string;
  readonly contacts: readonly Pick<Fact<'CommunityContactNamed'>, 'contact' | 'since'>[];
}

/** A community by its facts in the order of their days. */
export interface Community {
  /** Absent before it was opened. */
  readonly opening?: FactsOf<CommunityEvent, 'CommunityOpened'> | undefined;
  readonly names: readonly DatedName[];
  /** When it existed. */
  readonly periods: readonly Days[];
  readonly members: readonly CommunityMember[];
  readonly meetings: readonly Omit<FactsOf<CommunityEvent, 'CommunityMet'>, 'communityId'>[];
  readonly outputs: readonly Omit<FactsOf<CommunityEvent, 'CommunityOutputRecorded'>, 'communityId'>[];
  /** By which mergers it went from whom to whom, while it was open; absent where by none. */
  readonly passings?: readonly Passing[] | undefined;
}

interface Close extends CommandFor<Fact<'CommunityClosed'>, 'CloseCommunity'> {
  /** A closing of the past is recorded with the day on which it was opened again, before what happened afterwards. */
  readonly reopenedOn?: string | undefined;
}
/** What a merger does to a community that is open. */
export type PassCommunity = PassTo<'PassCommunity'> & { readonly communityId: string };
export type CommunityCommand =
  | CommandFor<Opened, 'OpenCommunity'>
  | PassCommunity
  | Close
  | CommandFor<Fact<'CommunityReopened'>, 'ReopenCommunity'>
  | CommandFor<Fact<'CommunityRenamed'>, 'RenameCommunity'>
  | CommandFor<Fact<'CommunityJoined'>, 'JoinCommunity'>
  | CommandFor<Fact<'CommunityLeft'>, 'LeaveCommunity'>
  | CommandFor<Fact<'CommunityContactNamed'>, 'NameCommunityContact'>
  | CommandFor<Fact<'CommunityMet'>, 'RecordCommunityMeeting'>
  | CommandFor<Fact<'CommunityOutputRecorded'>, 'RecordCommunityOutput'>;

/** `found` is the id that is unknown, or the name that the community of this id has. */
export type CommunityRejection = Refusal<'EVT_COMMUNITY_NOT_FOUND' | 'EVT_COMMUNITY_EXISTS', 'found'>;

type Verdict = Decision<CommunityEvent, CommunityRejection>;
type Stated = readonly StatedFact<DomainEventShape>[];
type Known = Community & { readonly opening: NonNullable<Community['opening']> };

export const noCommunity: Community = { names: [], periods: [], members: [], meetings: [], outputs: [] };

/** Precedence of refusals: not found or known otherwise, then what the facts together cannot be. */
export const community = chronicle({
  context: 'events',
  name: 'community',
  prefix: 'EVT',
  initial: noCommunity,
  facts: {
    CommunityOpened: {
      name: 'opening',
      day: ({ since }) => since,
      carries: (_opening, facts: Stated) => facts.filter(({ event }) => event.type !== 'CommunityOpened'),
      changes: ['kind', 'name', 'clusterId', 'antennaId', 'since'],
    },
    CommunityClosed: { name: 'closing', day: ({ on }) => on, carries: reopeningAfter, changes: ['on'] },
    CommunityReopened: { name: 'reopening', day: ({ since }) => since, changes: ['since'] },
    CommunityRenamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'since'] },
    CommunityLeft: { name: 'leaving', day: ({ on }) => on, changes: ['reason', 'on'] },
    CommunityJoined: { name: 'joining', day: ({ since }) => since, carries: restOf, changes: ['contact', 'since'] },
    CommunityContactNamed: { name: 'contact', day: ({ since }) => since, changes: ['contact', 'since'] },
    CommunityMet: {
      name: 'meeting',
      day: ({ on }) => on,
      happened: true,
      changes: ['subject', 'organisationIds', 'persons', 'on'],
    },
    CommunityOutputRecorded: {
      name: 'output',
      day: ({ on }) => on,
      happened: true,
      changes: ['title', 'link', 'on'],
    },
    CommunityPassed: { day: ({ on }) => on, derived: () => true },
  },
  evolve: evolveCommunity,
  decide: (command: CommunityCommand, state: Community & Chronicled<CommunityFact>): Verdict => {
    if (command.type === 'OpenCommunity') return open(command, state);
    if (state.opening === undefined) return reject({ type: 'EVT_COMMUNITY_NOT_FOUND', found: command.communityId });
    if (command.type === 'PassCommunity') return pass(command, state.facts);
    return accept(...factsOf(command));
  },
});

function open({ type: _type, ...opening }: CommandFor<Opened, 'OpenCommunity'>, state: Community): Verdict {
  if (state.opening === undefined) return accept<CommunityFact>({ type: 'CommunityOpened', ...opening });
  return acceptRepeat(opening, state.opening, { type: 'EVT_COMMUNITY_EXISTS', found: state.opening.name });
}

function pass({ communityId, ...passing }: PassCommunity, facts: readonly StatedFact<CommunityFact>[]): Verdict {
  const passed = passingEvents<CommunityEvent>(facts, passing, (each) => ({
    ...{ type: 'CommunityPassed', communityId },
    ...each,
  }));
  return accept(...passed);
}

function factsOf(
  command: Exclude<CommunityCommand, { readonly type: 'OpenCommunity' | 'PassCommunity' }>,
): readonly CommunityFact[] {
  switch (command.type) {
    case 'CloseCommunity': {
      const { communityId, on, reopenedOn: since } = command;
      const closed = { type: 'CommunityClosed', communityId, on } as const;
      return since === undefined ? [closed] : [closed, { type: 'CommunityReopened', communityId, since }];
    }
    case 'ReopenCommunity':
      return [{ ...command, type: 'CommunityReopened' }];
    case 'RenameCommunity':
      return [{ ...command, type: 'CommunityRenamed' }];
    case 'JoinCommunity':
      return [{ ...command, type: 'CommunityJoined' }];
    case 'LeaveCommunity':
      return [{ ...command, type: 'CommunityLeft' }];
    case 'NameCommunityContact':
      return [{ ...command, type: 'CommunityContactNamed' }];
    case 'RecordCommunityMeeting':
      return [{ ...command, type: 'CommunityMet' }];
    case 'RecordCommunityOutput':
      return [{ ...command, type: 'CommunityOutputRecorded' }];
  }
}

/** What a fact makes of a community, for facts in the order of their days. @throws FactCannotFollow */
export function evolveCommunity(state: Community, fact: CommunityFact): Community {
  const { opening } = state;
  if (fact.type === 'CommunityOpened') {
    if (opening !== undefined) cannotFollow(fact, `it is open from ${opening.since} on`);
    const { type: _type, ...stated } = fact;
    const { name, since } = stated;
    return { ...state, opening: stated, names: [{ name, since }], periods: [{ since }] };
  }
  if (opening === undefined) {
    // What turns out to have been opened later did not pass that day.
    if (fact.type === 'CommunityPassed') return state;
    cannotFollow(fact, 'it is not open before that day');
  }
  return evolveKnown(fact, { ...state, opening });
}

const evolveKnown = byType<Exclude<CommunityFact, Opened>, Known, Community>({
  CommunityClosed: closed,
  CommunityReopened: (fact, state) => {
    const { since, until } = lastPeriod(state);
    if (until === undefined) cannotFollow(fact, `it is open from ${since} on`);
    return { ...state, periods: [...state.periods, { since: fact.since }] };
  },
  CommunityRenamed: (fact, state) => {
    requireOpen(fact, state);
    return { ...state, names: withFact(state.names, { name: fact.name, since: fact.since }) };
  },
  CommunityLeft: left,
  CommunityJoined: joined,
  CommunityContactNamed: (fact, state) => {
    const index = lastOf(fact.organisationId, state);
    const member = state.members[index];
    if (member === undefined || member.until !== undefined)
      cannotFollow(fact, 'the organisation takes no part that day');
    const contacts = withFact(member.contacts, { contact: fact.contact, since: fact.since });
    return { ...state, members: state.members.with(index, { ...member, contacts }) };
  },
  CommunityMet: (fact, state) => {
    requireOpen(fact, state);
    const { type: _type, communityId: _id, ...meeting } = fact;
    return { ...state, meetings: [...state.meetings, meeting] };
  },
  // Work is published after its end as well.
  CommunityOutputRecorded: ({ type: _type, communityId: _id, ...output }, state) => ({
    ...state,
    outputs: [...state.outputs, output],
  }),
  // What is closed is nobody's to keep, and stays with whoever kept it.
  CommunityPassed: (fact, state) =>
    lastPeriod(state).until === undefined ? { ...state, passings: withPassing(state.passings, fact) } : state,
});

/** Whoever takes part in it then takes part no more; after a new opening they join anew. */
function closed(fact: Fact<'CommunityClosed'>, state: Known): Community {
  requireOpen(fact, state);
  const { since } = lastPeriod(state);
  if (fact.on <= since) cannotFollow(fact, `it is open from ${since} on`);
  const { on: until } = fact;
  const members = state.members.map((each) => (each.until === undefined ? { ...each, until } : each));
  return { ...state, members, periods: state.periods.with(-1, { since, until }) };
}

function joined(fact: Fact<'CommunityJoined'>, state: Known): Community {
  requireOpen(fact, state);
  const { organisationId, since, contact } = fact;
  const last = state.members[lastOf(organisationId, state)];
  if (last !== undefined && last.until === undefined)
    cannotFollow(fact, `the organisation takes part from ${last.since} on`);
  const contacts = contact === undefined ? [] : [{ contact, since }];
  return { ...state, members: [...state.members, { organisationId, since, contacts }] };
}

/** Of two ends the earlier one stands: one that leaves after the closing had left by it. */
function left(fact: Fact<'CommunityLeft'>, state: Known): Community {
  const index = lastOf(fact.organisationId, state);
  const member = state.members[index];
  if (member === undefined || member.since >= fact.on)
    cannotFollow(fact, 'the organisation takes no part before that day');
  if (member.until !== undefined) return state;
  return { ...state, members: state.members.with(index, { ...member, until: fact.on }) };
}

function requireOpen(fact: CommunityFact, state: Known): void {
  const { until } = lastPeriod(state);
  if (until !== undefined) cannotFollow(fact, `it was closed on ${until}`);
}

function lastPeriod({ periods, opening }: Known): Days {
  return periods.at(-1) ?? opening;
}

function lastOf(organisationId: string, { members }: Community): number {
  return members.findLastIndex((each) => each.organisationId === organisationId);
}

/** What was never closed is not opened again. */
function reopeningAfter({ on }: Fact<'CommunityClosed'>, facts: Stated): Stated {
  const stated = facts as readonly StatedFact<CommunityFact>[];
  return stated.filter(({ event }) => event.type === 'CommunityReopened' && event.since >= on).slice(0, 1);
}

/** Who never joined has no contact, and does not leave: what is said of a participation up to the next one. */
function restOf({ organisationId, since }: Fact<'CommunityJoined'>, facts: Stated): Stated {
  const stated = facts as readonly StatedFact<CommunityFact>[];
  const own = stated.filter(({ event }) => 'organisationId' in event && event.organisationId === organisationId);
  const next = own.find(({ event }) => event.type === 'CommunityJoined' && event.since > since);
  const from = own.findIndex(({ event }) => event.type === 'CommunityJoined' && event.since === since);
  return own.slice(from + 1, next === undefined ? undefined : own.indexOf(next));
}
