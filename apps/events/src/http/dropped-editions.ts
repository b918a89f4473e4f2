import type { Change, CommandRequest, Transaction } from '#libs/commands';
import { sameFacts, uuid } from '#libs/kernel';
import { gatheringOn } from '../domain/gathering/gathering.facts.ts';
import { gathering } from '../domain/gathering/gathering.ts';
import type { Series } from '../domain/series/series.facts.ts';
import { closeRegistrations, followGathering } from './around-seats.ts';

type Drop = Omit<NonNullable<Series['editions'][number]['dropped']>, 'type'> & { readonly editionId: string };

/** With which edition each gathering falls out, if it does. */
function dropsIn({ editions }: Series): ReadonlyMap<string, Drop> {
  return new Map(
    editions.flatMap(({ editionId, gatherings, dropped }) =>
      dropped === undefined
        ? []
        : gatherings.map(({ gatheringId }) => [gatheringId, { editionId, ...dropped }] as const),
    ),
  );
}

/**
 * What a change of a series makes of its gatherings, in the same append: one whose edition falls out is cancelled with it, unless it was cancelled before; where
 * that is taken back or reads otherwise, so does the cancellation that followed from it. What somebody cancelled by itself stays cancelled.
 */
export async function followEditions(
  tx: Transaction,
  request: CommandRequest<unknown>,
  { before, after }: Change<Series>,
): Promise<void> {
  const [were, are] = [dropsIn(before), dropsIn(after)];
  for (const gatheringId of new Set([...were.keys(), ...are.keys()])) {
    const [was, is] = [were.get(gatheringId), are.get(gatheringId)];
    if (was !== undefined && is !== undefined && sameFacts(was, is)) continue;
    if (was === undefined) await cancelWith(tx, request, gatheringId, is);
    else await restate(tx, request, gatheringId, { was, is });
  }
}

async function cancelWith(
  tx: Transaction,
  request: CommandRequest<unknown>,
  gatheringId: string,
  drop: Drop | undefined,
): Promise<void> {
  const { known } = await tx.read(gathering, gatheringId);
  if (drop === undefined || known === undefined || gatheringOn(known).state === 'cancelled') return;
  const { editionId, reason, on } = drop;
  await tx.decide(gathering, gatheringId, { type: 'CancelGathering', gatheringId, reason, editionId, on });
  await closeRegistrations(tx, { ...request, id: uuid(gatheringId) }, reason);
}

/** The cancellation that followed from the drop, where nobody has taken it back by itself. */
async function restate(
  tx: Transaction,
  request: CommandRequest<unknown>,
  gatheringId: string,
  { was, is }: { readonly was: Drop; readonly is: Drop | undefined },
): Promise<void> {
  const { facts } = await tx.read(gathering, gatheringId);
  const known = facts.find(({ event }) => event.type === 'GatheringCancelled' && event.editionId === was.editionId);
  if (known === undefined) return;
  const { reason } = request.body as { readonly reason: string };
  const named = { of: 'GatheringCancelled', fact: known.id, reason };
  if (is?.editionId === was.editionId) {
    const changes = { reason: is.reason, on: is.on };
    await tx.decide(gathering, gatheringId, { type: 'CorrectFact', ...named, changes });
    return;
  }
  await tx.decide(gathering, gatheringId, { type: 'VoidFact', ...named });
  await followGathering(tx, { ...request, id: uuid(gatheringId) }, { reason });
}
