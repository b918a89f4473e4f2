import { accept, reject } from '#libs/kernel';
import type { RecordCondition } from '../operation.commands.ts';
import type { Started, Status } from '../operation.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';

const OPEN: readonly Status[] = ['drafted', 'adopted', 'published', 'approved', 'ready'];

export function recordCondition(command: RecordCondition, state: Started): OperationDecision {
  const { conditionId, status, granted, on } = command;
  if (!('plan' in state)) return wrongStatus(state, OPEN);
  const before = state.conditions[conditionId];
  if (before?.status === status && before.granted === granted && before.on === on) return accept();
  if (!OPEN.includes(state.status)) return wrongStatus(state, OPEN);
  const known = state.plan.plan.conditions.map((condition) => condition.conditionId);
  if (!known.includes(conditionId))
    return reject({
      type: 'MRG_CONDITION_UNKNOWN',
      found: conditionId,
      required: `one of ${known.join(', ') || 'none'}`,
    });
  const { operationId } = state;
  const grant = granted === undefined ? {} : { granted };
  return accept({ type: 'ConditionRecorded', operationId, conditionId, status, ...grant, on });
}
