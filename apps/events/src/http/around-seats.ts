import type { CommandRequest, Transaction } from '#libs/commands';
import { invariant } from '#libs/kernel';
import type { Gathering } from '../domain/gathering/gathering.facts.ts';
import { gathering } from '../domain/gathering/gathering.ts';
import { hasClosed } from '../domain/registrations/reinstatement.ts';
import { registrations } from '../domain/registrations/registrations.ts';
import { isOffered, type Registrations } from '../domain/registrations/registrations.state.ts';
import { belongingsOn, dayOfRights, headsOn, hostedOn, lapsedIn } from './belonging.ts';

/** What a decision on seats needs of its request; the id is that of the gathering. */
export type Asked = Pick<CommandRequest<unknown>, 'id' | 'copies' | 'effectiveAt' | 'recordedAt'>;

/**
 * What every decision on seats knows: the gathering as it is in the same append, who of the list has no right any more, and who goes on with a cluster that is
 * named for seats, or by the command.
 */
export async function around(
  { id, copies, effectiveAt, recordedAt: receivedAt }: Asked,
  tx: Transaction,
  named: readonly string[] = [],
) {
  const { known } = await tx.read(gathering, id);
  invariant(known !== undefined, 'a gathering that is not planned was refused before');
  const hosted = await hostedOn(copies, known, effectiveAt);
  const state = await tx.read(registrations, id);
  const lapsed = await lapsedIn(copies, hosted, state, effectiveAt);
  const headOf = await headsOn(copies, [...named, ...clustersIn(state)], dayOfRights(hosted, effectiveAt));
  return { gatheringId: id, gathering: hosted, lapsed, receivedAt, headOf };
}

/** The clusters that limits and claims name. */
function clustersIn({ decided, entries }: Registrations): readonly string[] {
  const limited = decided?.clusters.map(({ clusterId }) => clusterId) ?? [];
  return [...limited, ...entries.flatMap(({ claim: { reciprocity } }) => reciprocity?.clusterId ?? [])];
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
  await tx.decide(registrations, id, { ...close, type: 'CloseRegistrations', cause: 'gathering-cancelled' });
}

/** Why something follows for seats, and what the gathering was before. */
interface Followed {
  readonly reason?: string;
  readonly before?: Pick<Gathering, 'known'>;
}

/**
 * What follows for seats where a gathering is at another time, or what was recorded of it is corrected: they end with a plan that is taken back; what ended with
 * the gathering comes back once it is to come again; and no offer lasts beyond the start. In the same append.
 */
export async function followGathering(
  tx: Transaction,
  request: Asked,
  { reason, before }: Followed = {},
): Promise<void> {
  const { id, copies, effectiveAt: on, recordedAt: receivedAt } = request;
  const { known } = await tx.read(gathering, id);
  const state = await tx.read(registrations, id);
  if (state.decided === undefined) return;
  if (known === undefined) {
    if (before?.known === undefined) return;
    const close = { gatheringId: id, gathering: before.known, lapsed: [], reason, receivedAt, on };
    await tx.decide(registrations, id, { ...close, type: 'CloseRegistrations', cause: 'gathering-voided' });
  } else if (reason !== undefined && hasClosed(state, { gathering: known })) {
    const ids = state.entries.flatMap(({ received: { organisationId } }) => organisationId ?? []);
    const belonging = await belongingsOn(copies, ids, dayOfRights(known, on));
    const reopen = { ...(await around(request, tx)), belonging, reason, on };
    await tx.decide(registrations, id, { ...reopen, type: 'ReopenRegistrations' });
  } else if (state.decided.offerMinutes !== undefined || state.entries.some(isOffered))
    await tx.decide(registrations, id, { ...(await around(request, tx)), type: 'ReviewOffers', on });
}

/** A plan that was taken back and is stated anew is the same gathering: whoever was to come to it is to come again. */
export const PLANNED_AGAIN = { reason: 'The gathering is planned again.' };
