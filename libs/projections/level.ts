import type pg from 'pg';
import { applyBatchOn } from './batch.ts';
import type { Owner } from './checkpoints.ts';
import { savepointsOf } from './fold-shadow.ts';
import { loadDiscards } from './parked-rows.ts';
import { typesOf, type Projection } from './projection.ts';
import { LedgerTooShort, type LedgerReader } from './rebuild-fold.ts';
import type { ShareCheckpoint } from './share-rows.ts';
import { furthest, lockModel, type WholeModel } from './whole-model.ts';

/**
 * Brings the shares of a model to the position of the furthest one, by the code that runs them, in the transaction of the caller, who
 * holds the model (`lockModel`). A share that is paused stays where it is, and one that meets an event it cannot take stays there:
 * `isLevel` tells. In the version of the model only.
 * @throws LedgerTooShort, MissingPosition
 */
export async function levelShares(
  client: pg.PoolClient,
  { projection, reader }: { readonly projection: Projection; readonly reader: LedgerReader },
  model: WholeModel,
): Promise<WholeModel> {
  const until = furthest(model);
  const behind = model.shares.filter(({ position, state }) => position < until && state === 'running');
  if (behind.length === 0) return model;
  for (const share of behind) await bringTo(client, { projection, reader }, share, until);
  return (await lockModel(client, projection.name)) ?? model;
}

/** Its row is held, so that the epoch in it is the owner's, whoever that is. */
async function bringTo(
  client: pg.PoolClient,
  { projection, reader }: { readonly projection: Projection; readonly reader: LedgerReader },
  share: ShareCheckpoint,
  until: bigint,
): Promise<void> {
  const owner: Owner = { projection, epoch: share.epoch, share };
  const discards = await loadDiscards(client, projection);
  const target = { alone: client, transact: savepointsOf(client) };
  let from = share.position;
  for await (const { events, next } of reader.readAll(from, { filter: { types: typesOf(projection) }, until })) {
    const poison = await applyBatchOn(target, owner, { events, from, next, discards });
    if (poison !== undefined) return;
    from = next;
  }
  if (from < until) throw new LedgerTooShort(from, until);
}
