import { byVotes, clauseOf, countElection, statutesInForceOn } from '#libs/ballot';
import type { AppliedClause, Convocation, ElectionTally } from '#libs/ballot';
import { accept, acceptRepeat, acceptUnless, above, byType, chronicle, reject, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision } from '#libs/kernel';
import { absentOn, type BodyState } from '../body/body.ts';
import type { MeetingState } from '../meeting/meeting.ts';
import type { OfficeState } from '../office/office.ts';
import { nameless } from '../person.ts';
import { irregularitiesOf } from '../resolution/irregularities.ts';
import type { StatutesAdopted, StatutesState } from '../statutes/statutes.ts';
import { electionTallyRefusal } from './election-tally.ts';
import { judge } from './election.judge.ts';
import type { ElectionRejection } from './election.rejection.ts';
import { candidacyById, evolveElection, needIn, placesOpenIn, roundOf, roundsBefore } from './election.ts';
import type {
  CalledElection,
  CandidacyFiled,
  CandidacyWithdrawn,
  ElectionCalled,
  ElectionFact,
  ElectionHeld,
  ElectionState,
  Round,
  TieResolved,
} from './election.ts';
import { openPlaces } from './result.ts';

type Place = 'officeId' | 'bodyId' | 'clusterId';

export interface CallElection extends CommandFor<ElectionCalled, 'CallElection', 'clusterId'> {
  /** The current states of the body that elects, of the office, and of the meeting where it is named. */
  readonly body: BodyState;
  readonly office: OfficeState;
  readonly meeting?: MeetingState | undefined;
}
export type FileCandidacy = CommandFor<CandidacyFiled, 'FileCandidacy', Place>;
export type WithdrawCandidacy = CommandFor<CandidacyWithdrawn, 'WithdrawCandidacy', Place>;
export interface RecordElectionTally extends Pick<ElectionHeld, 'electionId' | 'meetingId' | 'tally' | 'on'> {
  readonly type: 'RecordElectionTally';
  /** Default: the next one, or the last one where it says the same. */
  readonly round?: number | undefined;
  /** The current states of the meeting that voted, of the one of which it is the second convocation, of its body and of the statutes of its cluster. */
  readonly meeting: MeetingState;
  readonly firstMeeting: MeetingState;
  readonly body: BodyState;
  readonly statutes: StatutesState;
}
export interface ResolveTie extends CommandFor<TieResolved, 'ResolveTie', Place | 'round'> {
  /** Default: the last one. */
  readonly round?: number | undefined;
}
export type ElectionCommand = CallElection | FileCandidacy | WithdrawCandidacy | RecordElectionTally | ResolveTie;

type ElectionDecision = Decision<ElectionFact, ElectionRejection>;

/** The most candidacies that the events take (`CANDIDACIES_MAX` of the contracts). */
export const MOST_CANDIDACIES = 60;

const initial: ElectionState = { status: 'absent' };

/** An election of holders of an office: who stands, the rounds with their numbers, and how ties were resolved. */
export const election = chronicle({
  context: 'governance',
  name: 'election',
  prefix: 'GOV',
  initial,
  facts: {
    ElectionCalled: {
      name: 'call',
      happened: true,
      day: ({ on }) => on,
      carries: (_called, facts) => facts.filter(({ event }) => event.type !== 'ElectionCalled'),
      changes: ['places', 'meetingId', 'agendaItem', 'on'],
    },
    CandidacyFiled: {
      name: 'candidacy',
      happened: true,
      day: ({ on }) => on,
      carries: ({ candidacyId }, facts) =>
        facts.filter(
          ({ event }) =>
            event.type === 'CandidacyWithdrawn' && (event as CandidacyWithdrawn).candidacyId === candidacyId,
        ),
      changes: ['candidates', 'on'],
    },
    CandidacyWithdrawn: { name: 'withdrawal', happened: true, day: ({ on }) => on, changes: ['on'] },
    ElectionHeld: {
      name: 'tally',
      happened: true,
      day: ({ on }) => on,
      carries: ({ round }, facts) =>
        facts.filter(({ event }) => event.type === 'TieResolved' && (event as TieResolved).round === round),
      changes: ['tally'],
      // Under the clause that decided: other statutes make another decision, which is voided and recorded anew.
      restates: ({ tie: _tie, ...held }) => ({ ...held, ...counted(held) }),
    },
    TieResolved: {
      name: 'tie-resolution',
      happened: true,
      day: ({ on }) => on,
      changes: ['by', 'elected', 'witness', 'on'],
    },
  },
  evolve: evolveElection,
  judge,
  decide: (command: ElectionCommand, state): ElectionDecision => {
    if (command.type === 'CallElection') return call(command, state);
    return state.status === 'absent' ? reject({ type: 'GOV_ELECTION_NOT_FOUND' }) : decideInElection(command, state);
  },
});

