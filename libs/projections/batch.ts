import type { RecordedEvent } from '#libs/kernel';
import { inTransaction, type Queryable } from '#libs/postgres';
import type pg from 'pg';
import { documentText, isDataFault } from './faults.ts';
import { StaleOwner, type MovedCheckpoint, type Owner } from './checkpoints.ts';
import { loadDocuments, writeChanges, type Changes } from './document-rows.ts';
import { applyTouches, PoisonEvent, touchesOf, type Discards, type Documents, type Touch } from './fold.ts';
import { moveOwnRow, recountOwn } from './own-row.ts';
import { insertParked, parkedAmong } from './parked-rows.ts';
import { applyByKey, Parking, roomToPark } from './parking.ts';
import type { Projection } from './projection.ts';
import { applyWatched, refusedKeys, splitWatched } from './refusals.ts';
import { ownTouches, type Share } from './share.ts';
import { placeOf } from './table.ts';
import { findCheckpoint } from './whole-model.ts';

/** A stretch of the ledger: every event of [`from`, `next`) that the projection reads. */
export interface Batch {
  readonly events: readonly RecordedEvent[];
  /** Where the model stands before it. */
  readonly from: bigint;
  readonly next: bigint;
  /** What keys go on without. */
  readonly discards?: Discards | undefined;
}

/** Where a batch runs. */
export interface BatchTarget {
  /** Takes a statement that needs no other beside it. */
  readonly alone: Queryable;
  /** Runs statements as one transaction, or as a part of one that can be taken back. */
  readonly transact: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;
}

/** Keys whose documents the database refused: each of their documents is shown to it before the next event. */
type Watched = ReadonlySet<string>;

const NOTHING: Watched = new Set();

/**
 * Brings a model, or the owner's share of it, on by a batch and moves its checkpoint: one read, one write, one transaction. Keys at
 * which an event fails are parked in it where the model parks. Up to the first event that it cannot take otherwise, which is the
 * answer; that one and everything behind it are not applied.
 * @throws StaleOwner, and what the connection throws
 */
export function applyBatch(pool: pg.Pool, owner: Owner, batch: Batch): Promise<PoisonEvent | undefined> {
  return applyBatchOn({ alone: pool, transact: (work) => inTransaction(pool, work) }, owner, batch);
}

/** The same in transactions that the caller has begun. @throws as `applyBatch` */
export async function applyBatchOn(
  target: BatchTarget,
  owner: Owner,
  batch: Batch,
  watched: Watched = NOTHING,
): Promise<PoisonEvent | undefined> {
  try {
    await applyWhole(target, owner, batch, watched);
    return undefined;
  } catch (error) {
    if (error instanceof PoisonEvent) return (await applyBefore(target, owner, batch, watched, error)) ?? error;
    if (!isDataFault(error)) throw error;
    const toWatch = await alsoRefused(target, owner, batch, watched);
    if (toWatch.size > watched.size) return await applyBatchOn(target, owner, batch, toWatch);
    const [only, ...others] = batch.events;
    if (only !== undefined && others.length === 0) return new PoisonEvent(owner.projection.name, only, error);
    return await applySingly(target, owner, batch);
  }
}

