import { clauseOf, judge, statutesInForceOn, type Convocation } from '#libs/ballot';
import { accept, acceptRepeat, cannotFollow, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, resolutionEvents } from '#libs/contracts';
import { absentOn, type BodyAbsence, type BodyState } from '../body/body.ts';
import type { MeetingState } from '../meeting/meeting.ts';
import type { StatutesAdopted, StatutesState } from '../statutes/statutes.ts';
import { irregularitiesOf } from './irregularities.ts';
import { contradictedBy, ownContradiction, type TallyRefusal } from './tally-refusals.ts';

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
  /** The current states of the meeting that voted, of the one of which it is the second convocation, of its body and of the statutes of its cluster. */
  readonly meeting: MeetingState;
  readonly firstMeeting: MeetingState;
  readonly body: BodyState;
  readonly statutes: StatutesState;
}
export type ResolutionCommand = TableResolution | RecordTally;

export type ResolutionRejection =
  | Refusal<'GOV_RESOLUTION_NOT_FOUND' | 'GOV_RESOLUTION_EXISTS' | 'GOV_MEETING_NOT_FOUND'>
  | Refusal<'GOV_RESOLUTION_DECIDED', 'outcome' | 'decidedOn'>
  | Refusal<'GOV_STATUTES_NOT_IN_FORCE', 'on'>
  | BodyAbsence
  | TallyRefusal;

type ResolutionDecision = Decision<ResolutionFact, ResolutionRejection>;

const initial: ResolutionState = { status: 'absent' };

export const resolution = chronicle({
  context: 'governance',
  name: 'resolution',
  prefix: 'GOV',
  initial,
  facts: {
    ResolutionTabled: { name: 'tabling', day: ({ on }) => on, changes: ['subject', 'agendaItem', 'on'] },
    ResolutionDecided: {
      name: 'tally',
      happened: true,
      day: ({ on }) => on,
      changes: ['tally'],
      // Under the clause that decided: other statutes make another decision, which is voided and recorded anew.
      restates: (decided) => ({ ...decided, ...judge(decided.tally, decided.rule, decided.reckoning?.convocation) }),
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

function recordTally(command: RecordTally, state: ResolutionState): ResolutionDecision {
  const { tally, on, meeting, body, statutes } = command;
  if (state.status === 'absent') return reject({ type: 'GOV_RESOLUTION_NOT_FOUND' });
  if (state.status === 'decided') {
    const { tally: known, on: decidedOn, outcome } = state.decided;
    const refusal = { type: 'GOV_RESOLUTION_DECIDED', outcome, decidedOn } as const;
    return acceptRepeat({ tally, on }, { tally: known, on: decidedOn }, refusal);
  }
  const contradiction = ownContradiction(tally);
  if (contradiction !== undefined) return reject(contradiction);
  const inForce = statutesInForceOn(statutes.versions, on);
  if (inForce === undefined) return reject({ type: 'GOV_STATUTES_NOT_IN_FORCE', on });
  const absence = absentOn(on, body);
  if (absence !== undefined) return reject(absence);
  const decided = decisionEvent(command, state.tabled, inForce);
  const contradicted = contradictedBy(meeting, tally, on, decided.rule);
  return contradicted === undefined ? accept(decided) : reject(contradicted);
}

/** Why a tally cannot be the one of a decision: by its own numbers, by the attendance sheet of the meeting, or by the clause that decided. */
export function tallyRefusal(
  tally: Tally,
  { on, rule }: Pick<ResolutionDecided, 'on' | 'rule'>,
  meeting: MeetingState,
): TallyRefusal | undefined {
  return ownContradiction(tally) ?? contradictedBy(meeting, tally, on, rule);
}

type Tally = RecordTally['tally'];

/** The meeting without a quorum that a meeting was convened for again; undefined where it is a first convocation. */
export function firstMeetingOf(meeting: MeetingState): string | undefined {
  return meeting.status === 'absent' ? undefined : meeting.convened.secondOf;
}

/** The event carries the numbers that decided, so that it can be checked without this code. */
function decisionEvent(
  { tally, on, meeting, firstMeeting, body }: RecordTally,
  tabled: ResolutionTabled,
  statutes: StatutesAdopted,
): ResolutionDecided {
  const { resolutionId, meetingId, bodyId, clusterId, clause } = tabled;
  const bodyKind = body.status === 'absent' ? undefined : body.created.kind;
  const rule = clauseOf(statutes, clause, bodyKind);
  const convocation: Convocation = firstMeetingOf(meeting) === undefined ? 'first' : 'second';
  const firstHeldOn = firstMeeting.status === 'held' ? firstMeeting.held.on : undefined;
  const irregularities =
    meeting.status === 'absent'
      ? []
      : irregularitiesOf({ tabled, tally, on, rule, statutes, meeting: meeting.convened, bodyKind, firstHeldOn });
  const judged = judge(tally, rule, convocation);
  const decided = { resolutionId, meetingId, bodyId, clusterId, tally, rule, ...judged, on };
  const marked = irregularities.length === 0 ? {} : { irregularities: [...irregularities] };
  return { type: 'ResolutionDecided', ...decided, ...marked };
}
