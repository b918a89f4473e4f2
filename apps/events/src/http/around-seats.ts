import type { CommandRequest, Transaction } from '#libs/commands';
import { invariant } from '#libs/kernel';
import { gathering } from '../domain/gathering/gathering.ts';
import { hasClosed } from '../domain/registrations/reinstatement.ts';
import { registrations } from '../domain/registrations/registrations.ts';
import { isOffered } from '../domain/registrations/registrations.state.ts';
import { belongingsOn, dayOfRights, hostedOn, lapsedIn } from './belonging.ts';

/** What a decision on seats needs of its request; the id is that of the gathering. */
export type Asked = Pick<CommandRequest<unknown>, 'id' | 'copies' | 'effectiveAt' | 'recordedAt'>;

/** What every decision on seats knows: the gathering as it is in the same append, and who of the list has no right any more. */
export async function around({ id, copies, effectiveAt, recordedAt: receivedAt }: Asked, tx: Transaction) {
  const { known } = await tx.read(gathering, id);
  invariant(known !== undefined, 'a gathering that is not planned was refused before');
  const hosted = await hostedOn(copies, known, effectiveAt);
  const lapsed = await lapsedIn(copies, hosted, await tx.read(registrations, id), effectiveAt);
  return { gatheringId: id, gathering: hosted, lapsed, receivedAt };
}

/** Seats and places on the list end with a gathering that is cancelled, each by a fact of its own, in the same append. */
export async function closeRegistrations(
  tx: Transaction,
  { id, effectiveAt: on, recordedAt: receivedAt }: Asked,
  reason: string | undefined,
): Promise<void> {
  const { known } = await tx.read(gathering, id);
  if (known === undefined) return;
  const close = { gatheringId: id, gathering: known, lapsed: [], reason, receivedAt, on };
  await tx.decide(registrations, id, { ...close, type: 'CloseRegistrations' });
}

/**
 * What follows for seats where a gathering is at another time, or what was recorded of it is corrected: what its cancellation ended comes back once that
 * is taken back, and no offer lasts beyond the start. In the same append.
 */
export async function followGathering(tx: Transaction, request: Asked, reason?: string): Promise<void> {
  const { id, copies, effectiveAt: on } = request;
  const { known } = await tx.read(gathering, id);
  const state = await tx.read(registrations, id);
  if (known === undefined || state.decided === undefined) return;
  if (reason !== undefined && hasClosed(state, { gathering: known })) {
    const ids = state.entries.flatMap(({ received: { organisationId } }) => organisationId ?? []);
    const belonging = await belongingsOn(copies, ids, dayOfRights(known, on));
    const reopen = { ...(await around(request, tx)), belonging, reason, on };
    await tx.decide(registrations, id, { ...reopen, type: 'ReopenRegistrations' });
  } else if (state.decided.offerMinutes !== undefined || state.entries.some(isOffered))
    await tx.decide(registrations, id, { ...(await around(request, tx)), type: 'ReviewOffers', on });
}