const decideInElection = byType<Exclude<ElectionCommand, CallElection>, CalledElection, ElectionDecision>({
  FileCandidacy: fileCandidacy,
  WithdrawCandidacy: withdrawCandidacy,
  RecordElectionTally: recordTally,
  ResolveTie: resolveTie,
});

function placeOf({ called: { officeId, bodyId, clusterId } }: CalledElection): Pick<ElectionCalled, Place> {
  return { officeId, bodyId, clusterId };
}

function call({ body, office, meeting, ...command }: CallElection, state: ElectionState): ElectionDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  if (office.status === 'absent') return reject({ type: 'GOV_OFFICE_NOT_FOUND' });
  const { clusterId } = body.created;
  const called: ElectionCalled = { ...command, clusterId, type: 'ElectionCalled' };
  if (state.status !== 'absent') return acceptRepeat(called, state.called, { type: 'GOV_ELECTION_EXISTS' });
  if (office.created.clusterId !== clusterId)
    return reject({
      type: 'GOV_OFFICE_OF_ANOTHER_CLUSTER',
      found: command.officeId,
      required: 'one of the same cluster',
    });
  return acceptUnless(absentOn(command.on, body) ?? impossibleCall(called, office, meeting), called);
}

/** Why an election cannot be for so many places, or at that meeting. */
export function impossibleCall(
  called: Pick<ElectionCalled, 'places' | 'bodyId'>,
  office: OfficeState,
  meeting: MeetingState | undefined,
): ElectionRejection | undefined {
  // Whoever is elected may take office later, when it has more places.
  const known = office.status === 'absent' ? [] : office.capacities.map(({ maxHolders }) => maxHolders);
  const tooMany = above('GOV_ELECTION_PLACES_EXCEED_OFFICE', called.places, Math.max(0, ...known));
  return tooMany ?? (meeting && elsewhere(meeting, called));
}

/** Why a meeting is not one of the body that elects. */
function elsewhere(meeting: MeetingState, { bodyId }: Pick<ElectionCalled, 'bodyId'>): ElectionRejection | undefined {
  if (meeting.status === 'absent') return { type: 'GOV_MEETING_NOT_FOUND' };
  const found = meeting.convened.bodyId;
  return found === bodyId ? undefined : { type: 'GOV_MEETING_OF_ANOTHER_BODY', found, required: bodyId };
}

function fileCandidacy(command: FileCandidacy, state: CalledElection): ElectionDecision {
  const filed: CandidacyFiled = { ...command, ...placeOf(state), type: 'CandidacyFiled' };
  const known = candidacyById(state, command.candidacyId);
  if (known !== undefined) return acceptRepeat(unnamed(filed), unnamed(known.filed), { type: 'GOV_CANDIDACY_EXISTS' });
  const tooMany = above('GOV_CANDIDACIES_TOO_MANY', state.candidacies.length + 1, MOST_CANDIDACIES);
  return acceptUnless(over(state, command.on) ?? tooMany, filed);
}

/** A person is the same by its id, whatever name it was given. */
function unnamed({ candidates, ...filed }: CandidacyFiled): object {
  return { ...filed, candidates: candidates.map(nameless) };
}

/** Nobody stands for places that are all filled. */
function over({ called, rounds }: CalledElection, day: string): ElectionRejection | undefined {
  const decidedOn = rounds.at(-1)?.held.on;
  if (decidedOn === undefined || day <= decidedOn || openPlaces(called.places, rounds) > 0) return undefined;
  return allFilled(day, decidedOn);
}

function allFilled(found: string, decidedOn: string): ElectionRejection {
  return { type: 'GOV_ELECTION_DECIDED', found, required: `none after ${decidedOn}: all places are filled` };
}

function withdrawCandidacy(command: WithdrawCandidacy, state: CalledElection): ElectionDecision {
  const known = candidacyById(state, command.candidacyId);
  if (known === undefined) return reject({ type: 'GOV_CANDIDACY_NOT_FOUND' });
  const { withdrawnOn } = known;
  if (withdrawnOn !== undefined)
    return acceptRepeat(
      { on: command.on },
      { on: withdrawnOn },
      { type: 'GOV_CANDIDACY_WITHDRAWN', found: command.on, required: withdrawnOn },
    );
  return accept({ ...command, ...placeOf(state), type: 'CandidacyWithdrawn' });
}

