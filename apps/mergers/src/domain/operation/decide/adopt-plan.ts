import { accept, reject } from '#libs/kernel';
import { judge } from '../../rules/rule-book.ts';
import type { AdoptPlan } from '../operation.commands.ts';
import { fileOf, type OperationEvent, type Started } from '../operation.ts';
import { notAParticipant, wrongStatus, type OperationDecision } from './decision.ts';

export function adoptPlan(command: AdoptPlan, state: Started): OperationDecision {
  const { clusterId, on } = command;
  const stranger = notAParticipant(state, clusterId);
  if (stranger !== undefined) return stranger;
  if ('adoptions' in state && state.adoptions[clusterId]?.planHash === command.planHash) return accept();
  if (state.status !== 'drafted') return wrongStatus(state, ['drafted']);
  const { operationId, plan } = state;
  const judgement = judge({ act: 'adopt-plan', clusterId, planHash: command.planHash, on }, fileOf(state));
  if (!judgement.ok) return reject(judgement.refusal);
  if (on < plan.draftedOn) {
    const [found, required] = [`adoption on ${on}`, `not before the draft of ${plan.draftedOn}`];
    return reject({ type: 'MRG_OUT_OF_ORDER', found, required, earliestLawfulDate: plan.draftedOn });
  }
  // A body that another operation binds is refused at every adoption, not only at the last.
  const free = judge({ act: 'engage', clusterId, operationId, engagedBy: command.engagedBy, on }, fileOf(state));
  if (!free.ok) return reject(free.refusal);
  const version = { operationId, planVersion: plan.version, planHash: plan.hash };
  const adopted = { type: 'PlanAdopted', ...version, clusterId, verdicts: judgement.verdicts, on } as const;
  const open = state.participants.filter(
    (each) => each.clusterId !== clusterId && !(each.clusterId in state.adoptions),
  );
  return open.length > 0
    ? accept(adopted)
    : accept<OperationEvent>(adopted, { type: 'OperationAdopted', ...version, on });
}
