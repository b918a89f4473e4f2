import { invariant, type RecordedEvent } from '#libs/kernel';
import {
  inTransaction,
  inTwoTrips,
  type Answer,
  type Queryable,
  type SecondTrip,
  type Statement,
} from '#libs/postgres';
import type pg from 'pg';
import { beginToWrite, documentsOf, loadStatement, type Changes } from '../tables/document-rows.ts';
import { isDataFault } from '../folding/faults.ts';
import { FoldDocuments } from '../folding/fold-documents.ts';
import { PoisonEvent, touchesOf, type Discards, type Touch } from '../folding/fold.ts';
import { movedRow, moveOwnRow, moveStatement, recountParked, type MovedRow, type Owner, type Range } from './owner.ts';
import { moveAlone } from './moves.ts';
import { insertParked, parkedKeys } from '../parking/parked-rows.ts';
import { Parking, roomToPark } from '../parking/parking.ts';
import {
  applyWatched,
  RefusedDocuments,
  savepointsOf,
  watchRefused,
  withRefusedKeys,
  type Transact,
} from '../parking/refusals.ts';
import { ownTouches } from '../sharding/shard.ts';
import { placeOf } from '../tables/table.ts';

/** A range of the ledger: every event of [`from`, `next`) that the projection reads. */
export interface Batch {
  readonly events: readonly RecordedEvent[];
  /** Where the model stands before it. */
  readonly from: bigint;
  readonly next: bigint;
  /** The events that keys go on without. */
  readonly discards?: Discards | undefined;
}

/** Where a batch runs. */
export interface BatchTarget {
  /** Moves the owner's row, where there is nothing else to write. @throws StaleOwner */
  readonly moveAlone: (owner: Owner, range: Range) => Promise<unknown>;
  readonly transact: Transact;
  /** The same in two parts: statements, and what follows from their answers. */
  readonly inTwo: (first: readonly Statement[], second: SecondTrip) => Promise<void>;
}

/** Inside the transaction of a client; each batch can be taken back by itself. */
export function savepointTarget(client: pg.PoolClient): BatchTarget {
  const transact = savepointsOf(client);
  const inOrder = async (statements: readonly Statement[]): Promise<readonly Answer[]> => {
    const answers: Answer[] = [];
    for (const statement of statements) answers.push(await client.query(statement));
    return answers;
  };
  return {
    moveAlone: (owner, range) => moveOwnRow(client, owner, range),
    transact,
    inTwo: (first, second) =>
      transact(async () => {
        await inOrder(await second(client, await inOrder(first)));
      }),
  };
}

/**
 * Brings a model, or the owner's shard of it, on by a batch and moves its checkpoint: one read, one write, one transaction. Keys at
 * which an event fails are parked in it where the model parks. Up to the first event that it cannot take otherwise, which is the
 * answer; that one and everything behind it are not applied.
 * @throws StaleOwner, and what the connection throws
 */
export function applyBatch(pool: pg.Pool, owner: Owner, batch: Batch): Promise<PoisonEvent | undefined> {
  const target: BatchTarget = {
    moveAlone: (owner, range) => moveAlone(pool, owner, range),
    transact: (work) => inTransaction(pool, work),
    inTwo: (first, second) => inTwoTrips(pool, first, second),
  };
  return applyBatchOn(target, owner, batch);
}

/** The same in transactions that the caller has begun. @throws as `applyBatch` */
export async function applyBatchOn(
  target: BatchTarget,
  owner: Owner,
  batch: Batch,
  watched = new Set<string>(),
): Promise<PoisonEvent | undefined> {
  for (;;) {
    try {
      await applyWhole(target, owner, batch, watched);
      return undefined;
    } catch (error) {
      if (error instanceof PoisonEvent) return (await applyBefore(target, owner, batch, watched, error)) ?? error;
      if (owner.projection.onPoison === 'park' && watchRefused(error, watched)) continue;
      const fault = error instanceof RefusedDocuments ? error.cause : error;
      if (!isDataFault(fault)) throw fault;
      const [only, ...others] = batch.events;
      if (only !== undefined && others.length === 0) return new PoisonEvent(owner.projection.name, only, fault);
      return await applySingly(target, owner, batch);
    }
  }
}

async function applyBefore(
  target: BatchTarget,
  owner: Owner,
  batch: Batch,
  watched: Set<string>,
  { event: { position } }: PoisonEvent,
): Promise<PoisonEvent | undefined> {
  if (position === batch.from) return undefined;
  const events = batch.events.filter((event) => event.position < position);
  return await applyBatchOn(target, owner, { ...batch, events, next: position }, watched);
}

/** The database refused the documents of a batch (a value that does not fit a derived column): find out whose they are. */
async function applySingly(target: BatchTarget, owner: Owner, batch: Batch): Promise<PoisonEvent | undefined> {
  let { from } = batch;
  for (const event of batch.events) {
    const poison = await applyBatchOn(target, owner, { ...batch, events: [event], from, next: event.position + 1n });
    if (poison !== undefined) return poison;
    from = event.position + 1n;
  }
  return await applyBatchOn(target, owner, { ...batch, events: [], from });
}

/** @throws PoisonEvent; RefusedDocuments for a model that parks */
async function applyWhole(
  target: BatchTarget,
  owner: Owner,
  batch: Batch,
  watched: ReadonlySet<string>,
): Promise<void> {
  const { projection, shard } = owner;
  const { touches, poison } = touchesOf(projection, batch.events, batch.discards);
  if (poison !== undefined) throw poison;
  const own = ownTouches(shard, touches);
  if (own.length === 0) {
    // Most pages hold nothing for most models: the one statement is its own transaction.
    await target.moveAlone(owner, batch);
    return;
  }
  const place = placeOf(projection);
  const documents = new FoldDocuments();
  const keys = documents.unknown(own);
  const written: { changes?: Changes } = {};
  try {
    await target.inTwo([moveStatement(owner, batch), loadStatement(place, keys)], async (client, [row, found]) => {
      invariant(row !== undefined && found !== undefined, 'each statement has its answer');
      const moved = movedRow(owner, row);
      documents.add(keys, documentsOf(found));
      const parking = await fold(client, owner, { ...moved, touches: own, keys, documents, watched });
      written.changes = documents.flush();
      const last = await beginToWrite(client, place, written.changes);
      const parked = parking.take();
      await insertParked(client, { projection, generation: moved.generation }, parked, { live: true });
      if (parked.some((each) => 'reason' in each)) await recountParked(client, projection.name, shard);
      return last;
    });
  } catch (error) {
    if (written.changes === undefined || projection.onPoison !== 'park') throw error;
    throw await withRefusedKeys(error, { transact: target.transact, place }, written.changes);
  }
}

interface BatchToFold extends MovedRow {
  readonly touches: readonly Touch[];
  readonly keys: readonly string[];
  readonly documents: FoldDocuments;
  readonly watched: ReadonlySet<string>;
}

/** Folds a batch whose documents are there. Parked keys are read only where the model has some. @throws PoisonEvent */
async function fold(client: Queryable, { projection, shard }: Owner, batch: BatchToFold): Promise<Parking> {
  const { touches, keys, documents, watched, generation } = batch;
  const place = placeOf(projection);
  const parked = batch.parkedKeys > 0 ? await parkedKeys(client, { projection, generation }, keys) : [];
  const parking = new Parking(parked, roomToPark(projection, batch.parkedKeys, shard));
  await applyWatched({ client, place, watched }, projection, touches, documents, parking);
  return parking;
}
