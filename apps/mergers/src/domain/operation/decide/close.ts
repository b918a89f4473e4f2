import { accept, reject } from '#libs/kernel';
import type { CloseOperation } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import { beforeEffect } from './before-effect.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';

/** The transition is over when every context has reported what it moved. */
export function close({ on, reporting }: CloseOperation, state: Started): OperationDecision {
  if (!('effectiveOn' in state)) return wrongStatus(state, ['effective', 'declared']);
  if (state.status === 'closed') return accept();
  const early = beforeEffect(on, state, 'the end of the transition');
  if (early !== undefined) return early;
  const missing = reporting.filter((context) => !(context in state.references));
  if (missing.length > 0)
    return reject({
      type: 'MRG_REPORTS_MISSING',
      found: `no report of ${missing.join(', ')}`,
      required: `what was moved, from each of ${reporting.join(', ')}`,
    });
  return accept({ type: 'OperationClosed', operationId: state.operationId, on });
}
