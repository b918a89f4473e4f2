import { accept } from '#libs/kernel';
import type { CloseOperation } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import { beforeEffect } from './before-effect.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';

export function close({ on }: CloseOperation, state: Started): OperationDecision {
  if (!('effectiveOn' in state)) return wrongStatus(state, ['effective', 'declared']);
  if (state.status === 'closed') return accept();
  return (
    beforeEffect(on, state, 'the end of the transition') ??
    accept({ type: 'OperationClosed', operationId: state.operationId, on })
  );
}
