import { contradictionOf, contradictionUnder, judge as judgeBallot, type TallyContradiction } from '#libs/ballot';
import { accept, invariant, reject, sameFacts } from '#libs/kernel';
import { movedTo, type Act, type OperationFile } from '../../rules/act.ts';
import { effectDay, lastApproval, voteIsEffect } from '../../rules/g8-effect-date.ts';
import { firstLawfulDay, judge } from '../../rules/rule-book.ts';
import type { CommandNamed, OperationDecision } from '../operation.commands.ts';
import { fileOf, type Balloted, type Before, type EventNamed, type OperationEvent } from '../operation.ts';
import { decides, tooSoon, referenceOf, type Decisions } from './decision.ts';
import { effectOf } from './effect.ts';

/** From the adoption by the last board to the vote of the last assembly. */
export const assemblies = {
  ScheduleAssembly: decides('AssemblyScheduled', {
    isAlreadySo: ({ clusterId, scheduledFor }, state) =>
      'assemblies' in state && state.assemblies[clusterId] === scheduledFor,
    otherwise: ({ clusterId, scheduledFor }, state) => {
      const voted = alreadyVoted(state, clusterId);
      if (voted !== undefined) return voted;
      const judgement = judge({ act: 'schedule-assembly', clusterId, on: scheduledFor }, fileOf(state));
      if (!judgement.ok) return reject(judgement.refusal);
      const { operationId } = state;
      return accept({ type: 'AssemblyScheduled', operationId, clusterId, verdicts: judgement.verdicts, scheduledFor });
    },
  }),

  /** With the notice of the last participant the operation is PUBLISHED. */
  PublishNotice: decides('NoticePublished', {
    isAlreadySo: ({ clusterId, where, on }, state) =>
      'notices' in state && sameFacts(state.notices[clusterId], { where, on }),
    otherwise: (command, state) => {
      const { clusterId, on } = command;
      const judgement = judge({ act: 'publish-notice', clusterId, on }, fileOf(state));
      if (!judgement.ok) return reject(judgement.refusal);
      return accept({ ...command, type: 'NoticePublished', operationId: state.operationId });
    },
  }),

  OpenDocuments: decides('DocumentsOpened', {
    isAlreadySo: ({ clusterId, where, auditorReport, on }, state) =>
      'documents' in state && sameFacts(state.documents[clusterId], { where, auditorReport, on }),
    otherwise: (command, state) => {
      const { clusterId, auditorReport, on } = command;
      const judgement = judge({ act: 'open-documents', clusterId, auditorReport, on }, fileOf(state));
      if (!judgement.ok) return reject(judgement.refusal);
      return accept({ ...command, type: 'DocumentsOpened', operationId: state.operationId });
    },
  }),

  RecordVote: decides('AssemblyVoted', {
    isAlreadySo: ({ clusterId, tally, on }, state) => {
      const known = 'votes' in state ? state.votes[clusterId] : undefined;
      return known?.on === on && sameFacts(known.tally, tally);
    },
    otherwise: (command, state) => {
      const { clusterId, on } = command;
      const voted = alreadyVoted(state, clusterId);
      if (voted !== undefined) return voted;
      const adoptedOn = state.adoptions[clusterId]?.on;
      if (adoptedOn !== undefined && on < adoptedOn) {
        const lawfulFrom = firstLawfulDay(movedTo(voteOf(command), adoptedOn), fileOf(state));
        const required = `not before that body's board adopted the plan on ${adoptedOn}`;
        return tooSoon(`a vote on ${on}`, required, lawfulFrom);
      }
      return count(command, state);
    },
  }),
} satisfies Partial<Decisions>;

/** The refusal where that body's assembly has approved already; an inquorate vote may be held again. */
function alreadyVoted({ votes }: Balloted, clusterId: string): OperationDecision | undefined {
  const vote = votes[clusterId];
  if (vote?.outcome !== 'adopted') return undefined;
  const found = `the assembly approved the plan on ${vote.on}`;
  return reject({ type: 'MRG_ALREADY_VOTED', found, required: 'an assembly that has not decided' });
}

