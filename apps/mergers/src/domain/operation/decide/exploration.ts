import { accept, latest, reject, sameFacts } from '#libs/kernel';
import { movedTo } from '../../rules/act.ts';
import { firstLawfulDay, judge } from '../../rules/rule-book.ts';
import type { CommandNamed, OperationDecision } from '../operation.commands.ts';
import { fileOf, type Operation, type OperationEvent } from '../operation.ts';
import { planHash } from '../plan-hash.ts';
import { decides, tooSoon, referenceOf, type Decisions } from './decision.ts';
import { misfitOf } from './participants.ts';
import { inconsistencyOf } from './plan-consistency.ts';

type Start = CommandNamed<'StartOperation'>;

export function start(command: Start, state: Operation): OperationDecision {
  const { type: _type, obstacle, on, ...facts } = command;
  if (state.status !== 'absent') {
    const { operationId, kind, title, participants, startedOn } = state;
    const isAlreadySo = sameFacts({ ...facts, on }, { operationId, kind, title, participants, on: startedOn });
    return isAlreadySo ? accept() : reject({ type: 'MRG_OPERATION_EXISTS' });
  }
  const misfit = misfitOf(command) ?? obstacle;
  if (misfit !== undefined) return reject({ type: 'MRG_PARTICIPANTS_DO_NOT_FIT', ...misfit });
  return accept({ ...facts, on, type: 'OperationStarted' });
}

/** From the first position to the adoption by the last board. */
export const exploration = {
  /** Positions may be recorded at any time: statements from before a legal step often surface years later. */
  LogPosition: decides('PositionLogged', {
    isAlreadySo: ({ by, statement, on }, { positions }) =>
      positions.some(({ embargoUntil: _until, ...known }) => sameFacts(known, { by, statement, on })),
    otherwise: (command, { operationId }) => accept({ ...command, type: 'PositionLogged', operationId }),
  }),

  /** Also recorded late: an adoption that was recorded meanwhile stands. */
  RecordConsultation: decides('ConsultationRecorded', {
    isAlreadySo: ({ clusterId, opinion, on }, { consultations }) =>
      sameFacts(consultations[clusterId], { opinion, on }),
    otherwise: (command, { operationId }) => accept({ ...command, type: 'ConsultationRecorded', operationId }),
  }),

  /** A revision is a new version under a new hash: adoption, notices, documents and votes start again (G9). */
  DraftPlan: decides('PlanDrafted', {
    otherwise: ({ plan, embargoUntil, obstacle, on }, state) => {
      const before = 'plan' in state ? state.plan : undefined;
      const hash = planHash(plan);
      // A name that was corrected is another plan, under the same hash.
      if (sameFacts(before?.plan, plan)) return accept();
      const inconsistency = inconsistencyOf(plan, state) ?? obstacle;
      if (inconsistency !== undefined) return reject({ type: 'MRG_PLAN_INCONSISTENT', ...inconsistency });
      const planVersion = (before?.version ?? 0) + 1;
      const { operationId } = state;
      return accept({ type: 'PlanDrafted', operationId, planVersion, planHash: hash, plan, embargoUntil, on });
    },
  }),

  AdoptPlan: decides('PlanAdopted', {
    isAlreadySo: ({ clusterId, planHash: hash }, state) =>
      'adoptions' in state && state.adoptions[clusterId]?.planHash === hash,
    otherwise: ({ clusterId, planHash: hash, engagedBy, obstacle, on }, state) => {
      const file = fileOf(state);
      const { operationId, plan, participants, adoptions } = state;
      const { draftedOn } = plan;
      const act = { act: 'adopt-plan', clusterId, planHash: hash, on } as const;
      const judgement = judge(act, file);
      // Whatever a guard asks for, no board adopts what is not drafted yet.
      const earliestLawfulDate = firstLawfulDay(movedTo(act, latest(on, draftedOn)), file);
      if (!judgement.ok) return reject({ ...judgement.refusal, earliestLawfulDate });
      if (on < draftedOn)
        return tooSoon(`adoption on ${on}`, `not before the draft of ${draftedOn}`, earliestLawfulDate);
      if (obstacle !== undefined) return reject({ type: 'MRG_PLAN_NOT_FEASIBLE', ...obstacle });
      // A body that another operation binds is refused at every adoption, not only at the last.
      const free = judge({ act: 'engage', clusterId, operationId, engagedBy, on }, file);
      if (!free.ok) return reject(free.refusal);
      const reference = referenceOf(operationId, plan);
      const adopted = { type: 'PlanAdopted', ...reference, clusterId, verdicts: judgement.verdicts, on } as const;
      const isLast = participants.every((each) => each.clusterId === clusterId || each.clusterId in adoptions);
      return isLast ? accept<OperationEvent>(adopted, { type: 'OperationAdopted', ...reference, on }) : accept(adopted);
    },
  }),
} satisfies Partial<Decisions>;
