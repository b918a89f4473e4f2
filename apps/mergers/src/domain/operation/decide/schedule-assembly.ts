import { accept, reject } from '#libs/kernel';
import { judge } from '../../rules/rule-book.ts';
import type { ScheduleAssembly } from '../operation.commands.ts';
import { fileOf, type Started } from '../operation.ts';
import { alreadyVoted } from './already-voted.ts';
import { notAParticipant, VOTING, wrongStatus, type OperationDecision } from './decision.ts';

export function scheduleAssembly({ clusterId, scheduledFor }: ScheduleAssembly, state: Started): OperationDecision {
  const stranger = notAParticipant(state, clusterId);
  if (stranger !== undefined) return stranger;
  if ('assemblies' in state && state.assemblies[clusterId] === scheduledFor) return accept();
  if (state.status !== 'adopted' && state.status !== 'published') return wrongStatus(state, VOTING);
  const voted = alreadyVoted(state, clusterId);
  if (voted !== undefined) return voted;
  const judgement = judge({ act: 'schedule-assembly', clusterId, on: scheduledFor }, fileOf(state));
  if (!judgement.ok) return reject(judgement.refusal);
  const { operationId } = state;
  return accept({ type: 'AssemblyScheduled', operationId, clusterId, verdicts: judgement.verdicts, scheduledFor });
}