function voteOf({ clusterId, clause, clauseOn, on }: CommandNamed<'RecordVote'>): Act {
  return { act: 'vote', clusterId, on, clause, clauseOn };
}

function count(command: CommandNamed<'RecordVote'>, state: Before<'AssemblyVoted'>): OperationDecision {
  const { clusterId, tally, clause, on } = command;
  const contradiction = contradictionOf(tally);
  if (contradiction !== undefined) return impossible(contradiction);
  const file = fileOf(state);
  const judgement = judge(voteOf(command), file);
  if (!judgement.ok) return reject(judgement.refusal);
  invariant(clause !== undefined, 'G6 passes no vote without a clause');
  const against = contradictionUnder(tally, clause);
  if (against !== undefined) return impossible(against);
  // An assembly that found no quorum meets again: that is a second convocation.
  const convocation = file.votes[clusterId]?.outcome === 'inquorate' ? 'second' : 'first';
  const { outcome, reckoning } = judgeBallot(tally, clause, convocation);
  const { verdicts } = judgement;
  const { operationId, plan } = state;
  const reference = referenceOf(operationId, plan);
  const judged = {
    tally,
    rule: clause,
    outcome,
    reckoning,
    ...irregularCall(file.assemblies[clusterId], on),
    verdicts,
  };
  const voted = { type: 'AssemblyVoted', ...reference, clusterId, ...judged, on } as const;
  if (outcome === 'rejected')
    return accept<OperationEvent>(voted, { type: 'OperationRejected', operationId, clusterId, on });
  return accept<OperationEvent>(
    voted,
    ...approvalEvents({ ...file, votes: { ...file.votes, [clusterId]: { outcome, on } } }, reference),
  );
}

/** A vote that nobody was called for, or for another day, is recorded all the same: whoever may contest it reads what was irregular. */
function irregularCall(
  scheduledFor: string | undefined,
  on: string,
): Pick<EventNamed<'AssemblyVoted'>, 'irregularities'> {
  if (scheduledFor === on) return {};
  const irregularity =
    scheduledFor === undefined
      ? ({ kind: 'not-convened' } as const)
      : ({ kind: 'held-on-other-day', found: on, required: scheduledFor } as const);
  return { irregularities: [irregularity] };
}

/** Why no assembly can have had these numbers. */
export function impossible(contradiction: TallyContradiction): OperationDecision {
  if ('required' in contradiction) {
    const { found, required } = contradiction;
    return reject({ type: 'MRG_TALLY_IMPOSSIBLE', found, required });
  }
  const { of, found, atMost } = contradiction;
  const what = {
    attendance: `${String(found)} present or represented of ${String(atMost)} members`,
    representation: `${String(found)} represented, and nobody present`,
    votes: `${String(found)} votes by ${String(atMost)} present or represented`,
  };
  const required = 'no more votes than members attending, and somebody present for those represented';
  return reject({ type: 'MRG_TALLY_IMPOSSIBLE', found: what[of], required });
}

/**
 * What the last favourable vote settles: the approval, and the effect where the plan waits for nothing else. The plan was looked up
 * when each board adopted it; what has changed since then is set aside where it is met.
 */
export function approvalEvents(
  file: OperationFile,
  reference: ReturnType<typeof referenceOf>,
): readonly OperationEvent[] {
  const approvedOn = lastApproval(file);
  if (approvedOn === undefined) return [];
  const approved = { type: 'OperationApproved', ...reference, on: approvedOn } as const;
  if (!voteIsEffect(file)) return [approved];
  const on = effectDay(file);
  invariant(on !== undefined, 'an approved absorption has a day of effect');
  const judgement = judge({ act: 'take-effect', on, journalOfficielOn: undefined }, file);
  invariant(judgement.ok, 'nothing stands between the last vote and the effect');
  return [approved, effectOf(file, on, judgement.verdicts)];
}
