import { clauseOf, contradictionOf, judge, type Contradiction, type Tally } from '#libs/ballot';
import { accept, reject, sameFacts, type Decider, type Decision } from '#libs/kernel';
import type { StatutesAdopted } from '../statutes/statutes.ts';
import {
  evolveResolution,
  noResolution,
  type ResolutionDecided,
  type ResolutionEvent,
  type ResolutionState,
  type ResolutionTabled,
} from './resolution.ts';
import type { ResolutionRejection } from './resolution.rejections.ts';

export type TableResolution = Omit<ResolutionTabled, 'type'> & { readonly type: 'TableResolution' };
export interface RecordTally {
  readonly type: 'RecordTally';
  readonly resolutionId: string;
  readonly tally: Tally;
  readonly on: string;
  /** The statutes in force on that day; undefined where there are none. */
  readonly statutes: Pick<StatutesAdopted, 'statutesVersion' | 'clauses'> | undefined;
}
export type ResolutionCommand = TableResolution | RecordTally;

type ResolutionDecision = Decision<ResolutionEvent, ResolutionRejection>;

export const resolution: Decider<ResolutionCommand, ResolutionState, ResolutionEvent, ResolutionRejection> = {
  initial: noResolution,
  evolve: evolveResolution,
  decide: (command, state) =>
    command.type === 'TableResolution' ? table(command, state) : recordTally(command, state),
};

function table(command: TableResolution, state: ResolutionState): ResolutionDecision {
  const tabled: ResolutionTabled = { ...command, type: 'ResolutionTabled' };
  if (state.status === 'absent') return accept(tabled);
  return sameFacts(tabled, state.tabled) ? accept() : reject({ type: 'GOV_RESOLUTION_EXISTS' });
}

function recordTally(command: RecordTally, state: ResolutionState): ResolutionDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_RESOLUTION_NOT_FOUND' });
  if (state.status === 'decided') return repeated(command, state.decided);
  const contradiction = contradictionOf(command.tally);
  if (contradiction !== undefined) return impossible(contradiction);
  if (command.statutes === undefined) return reject({ type: 'GOV_STATUTES_NOT_IN_FORCE', on: command.on });
  return accept(decided(command, state.tabled, command.statutes));
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
  statutes: NonNullable<RecordTally['statutes']>,
): ResolutionDecided {
  const rule = clauseOf(statutes, clause);
  const outcome = judge(tally, rule);
  return { type: 'ResolutionDecided', resolutionId, meetingId, bodyId, clusterId, tally, rule, outcome, on };
}
