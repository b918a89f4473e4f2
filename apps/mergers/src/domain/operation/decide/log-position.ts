import { accept } from '#libs/kernel';
import type { LogPosition } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import type { OperationDecision } from './decision.ts';

/** Positions may be put on record at any time: what was said before a legal step often surfaces years later. */
export function logPosition({ by, statement, on }: LogPosition, state: Started): OperationDecision {
  const known = state.positions.some((each) => each.by === by && each.statement === statement && each.on === on);
  if (known) return accept();
  return accept({ type: 'PositionLogged', operationId: state.operationId, by, statement, on });
}
