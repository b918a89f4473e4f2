import { clauseOf, contradictionOf, judge, statutesInForceOn, type Contradiction, type Tally } from '#libs/ballot';
import { accept, aggregate, reject, sameFacts, type Decision } from '#libs/kernel';
import type { MeetingState } from '../meeting/meeting.ts';
import type { StatutesAdopted, StatutesState } from '../statutes/statutes.ts';
import {
  evolveResolution,
  noResolution,
  type ResolutionDecided,
  type ResolutionEvent,
  type ResolutionState,
  type ResolutionTabled,
} from './resolution.ts';

export interface TableResolution extends Omit<ResolutionTabled, 'type' | 'bodyId' | 'clusterId'> {
  readonly type: 'TableResolution';
  /** The meeting on whose table it is put, as it stands. */
  readonly meeting: MeetingState;
}
export interface RecordTally {
  readonly type: 'RecordTally';
  readonly resolutionId: string;
  readonly tally: Tally;
  readonly on: string;
  /** The meeting that voted and the statutes of its cluster, as they stand. */
  readonly meeting: MeetingState;
  readonly statutes: StatutesState;
}
export type ResolutionCommand = TableResolution | RecordTally;

export type ResolutionRejection =
  | { readonly type: 'GOV_RESOLUTION_NOT_FOUND' }
  | { readonly type: 'GOV_RESOLUTION_EXISTS' }
  | { readonly type: 'GOV_RESOLUTION_DECIDED'; readonly outcome: string; readonly decidedOn: string }
  | { readonly type: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS'; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_VOTES_EXCEED_ATTENDANCE'; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_STATUTES_NOT_IN_FORCE'; readonly on: string }
  | { readonly type: 'GOV_MEETING_NOT_FOUND' }
  | { readonly type: 'GOV_MEETING_NOT_HELD_THAT_DAY'; readonly found?: string | undefined; readonly required: string };

type ResolutionDecision = Decision<ResolutionEvent, ResolutionRejection>;

export const resolution = aggregate({
  context: 'governance',
  name: 'resolution',
  initial: noResolution,
  evolve: evolveResolution,
  decide: (command: ResolutionCommand, state): ResolutionDecision =>
    command.type === 'TableResolution' ? table(command, state) : recordTally(command, state),
});

function table({ meeting, ...command }: TableResolution, state: ResolutionState): ResolutionDecision {
  if (meeting.status === 'absent') return reject({ type: 'GOV_MEETING_NOT_FOUND' });
  const { bodyId, clusterId } = meeting.convened;
  const tabled: ResolutionTabled = { ...command, bodyId, clusterId, type: 'ResolutionTabled' };
  if (state.status === 'absent') return accept(tabled);
  return sameFacts(tabled, state.tabled) ? accept() : reject({ type: 'GOV_RESOLUTION_EXISTS' });
}

function recordTally(command: RecordTally, state: ResolutionState): ResolutionDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_RESOLUTION_NOT_FOUND' });
  if (state.status === 'decided') return repeated(command, state.decided);
  const contradiction = contradictionOf(command.tally);
  if (contradiction !== undefined) return impossible(contradiction);
  const { on, meeting, statutes } = command;
  const inForce = statutesInForceOn(statutes.versions, on);
  if (inForce === undefined) return reject({ type: 'GOV_STATUTES_NOT_IN_FORCE', on });
  const heldOn = meeting.status === 'held' ? meeting.held.on : undefined;
  if (heldOn !== on) return reject({ type: 'GOV_MEETING_NOT_HELD_THAT_DAY', found: heldOn, required: on });
  return accept(decided(command, state.tabled, inForce));
}

function repeated(command: RecordTally, { tally, on, outcome }: ResolutionDecided): ResolutionDecision {
  if (command.on === on && sameFacts(command.tally, tally)) return accept();
  return reject({ type: 'GOV_RESOLUTION_DECIDED', outcome, decidedOn: on });
}

function impossible({ of, found, atMost: required }: Contradiction): ResolutionDecision {
  const type = of === 'attendance' ? 'GOV_ATTENDANCE_EXCEEDS_MEMBERS' : 'GOV_VOTES_EXCEED_ATTENDANCE';
  return reject({ type, found, required });
}

/** The event carries the numbers that decided, so that it can be checked without this code. */
function decided(
  { tally, on }: RecordTally,
  { resolutionId, meetingId, bodyId, clusterId, clause }: ResolutionTabled,
  statutes: StatutesAdopted,
): ResolutionDecided {
  const rule = clauseOf(statutes, clause);
  const outcome = judge(tally, rule);
  return { type: 'ResolutionDecided', resolutionId, meetingId, bodyId, clusterId, tally, rule, outcome, on };
}