async function applyBefore(
  target: BatchTarget,
  owner: Owner,
  batch: Batch,
  watched: Watched,
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

async function applyWhole(target: BatchTarget, owner: Owner, batch: Batch, watched: Watched): Promise<void> {
  const { projection, share } = owner;
  const { touches: all, poison } = touchesOf(projection, batch.events, batch.discards);
  if (poison !== undefined) throw poison;
  const touches = ownTouches(share, all);
  if (touches.length === 0) {
    // Most pages hold nothing for most models: the one statement is its own transaction.
    await moveOwnRow(target.alone, owner, batch);
    return;
  }
  await target.transact(async (client) => {
    const moved = await moveOwnRow(client, owner, batch);
    const { documents, parking } = await fold({ client, projection, share, touches, ...moved }, watched);
    await writeChanges(client, placeOf(projection), documents.changes());
    const parked = parking.take();
    if (parked.length === 0) return;
    await insertParked(client, { projection, generation: moved.generation }, parked, { live: true });
    if (parked.some((each) => 'reason' in each)) await recountOwn(client, projection, share);
  });
}

interface FoldedBatch {
  readonly documents: BatchDocuments;
  readonly parking: Parking;
}

interface BatchToFold extends MovedCheckpoint {
  readonly client: Queryable;
  readonly projection: Projection;
  readonly share: Share | undefined;
  readonly touches: readonly Touch[];
}

/** Loads what a batch touches and folds it. A model without parked keys is asked for none. @throws PoisonEvent */
async function fold(batch: BatchToFold, watched: Watched): Promise<FoldedBatch> {
  const { client, projection, share, touches, parkedKeys } = batch;
  const place = placeOf(projection);
  const keys = [...new Set(touches.flatMap((touch) => touch.keys))];
  const parked = parkedKeys > 0 ? await parkedAmong(client, batch, keys) : [];
  const parking = new Parking(parked, roomToPark(projection, parkedKeys, share));
  const documents = new BatchDocuments(await loadDocuments(client, place, keys));
  if (projection.onPoison !== 'park' && parkedKeys === 0) {
    const refused = applyTouches(projection, touches, documents);
    if (refused !== undefined) throw refused;
    return { documents, parking };
  }
  const split = splitWatched(touches, watched);
  applyByKey(projection, split.free, documents, parking);
  await applyWatched({ client, place }, projection, split.watched, documents, parking);
  return { documents, parking };
}

/**
 * After the database refused a batch of a model that parks: the watched keys and those whose documents it refuses. Looks only; what
 * is done about it is fenced. None are new where the batch was refused for another reason.
 */
async function alsoRefused(
  target: BatchTarget,
  { projection, share }: Owner,
  batch: Batch,
  watched: Watched,
): Promise<Watched> {
  if (projection.onPoison !== 'park') return watched;
  const touches = ownTouches(share, touchesOf(projection, batch.events, batch.discards).touches);
  try {
    const refused = await target.transact(async (client) => {
      const found = await findCheckpoint(client, projection.name);
      if (found === undefined) throw new StaleOwner(projection.name);
      const { parkedKeys, generation } = found.shares.find((each) => each.share === share?.share) ?? found;
      const { documents } = await fold({ client, projection, share, touches, parkedKeys, generation }, watched);
      return await refusedKeys(client, placeOf(projection), documents.changed());
    });
    return new Set([...watched, ...refused]);
  } catch (error) {
    if (isDataFault(error) || error instanceof PoisonEvent) return watched;
    throw error;
  }
}

/** The documents of one batch; remembers which of them are not what was loaded. */
class BatchDocuments implements Documents {
  readonly #after = new Map<string, object | undefined>();
  constructor(private readonly loaded: ReadonlyMap<string, object | undefined>) {}

  get(key: string): object | undefined {
    return this.#after.has(key) ? this.#after.get(key) : this.loaded.get(key);
  }

  set(key: string, document: object | undefined): void {
    if (document !== this.get(key)) this.#after.set(key, document);
  }

  changed(): Iterable<readonly [key: string, document: object | undefined]> {
    return this.#after;
  }

  /** @throws UnstorableDocument */
  changes(): Changes {
    const [keys, texts, replaced, removed]: [string[], string[], string[], string[]] = [[], [], [], []];
    for (const [key, document] of this.#after) {
      const stored = this.loaded.has(key);
      if (document === undefined) {
        if (stored) removed.push(key);
        continue;
      }
      keys.push(key);
      texts.push(documentText(document));
      if (stored) replaced.push(key);
    }
    return { keys, texts, replaced, removed };
  }
}
