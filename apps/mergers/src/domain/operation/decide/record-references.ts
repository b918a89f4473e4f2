import { accept } from '#libs/kernel';
import type { RecordReferences } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';

/** Each context reports once: a second report of it says nothing new. */
export function recordReferences(command: RecordReferences, state: Started): OperationDecision {
  if (!('effectiveOn' in state)) return wrongStatus(state, ['effective', 'declared', 'closed']);
  const { context, toMove, moved, merged, needConsent } = command;
  if (context in state.references) return accept();
  const { operationId } = state;
  return accept({ type: 'ReferencesMoved', operationId, context, toMove, moved, merged, needConsent });
}
