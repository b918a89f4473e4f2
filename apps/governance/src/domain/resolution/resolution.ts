import { clauseOf, contradictionOf, judge, statutesInForceOn, type Contradiction, type Sheet } from '#libs/ballot';
import { accept, acceptRepeat, aggregate, invariant, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import type { DomainEvent, resolutionEvents } from '#libs/contracts';
import { SHEET_CODES, type MeetingState, type SheetRefusal } from '../meeting/meeting.ts';
import type { StatutesAdopted, StatutesState } from '../statutes/statutes.ts';

type ResolutionEvent = DomainEvent<typeof resolutionEvents>;
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

type ResolutionDecision = Decision<ResolutionEvent, ResolutionRejection>;

export const resolution = aggregate({
  context: 'governance',
  name: 'resolution',
  initial: { status: 'absent' },
  evolve,
  decide: (command: ResolutionCommand, state): ResolutionDecision =>
    command.type === 'TableResolution' ? table(command, state) : recordTally(command, state),
});

function evolve(state: ResolutionState, event: ResolutionEvent): ResolutionState {
  if (event.type === 'ResolutionTabled') {
    invariant(state.status === 'absent', `a resolution was tabled twice: ${event.resolutionId}`);
    return { status: 'tabled', tabled: event };
  }
  invariant(state.status === 'tabled', `a resolution was decided that was not on the table: ${event.resolutionId}`);
  return { ...state, status: 'decided', decided: event };
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
  if (contradiction !== undefined) return impossible(contradiction);
  const inForce = statutesInForceOn(statutes.versions, on);
  if (inForce === undefined) return reject({ type: 'GOV_STATUTES_NOT_IN_FORCE', on });
  const held = meeting.status === 'held' ? meeting.held : undefined;
  if (held?.on !== on) return reject({ type: 'GOV_MEETING_NOT_HELD_THAT_DAY', found: held?.on, required: on });
  if (exceeds(tally, held))
    return reject({
      type: 'GOV_TALLY_CONTRADICTS_SHEET',
      found: sheetText(tally),
      required: `${sheetText(held)} at most`,
    });
  return accept(decisionEvent({ tally, on }, state.tabled, inForce));
}

function impossible({ of, found, atMost: required }: Contradiction): ResolutionDecision {
  return reject({ type: of === 'votes' ? 'GOV_VOTES_EXCEED_ATTENDANCE' : SHEET_CODES[of], found, required });
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
