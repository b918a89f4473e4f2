import type { Change, CommandRequest, Transaction } from '#libs/commands';
import { engagement } from './domain/engagement/engagement.ts';
import { operation } from './domain/operation/operation.decide.ts';
import { binds, type Operation } from './domain/operation/operation.ts';

/**
 * What a command on an operation does to its participants: where it binds or frees them, their own streams say so in the same
 * transaction, so that a body is never in two operations past ADOPTED, whatever runs at the same moment (G12).
 */
export async function bindParticipants(
  tx: Transaction,
  { id: operationId, effectiveAt: on }: Pick<CommandRequest<unknown>, 'id' | 'effectiveAt'>,
  { before, after }: Change<Operation>,
): Promise<void> {
  if (before.status === 'absent' || binds(before) === binds(after)) return;
  const type = binds(after) ? 'Engage' : 'Release';
  for (const { clusterId } of before.participants)
    await tx.decide(engagement, clusterId, { type, clusterId, operationId, on });
}

/** The participants of the operation; none before it is started. */
export async function participantsOf(tx: Transaction, operationId: string): Promise<readonly string[]> {
  const state = await tx.read(operation, operationId);
  return state.status === 'absent' ? [] : state.participants.map(({ clusterId }) => clusterId);
}