function recordTally(command: RecordElectionTally, state: CalledElection): ElectionDecision {
  const { meetingId, on, meeting, body, statutes } = command;
  const tally = inOrder(command.tally);
  const round = command.round ?? nextRound(state, { meetingId, tally, on });
  const known = roundOf(state, round)?.held;
  if (known !== undefined) {
    const required = `the tally of round ${String(round)} on ${known.on}`;
    const refusal = { type: 'GOV_ELECTION_DECIDED', found: `another one on ${on}`, required } as const;
    return acceptRepeat({ meetingId, tally, on }, said(known), refusal);
  }
  const [places, last] = [placesOpenIn(state, round), roundsBefore(state, round).at(-1)];
  if (last !== undefined && places <= 0) return reject(allFilled(on, last.held.on));
  const inForce = statutesInForceOn(statutes.versions, on);
  if (inForce === undefined) return reject({ type: 'GOV_STATUTES_NOT_IN_FORCE', on });
  const refusal = absentOn(on, body) ?? elsewhere(meeting, state.called);
  if (refusal !== undefined) return reject(refusal);
  const held = heldEvent({ ...command, tally }, state, { inForce, round, places });
  return acceptUnless(electionTallyRefusal(tally, { ...held, meeting }), held);
}

/** The round that has been recorded so, else the next one. A second vote with the same numbers on the same day says its round. */
function nextRound({ rounds }: CalledElection, stated: object): number {
  const last = rounds.at(-1)?.held;
  if (last === undefined) return 1;
  return sameFacts(said(last), stated) ? last.round : last.round + 1;
}

function said({ meetingId, tally, on }: ElectionHeld): object {
  return { meetingId, tally, on };
}

/** The same numbers are the same tally, in whatever order the candidacies are named. */
function inOrder(tally: ElectionTally): ElectionTally {
  return { ...tally, votes: byVotes(tally.votes) };
}

interface Judged {
  readonly inForce: StatutesAdopted;
  readonly round: number;
  readonly places: number;
}

/** The event carries the numbers that decided, so that it can be checked without this code. */
function heldEvent(command: RecordElectionTally, state: CalledElection, judged: Judged): ElectionHeld {
  const { electionId, meetingId, tally, on, meeting } = command;
  const { inForce, round, places } = judged;
  const bodyKind = command.body.status === 'absent' ? undefined : command.body.created.kind;
  const rule = clauseOf(inForce, 'election', bodyKind);
  const need = needIn(state, round, rule);
  const reckoning = { convocation: convocationOf(meeting) };
  const irregularities = irregularitiesIn(command, state, { rule, inForce, bodyKind });
  return {
    ...{ type: 'ElectionHeld', electionId, ...placeOf(state), meetingId, round, places, tally, rule, on },
    ...counted({ tally, rule, places, need, reckoning }),
    ...(irregularities.length === 0 ? {} : { irregularities }),
  };
}

function convocationOf(meeting: MeetingState): Convocation {
  return meeting.status === 'absent' || meeting.convened.secondOf === undefined ? 'first' : 'second';
}

type Counting = Pick<ElectionHeld, 'tally' | 'rule' | 'places' | 'need'> & {
  readonly reckoning: Pick<ElectionHeld['reckoning'], 'convocation'>;
};

/** What a round comes to, under the clause that it was judged under. */
function counted({ tally, rule, places, need, reckoning: { convocation } }: Counting) {
  const ordered = inOrder(tally);
  return { tally: ordered, ...countElection(ordered, { clause: rule, need, places, convocation }) };
}

function irregularitiesIn(
  { tally, on, meeting, firstMeeting }: RecordElectionTally,
  { called: { agendaItem } }: CalledElection,
  {
    rule,
    inForce,
    bodyKind,
  }: { readonly rule: AppliedClause; readonly inForce: StatutesAdopted; readonly bodyKind: ElectionBodyKind },
) {
  if (meeting.status === 'absent') return [];
  const firstHeldOn = firstMeeting.status === 'held' ? firstMeeting.held.on : undefined;
  const tabled = { clause: 'election', ...(agendaItem === undefined ? {} : { agendaItem }) } as const;
  const known = { tabled, tally, on, rule, statutes: inForce, meeting: meeting.convened, bodyKind, firstHeldOn };
  return [...irregularitiesOf(known)];
}

type ElectionBodyKind = Extract<BodyState, { readonly created: object }>['created']['kind'] | undefined;

function resolveTie({ round, ...command }: ResolveTie, state: CalledElection): ElectionDecision {
  const known: Round | undefined = round === undefined ? state.rounds.at(-1) : roundOf(state, round);
  if (known === undefined) return reject({ type: 'GOV_ELECTION_NOT_HELD' });
  if (known.held.tie === undefined) return reject({ type: 'GOV_ELECTION_NOT_TIED' });
  const elected = command.elected.toSorted();
  const resolved: TieResolved = {
    ...command,
    elected,
    ...placeOf(state),
    round: known.held.round,
    type: 'TieResolved',
  };
  if (known.resolved === undefined) return accept(resolved);
  const required = `the result of ${known.resolved.on}`;
  const refusal = { type: 'GOV_TIE_RESOLVED', found: `another one on ${command.on}`, required } as const;
  return acceptRepeat(witnessed(resolved), witnessed(known.resolved), refusal);
}

function witnessed({ witness, ...resolved }: TieResolved): object {
  return { ...resolved, witness: witness?.personId };
}
