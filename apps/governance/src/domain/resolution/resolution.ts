import {
  clauseOf,
  contradictionOf,
  judge,
  statutesInForceOn,
  type Contradiction,
  type Sheet,
  type Tally,
} from '#libs/ballot';
import { accept, acceptRepeat, cannotFollow, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, resolutionEvents } from '#libs/contracts';
import { SHEET_CODES, type MeetingState, type SheetRefusal } from '../meeting/meeting.ts';
import type { StatutesAdopted, StatutesState } from '../statutes/statutes.ts';

type ResolutionEvent = DomainEvent<typeof resolutionEvents>;
type ResolutionFact = FactOf<ResolutionEvent>;
export type ResolutionTabled = EventOf<ResolutionEvent, 'ResolutionTabled'>;
export type ResolutionDecided = EventOf<ResolutionEvent, 'ResolutionDecided'>;

type ResolutionState =
  | { readonly status: 'absent' }
  | { readonly status: 'tabled'; readonly tabled: ResolutionTabled }
  | { readonly status: 'decided'; readonly tabled: ResolutionTabled; readonly decided: ResolutionDecided };

export interface TableResolution extends CommandFor<ResolutionTabled, 'TableResolution', 'bodyId' | 'clusterId'> {
  /** The current state of the meeting at which it is tabled. */
  readonly meeting: MeetingState;
}
export interface RecordTally extends Pick<ResolutionDecided, 'resolutionId' | 'tally' | 'on'> {
  readonly type: 'RecordTally';
  /** The current states of the meeting that voted and of the statutes of its cluster. */
  readonly meeting: MeetingState;
  readonly statutes: StatutesState;
}
export type ResolutionCommand = TableResolution | RecordTally;

export type ResolutionRejection =
  | Refusal<'GOV_RESOLUTION_NOT_FOUND' | 'GOV_RESOLUTION_EXISTS' | 'GOV_MEETING_NOT_FOUND'>
  | Refusal<'GOV_RESOLUTION_DECIDED', 'outcome' | 'decidedOn'>
  | SheetRefusal
  | Refusal<'GOV_VOTES_EXCEED_ATTENDANCE', 'found' | 'required', number>
  | Refusal<'GOV_TALLY_CONTRADICTS_SHEET', 'found' | 'required'>
  | Refusal<'GOV_STATUTES_NOT_IN_FORCE', 'on'>
  | (Refusal<'GOV_MEETING_NOT_HELD_THAT_DAY', 'required'> & { readonly found?: string | undefined });

type ResolutionDecision = Decision<ResolutionFact, ResolutionRejection>;

const initial: ResolutionState = { status: 'absent' };

export const resolution = chronicle({
  context: 'governance',
  name: 'resolution',
  prefix: 'GOV',
  initial,
  facts: {
    ResolutionTabled: { name: 'tabling', day: ({ on }) => on, changes: ['subject', 'on'] },
    ResolutionDecided: {
      name: 'tally',
      happened: true,
      day: ({ on }) => on,
      changes: ['tally'],
      // Under the clause that decided: other statutes make another decision, which is voided and recorded anew.
      restates: (decided) => ({ ...decided, outcome: judge(decided.tally, decided.rule) }),
    },
  },
  evolve,
  decide: (command: ResolutionCommand, state): ResolutionDecision =>
    command.type === 'TableResolution' ? table(command, state) : recordTally(command, state),
});

function evolve(state: ResolutionState, fact: ResolutionFact): ResolutionState {
  if (fact.type === 'ResolutionTabled') {
    if (state.status !== 'absent') cannotFollow(fact, `the resolution was tabled on ${state.tabled.on}`);
    return { status: 'tabled', tabled: fact };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the resolution was not tabled before that day');
  if (state.status === 'decided') cannotFollow(fact, `the resolution was decided on ${state.decided.on}`);
  return { ...state, status: 'decided', decided: fact };
}

function table({ meeting, ...command }: TableResolution, state: ResolutionState): ResolutionDecision {
  if (meeting.status === 'absent') return reject({ type: 'GOV_MEETING_NOT_FOUND' });
  const { bodyId, clusterId } = meeting.convened;
  const tabled: ResolutionTabled = { ...command, bodyId, clusterId, type: 'ResolutionTabled' };
  if (state.status === 'absent') return accept(tabled);
  return acceptRepeat(tabled, state.tabled, { type: 'GOV_RESOLUTION_EXISTS' });
}

function recordTally({ tally, on, meeting, statutes }: RecordTally, state: ResolutionState): ResolutionDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_RESOLUTION_NOT_FOUND' });
  if (state.status === 'decided') {
    const { tally: known, on: decidedOn, outcome } = state.decided;
    const refusal = { type: 'GOV_RESOLUTION_DECIDED', outcome, decidedOn } as const;
    return acceptRepeat({ tally, on }, { tally: known, on: decidedOn }, refusal);
  }
  const contradiction = contradictionOf(tally);
  if (contradiction !== undefined) return reject(impossible(contradiction));
  const inForce = statutesInForceOn(statutes.versions, on);
  if (inForce === undefined) return reject({ type: 'GOV_STATUTES_NOT_IN_FORCE', on });
  const contradicted = contradictedBy(meeting, tally, on);
  if (contradicted !== undefined) return reject(contradicted);
  return accept(decisionEvent({ tally, on }, state.tabled, inForce));
}

/** Why a tally cannot be the one of a vote: by its own numbers, or by the attendance sheet of the meeting. */
export function tallyRefusal(tally: Tally, on: string, meeting: MeetingState): ResolutionRejection | undefined {
  const contradiction = contradictionOf(tally);
  return contradiction === undefined ? contradictedBy(meeting, tally, on) : impossible(contradiction);
}

function contradictedBy(meeting: MeetingState, tally: Sheet, on: string): ResolutionRejection | undefined {
  const held = meeting.status === 'held' ? meeting.held : undefined;
  if (held?.on !== on) return { type: 'GOV_MEETING_NOT_HELD_THAT_DAY', found: held?.on, required: on };
  if (!exceeds(tally, held)) return undefined;
  const required = `${sheetText(held)} at most`;
  return { type: 'GOV_TALLY_CONTRADICTS_SHEET', found: sheetText(tally), required };
}

function impossible({ of, found, atMost: required }: Contradiction): ResolutionRejection {
  return { type: of === 'votes' ? 'GOV_VOTES_EXCEED_ATTENDANCE' : SHEET_CODES[of], found, required };
}

/** Members may leave before a vote; nobody who is not on the attendance sheet takes part in it. */
function exceeds(tally: Sheet, held: Sheet): boolean {
  return tally.members !== held.members || tally.present > held.present || tally.represented > held.represented;
}

function sheetText({ members, present, represented }: Sheet): string {
  return `${String(present)} present and ${String(represented)} represented of ${String(members)} members`;
}

/** The event carries the numbers that decided, so that it can be checked without this code. */
function decisionEvent(
  { tally, on }: Pick<RecordTally, 'tally' | 'on'>,
  { resolutionId, meetingId, bodyId, clusterId, clause }: ResolutionTabled,
  statutes: StatutesAdopted,
): ResolutionDecided {
  const rule = clauseOf(statutes, clause);
  const outcome = judge(tally, rule);
  return { type: 'ResolutionDecided', resolutionId, meetingId, bodyId, clusterId, tally, rule, outcome, on };
}
