import { accept } from '#libs/kernel';
import type { DeclareOperation } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';
import { beforeEffect } from './before-effect.ts';

export function declare({ authority, receipt, on }: DeclareOperation, state: Started): OperationDecision {
  if (!('effectiveOn' in state)) return wrongStatus(state, ['effective', 'declared']);
  const known = state.declarations.some(
    (each) => each.authority === authority && each.receipt === receipt && each.on === on,
  );
  if (known) return accept();
  if (state.status === 'closed') return wrongStatus(state, ['effective', 'declared']);
  const early = beforeEffect(on, state, 'a declaration');
  if (early !== undefined) return early;
  const given = receipt === undefined ? {} : { receipt };
  return accept({ type: 'OperationDeclared', operationId: state.operationId, authority, ...given, on });
}
