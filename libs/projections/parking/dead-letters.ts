import { inTransaction } from '#libs/postgres';
import type pg from 'pg';
import { lockCheckpoint, StaleOwner, type Checkpoint } from '../tables/checkpoints.ts';
import { logStep } from './dead-letter-log.ts';
import { loadDocuments, writeChanges } from '../tables/document-rows.ts';
import { isDataFault, parkedFault, type ParkedFault } from '../folding/faults.ts';
import { FoldDocuments } from '../folding/fold-documents.ts';
import { touchesOf, withKeys } from '../folding/fold.ts';
import { recountParked } from '../running/owner.ts';
import { parkedKeys } from './parked-rows.ts';
import { Parking, type ParkedEvent } from './parking.ts';
import type { Projection } from '../projection.ts';
import { readPositions, type KnownEvent } from './read-positions.ts';
import type { LedgerReader } from '../rebuild/rebuild-fold.ts';
import { applyWatched, inSavepoint } from './refusals.ts';
import { shardOf } from '../sharding/shard.ts';
import { placeOf } from '../tables/table.ts';

export interface DeadLetterOptions {
  readonly pool: pg.Pool;
  /** Where parked events are read again: in the current version of their types. */
  readonly reader: LedgerReader;
  /** Who decided it, for the log. */
  readonly actor: string;
}

/** The key is not parked, or stands at another event than the one that was meant. */
export class NotParked extends Error {
  override readonly name = 'NotParked';
  constructor(
    readonly projection: string,
    readonly key: string,
    /** Where it stands instead; undefined when it is not parked. */
    readonly found?: bigint,
  ) {
    const stands = found === undefined ? 'is not parked' : `is parked at position ${String(found)}`;
    super(`${projection}: ${JSON.stringify(key)} ${stands}`);
  }
}

/** The live model is of another version than the definition at hand: a process of that version has to do it. */
export class ModelOfOtherVersion extends Error {
  override readonly name = 'ModelOfOtherVersion';
  constructor(
    readonly projection: string,
    readonly found: number,
    readonly required: number,
  ) {
    super(`${projection}: the live model is of version ${String(found)}, the definition here of ${String(required)}`);
  }
}

/** The outcome of trying a parked key again. */
export interface Release {
  readonly key: string;
  /** How many of its events are in the document now. */
  readonly released: number;
  /** Where it is still parked; undefined when it is free. */
  readonly parked: { readonly position: bigint; readonly error: ParkedFault; readonly waiting: number } | undefined;
}

/** A parked key while its model, or the shard that it is in, is held. */
interface HeldKey extends DeadLetterOptions {
  readonly client: pg.PoolClient;
  readonly projection: Projection;
  readonly generation: bigint;
  readonly key: string;
}

/**
 * Applies the parked events of a key in order, in one transaction, up to the first that fails again. It may run in any process:
 * the projection's batches wait for it, and it waits for them.
 * @throws NotParked, ModelOfOtherVersion, LedgerDiffers, MissingPosition
 */
export async function retryKey(projection: Projection, key: string, options: DeadLetterOptions): Promise<Release> {
  return await withKey(projection, key, options, releaseKey);
}

/**
 * Tries every parked key of a model again, those that have waited longest first, each in a transaction of its own.
 * @throws as `retryKey`, but a key that was released meanwhile is passed over
 */
export async function* retryAll(projection: Projection, options: DeadLetterOptions): AsyncGenerator<Release, void> {
  const keys = await inTransaction(options.pool, async (client) =>
    parkedKeys(client, { projection, generation: (await lockLive(client, projection)).generation }),
  );
  for (const key of keys) {
    try {
      yield await retryKey(projection, key, options);
    } catch (error) {
      if (!(error instanceof NotParked)) throw error;
    }
  }
}

export interface Discard {
  readonly key: string;
  /** The event at which the key stands. */
  readonly position: bigint;
  /** Why the document goes on without it; it is kept for good. */
  readonly reason: string;
}

/**
 * Takes the event at which a key stands out of the document's history: the log says who, when and why, rebuilds of this version of
 * the model leave it out too, and the events behind it are tried in order. The event itself stays in the ledger, and counts for
 * every other document.
 * @throws NotParked when the key stands elsewhere, and as `retryKey`
 */
export async function discardParked(
  projection: Projection,
  { key, position, reason }: Discard,
  options: DeadLetterOptions,
): Promise<Release> {
  if (reason.trim() === '') throw new TypeError('an event is discarded for a reason');
  return await withKey(projection, key, options, async (held, [head, ...behind]) => {
    if (head.position !== position) throw new NotParked(projection.name, key, head.position);
    await held.client.query({
      text: 'delete from grappe.parked where projection = $1 and generation = $2 and key = $3 and position = $4',
      values: [projection.name, held.generation, key, position],
    });
    await logStep(held.client, held, { key, action: 'discarded', ...head, actor: options.actor, reason });
    return await releaseKey(held, behind);
  });
}

