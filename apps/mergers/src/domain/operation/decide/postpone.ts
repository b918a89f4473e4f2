import { accept } from '#libs/kernel';
import type { PostponeOperation } from '../operation.commands.ts';
import type { Started, Status } from '../operation.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';

const POSTPONABLE: readonly Status[] = ['drafted', 'adopted', 'published', 'approved', 'ready'];

/** Back to the draft under the same id: boards and assemblies decide anew, and the bodies are bound no more. */
export function postpone({ reason, newTarget, on }: PostponeOperation, state: Started): OperationDecision {
  const before = state.status === 'drafted' ? state.postponement : undefined;
  if (before?.reason === reason && before.newTarget === newTarget && before.on === on) return accept();
  if (!POSTPONABLE.includes(state.status)) return wrongStatus(state, POSTPONABLE);
  const target = newTarget === undefined ? {} : { newTarget };
  return accept({ type: 'OperationPostponed', operationId: state.operationId, reason, ...target, on });
}
