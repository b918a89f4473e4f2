import { accept } from '#libs/kernel';
import type { WithdrawOperation } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import { REVERSIBLE, wrongStatus, type OperationDecision } from './decision.ts';

export function withdraw({ reason, on }: WithdrawOperation, state: Started): OperationDecision {
  if (state.status === 'withdrawn') return accept();
  if (!REVERSIBLE.includes(state.status)) return wrongStatus(state, REVERSIBLE);
  return accept({ type: 'OperationWithdrawn', operationId: state.operationId, reason, on });
}
