import type { Transaction } from '#libs/commands';
import type { CalendarDate } from '#libs/kernel';
import { engagement } from './domain/engagement/engagement.ts';
import type { OperationCommand } from './domain/operation/operation.commands.ts';
import { operation } from './domain/operation/operation.decide.ts';
import { binds } from './domain/operation/operation.ts';

/**
 * A command on an operation, and what it does to its participants: where it binds or frees them, their own streams say so
 * in the same transaction, so that a body never stands in two operations past ADOPTED, whatever runs at the same moment (G12).
 */
export async function decideOperation(
  tx: Transaction,
  operationId: string,
  command: OperationCommand,
  on: CalendarDate,
): Promise<void> {
  const { before, after } = await tx.decide(operation, operationId, command);
  if (before.status === 'absent' || binds(before) === binds(after)) return;
  const type = binds(after) ? 'Engage' : 'Release';
  for (const { clusterId } of before.participants)
    await tx.decide(engagement, clusterId, { type, clusterId, operationId, on });
}

/** The bodies that have a part in the operation; none while nobody has started it. */
export async function participantsOf(tx: Transaction, operationId: string): Promise<readonly string[]> {
  const state = await tx.read(operation, operationId);
  return state.status === 'absent' ? [] : state.participants.map(({ clusterId }) => clusterId);
}
