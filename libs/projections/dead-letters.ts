import { inTransaction } from '#libs/postgres';
import type pg from 'pg';
import { lockCheckpoint, StaleOwner, type Checkpoint } from './checkpoints.ts';
import { logStep } from './dead-letter-log.ts';
import { recountOwn } from './own-row.ts';
import { allParkedKeys } from './parked-rows.ts';
import type { Projection } from './projection.ts';
import type { LedgerReader } from './rebuild-fold.ts';
import { lockShare } from './share-rows.ts';
import { shareOf, type Share } from './share.ts';
import { releaseKey, type KeyToRelease, type Release } from './release-key.ts';

export interface DeadLetterOptions {
  readonly pool: pg.Pool;
  /** Where parked events are read again: in the current version of their types. */
  readonly reader: LedgerReader;
  /** Who decided it: the log names them. */
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

/**
 * Applies the parked events of a key in order, in one transaction, up to the first that fails again. It may run in any process:
 * the projection's batches wait for it, and it waits for them.
 * @throws NotParked, ModelOfOtherVersion, LedgerDiffers, MissingPosition
 */
export async function retryKey(projection: Projection, key: string, options: DeadLetterOptions): Promise<Release> {
  return await withKey(projection, key, options, async (client, live) => {
    const place = { projection, generation: live.generation };
    if ((await headOf(client, place, key)) === undefined) throw new NotParked(projection.name, key);
    return await releaseKey({ ...options, client, projection, live, key });
  });
}

/**
 * Tries every parked key of a model again, those that have waited longest first, each in a transaction of its own.
 * @throws as `retryKey`, but a key that somebody else has released meanwhile is passed over
 */
export async function* retryAll(projection: Projection, options: DeadLetterOptions): AsyncGenerator<Release, void> {
  const keys = await inTransaction(options.pool, async (client) =>
    allParkedKeys(client, { projection, generation: (await lockLive(client, projection)).generation }),
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
  return await withKey(projection, key, options, async (client, live) => {
    const place = { projection, generation: live.generation };
    const head = await headOf(client, place, key);
    if (head?.position !== position) throw new NotParked(projection.name, key, head?.position);
    await client.query({
      text: 'delete from grappe.parked where projection = $1 and generation = $2 and key = $3 and position = $4',
      values: [projection.name, live.generation, key, position],
    });
    const { eventId } = head;
    await logStep(client, place, { key, action: 'discarded', position, eventId, actor: options.actor, reason });
    return await releaseKey({ ...options, client, projection, live, key });
  });
}

/** The fence: whoever moves the key locks the row of the model, or of its share, first, and finds what was done here. */
async function withKey<T>(
  projection: Projection,
  key: string,
  { pool }: DeadLetterOptions,
  work: (client: KeyToRelease['client'], live: Checkpoint) => Promise<T>,
): Promise<T> {
  return await inTransaction(pool, async (client) => {
    const live = await lockLive(client, projection);
    const share = shareWith(key, live);
    if (share !== undefined) await lockShare(client, projection.name, share.share);
    const done = await work(client, live);
    await client.query({
      text: 'update grappe.projections set releases = releases + 1 where name = $1',
      values: [projection.name],
    });
    await recountOwn(client, projection, share);
    return done;
  });
}

function shareWith(key: string, { spreadOver: of }: Checkpoint): Share | undefined {
  return of === 1 ? undefined : { share: shareOf(key, of), of };
}

async function lockLive(client: KeyToRelease['client'], projection: Projection): Promise<Checkpoint> {
  const live = await lockCheckpoint(client, projection.name);
  if (live === undefined) throw new StaleOwner(projection.name);
  if (live.version === projection.version) return live;
  throw new ModelOfOtherVersion(projection.name, live.version, projection.version);
}

interface Head {
  readonly position: bigint;
  readonly eventId: string;
}

async function headOf(
  client: KeyToRelease['client'],
  { projection, generation }: { readonly projection: Projection; readonly generation: bigint },
  key: string,
): Promise<Head | undefined> {
  const found = await client.query<{ position: string | bigint; event_id: string }>({
    text: `select position, event_id from grappe.parked
where projection = $1 and generation = $2 and key = $3 and error_name is not null`,
    values: [projection.name, generation, key],
  });
  const [row] = found.rows;
  return row === undefined ? undefined : { position: BigInt(row.position), eventId: row.event_id };
}