/** The fence: a batch that moves the key locks the row of the model, or of its shard, first, and finds what was done here. */
async function withKey(
  projection: Projection,
  key: string,
  options: DeadLetterOptions,
  work: (held: HeldKey, waiting: readonly [KnownEvent, ...KnownEvent[]]) => Promise<Release>,
): Promise<Release> {
  return await inTransaction(options.pool, async (client) => {
    const { generation, shardCount: of } = await lockLive(client, projection, key);
    const held = { ...options, client, projection, generation, key };
    const [head, ...behind] = await waitingEvents(held);
    if (head === undefined) throw new NotParked(projection.name, key);
    const release = await work(held, [head, ...behind]);
    await client.query({
      text: 'update grappe.projections set releases = releases + 1 where name = $1',
      values: [projection.name],
    });
    await recountParked(client, projection.name, of === 1 ? undefined : { shard: shardOf(key, of), of });
    return release;
  });
}

async function lockLive(client: pg.PoolClient, projection: Projection, key?: string): Promise<Checkpoint> {
  const live = await lockCheckpoint(client, projection.name, key);
  if (live === undefined) throw new StaleOwner(projection.name);
  if (live.version === projection.version) return live;
  throw new ModelOfOtherVersion(projection.name, live.version, projection.version);
}

/** The event at which the key stands, and those that wait behind it. */
async function waitingEvents({ client, projection, generation, key }: HeldKey): Promise<readonly KnownEvent[]> {
  const found = await client.query<KnownEvent>({
    text: `select position, event_id as "eventId" from grappe.parked
where projection = $1 and generation = $2 and key = $3 order by position`,
    values: [projection.name, generation, key],
  });
  return found.rows;
}

/**
 * Applies events of a key in order, up to the first that fails again: the key stays parked at that one, which carries the new error and
 * one attempt more. The document, the rows and the log change together.
 */
async function releaseKey(held: HeldKey, waiting: readonly KnownEvent[]): Promise<Release> {
  const { client, projection, generation, key, actor } = held;
  const { released, failure } = await foldAgain(held, waiting);
  await client.query({
    text: `delete from grappe.parked where projection = $1 and generation = $2 and key = $3
and ($4::bigint is null or position < $4)`,
    values: [projection.name, generation, key, failure?.event.position ?? null],
  });
  const [first] = waiting;
  if (released > 0 && first !== undefined)
    await logStep(client, held, { key, action: 'released', ...first, events: released, actor });
  if (failure === undefined) return { key, released, parked: undefined };
  const { position, id: eventId } = failure.event;
  const error = parkedFault(failure.reason);
  await client.query({
    text: `update grappe.parked
set error_name = $5, error_message = $6, attempts = attempts + 1, attempted_at = clock_timestamp()
where projection = $1 and generation = $2 and key = $3 and position = $4`,
    values: [projection.name, generation, key, position, error.name, error.message],
  });
  await logStep(client, held, { key, action: 'failed', position, eventId, actor, error });
  return { key, released, parked: { position, error, waiting: waiting.length - released - 1 } };
}

interface FoldedAgain {
  readonly released: number;
  readonly failure: ParkedEvent | undefined;
}

/** Folds and writes the document; when the database refuses it, once more, and after each event the database checks the document. */
async function foldAgain(held: HeldKey, waiting: readonly KnownEvent[]): Promise<FoldedAgain> {
  const { client, projection, key } = held;
  const place = placeOf(projection);
  const stored = await loadDocuments(client, place, [key]);
  const watched = new Set<string>();
  for (;;) {
    const documents = new FoldDocuments();
    documents.add([key], stored);
    const folded = await fold(held, waiting, documents, watched);
    try {
      await inSavepoint(client, () => writeChanges(client, place, documents.flush()));
      return folded;
    } catch (error) {
      if (!isDataFault(error) || watched.has(key)) throw error;
      watched.add(key);
    }
  }
}

async function fold(
  { client, projection, key, reader }: HeldKey,
  waiting: readonly KnownEvent[],
  documents: FoldDocuments,
  watched: ReadonlySet<string>,
): Promise<FoldedAgain> {
  const place = placeOf(projection);
  let released = 0;
  for await (const event of readPositions(reader, waiting)) {
    const { touches, poison } = touchesOf(projection, [event]);
    if (poison !== undefined) return { released, failure: { key, event, reason: poison.reason } };
    const own = withKeys(touches, (touched) => touched === key);
    const parking = new Parking([], 1);
    await applyWatched({ client, place, watched }, projection, own, documents, parking);
    const [failure] = parking.take();
    if (failure !== undefined) return { released, failure };
    released += 1;
  }
  return { released, failure: undefined };
}
