import { contradictionOf, judge as judgeBallot, type Contradiction } from '#libs/ballot';
import { accept, canonicalJson, invariant, reject } from '#libs/kernel';
import type { OperationFile } from '../../rules/act.ts';
import { effectDay, lastApproval } from '../../rules/g8-effect-date.ts';
import { judge } from '../../rules/rule-book.ts';
import type { RecordVote } from '../operation.commands.ts';
import { fileOf, type Adopted, type OperationEvent, type Started } from '../operation.ts';
import { alreadyVoted } from './already-voted.ts';
import { notAParticipant, VOTING, wrongStatus, type OperationDecision } from './decision.ts';
import { successionOf } from './succession.ts';

export function recordVote(command: RecordVote, state: Started): OperationDecision {
  const stranger = notAParticipant(state, command.clusterId);
  if (stranger !== undefined) return stranger;
  if (isRepeat(command, state)) return accept();
  if (state.status !== 'adopted' && state.status !== 'published') return wrongStatus(state, VOTING);
  return alreadyVoted(state, command.clusterId) ?? beforeAdoption(command, state) ?? count(command, state);
}

function isRepeat({ clusterId, tally, on }: RecordVote, state: Started): boolean {
  const before = 'votes' in state ? state.votes[clusterId] : undefined;
  return before?.on === on && canonicalJson(before.tally) === canonicalJson(tally);
}

function beforeAdoption({ clusterId, on }: RecordVote, { adoptions }: Adopted) {
  const adoptedOn = adoptions[clusterId]?.on;
  if (adoptedOn === undefined || on >= adoptedOn) return undefined;
  return reject({
    type: 'MRG_OUT_OF_ORDER',
    found: `a vote on ${on}`,
    required: `not before that body's board adopted the plan on ${adoptedOn}`,
    earliestLawfulDate: adoptedOn,
  });
}

function count({ clusterId, tally, clause, on }: RecordVote, state: Adopted): OperationDecision {
  const contradiction = contradictionOf(tally);
  if (contradiction !== undefined) return impossible(contradiction);
  const file = fileOf(state);
  const judgement = judge({ act: 'vote', clusterId, on, clause }, file);
  if (!judgement.ok) return reject(judgement.refusal);
  invariant(clause !== undefined, 'G6 passes no vote without a clause');
  const outcome = judgeBallot(tally, clause);
  const { operationId } = state;
  const version = { planVersion: state.plan.version, planHash: state.plan.hash };
  const { verdicts } = judgement;
  const voted = {
    type: 'AssemblyVoted',
    operationId,
    clusterId,
    ...version,
    tally,
    rule: clause,
    outcome,
    verdicts,
    on,
  } as const;
  if (outcome === 'rejected')
    return accept<OperationEvent>(voted, { type: 'OperationRejected', operationId, clusterId, on });
  const after = { ...file, votes: { ...file.votes, [clusterId]: { outcome, on } } };
  return accept<OperationEvent>(voted, ...settled(after, version));
}

function impossible({ of, found, atMost }: Contradiction) {
  const what =
    of === 'attendance'
      ? `${String(found)} present or represented of ${String(atMost)} members`
      : `${String(found)} votes by ${String(atMost)} present or represented`;
  return reject({ type: 'MRG_TALLY_IMPOSSIBLE', found: what, required: 'no more votes than members attending' });
}

/** What the last favourable vote settles: the approval, and the effect where the plan waits for nothing else. */
function settled(file: OperationFile, version: { planVersion: number; planHash: string }): readonly OperationEvent[] {
  const approvedOn = lastApproval(file);
  if (approvedOn === undefined) return [];
  const approved: OperationEvent = {
    type: 'OperationApproved',
    operationId: file.operationId,
    ...version,
    on: approvedOn,
  };
  if (!voteIsEffect(file)) return [approved];
  const on = effectDay(file);
  invariant(on !== undefined, 'an approved absorption has a day of effect');
  const judgement = judge({ act: 'take-effect', on, journalOfficielOn: undefined }, file);
  invariant(judgement.ok, 'nothing stands between the last vote and the effect');
  return [approved, successionOf(file, on, judgement.verdicts)];
}

/** In an absorption whose treaty sets no date and no blocking condition, the last favourable vote is the effect. */
export function voteIsEffect({ kind, plan }: Pick<OperationFile, 'kind' | 'plan'>): boolean {
  if (kind !== 'fusion-absorption' || plan === undefined) return false;
  return plan.plan.effectDate === undefined && plan.plan.conditions.every(({ blocking }) => !blocking);
}
