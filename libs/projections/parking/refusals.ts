import type { Queryable } from '#libs/postgres';
import type pg from 'pg';
import { upsertDocuments, type DocumentTexts } from '../tables/document-rows.ts';
import { documentText, isDataFault, UnstorableDocument } from '../folding/faults.ts';
import { messageOf, type Documents, type Touch } from '../folding/fold.ts';
import { evolveKey, type Parking } from './parking.ts';
import type { Projection } from '../projection.ts';
import type { Place } from '../tables/table.ts';

/** Runs statements as one transaction, or as a part of one that can be taken back. */
export type Transact = <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;

/** The database refused documents of a model that parks. Folded again, with these keys watched, it parks them. */
export class RefusedDocuments extends Error {
  override readonly name = 'RefusedDocuments';
  constructor(
    readonly keys: readonly string[],
    cause: unknown,
  ) {
    super(`the database refused documents: ${messageOf(cause)}`, { cause });
  }
}

/** Why a write failed, naming the keys whose documents the database refuses where that is the reason. */
export async function withRefusedKeys(
  error: unknown,
  { transact, place }: { readonly transact: Transact; readonly place: Place },
  written: DocumentTexts,
): Promise<unknown> {
  if (!isDataFault(error)) return error;
  return new RefusedDocuments(await transact((client) => refusedKeys(client, place, written)), error);
}

/** True when the error names keys that were not watched yet; they are from now on, so that another try gets further. */
export function watchRefused(error: unknown, watched: Set<string>): boolean {
  const before = watched.size;
  if (error instanceof RefusedDocuments || error instanceof UnstorableDocument)
    for (const key of error.keys) watched.add(key);
  return watched.size > before;
}

/**
 * Which of these documents the database refuses: they are written and taken back, halves at a time. Leaves nothing behind. To be
 * called inside a transaction.
 */
export async function refusedKeys(client: Queryable, place: Place, written: DocumentTexts): Promise<readonly string[]> {
  const { keys, texts } = written;
  if (keys.length === 0 || (await refusalOf(client, place, () => written)) === undefined) return [];
  if (keys.length === 1) return keys;
  const half = Math.ceil(keys.length / 2);
  const left = await refusedKeys(client, place, { keys: keys.slice(0, half), texts: texts.slice(0, half) });
  return [...left, ...(await refusedKeys(client, place, { keys: keys.slice(half), texts: texts.slice(half) }))];
}

/** Why the database, or JSON, refuses these documents. @throws every fault that is not one of values */
async function refusalOf(client: Queryable, place: Place, documents: () => DocumentTexts): Promise<unknown> {
  await client.query('savepoint refusal');
  try {
    await upsertDocuments(client, place, documents());
    return undefined;
  } catch (error) {
    if (isDataFault(error)) return error;
    throw error;
  } finally {
    await client.query('rollback to savepoint refusal; release savepoint refusal').catch(() => undefined);
  }
}

/**
 * As `applyByKey`, and shows each document of a watched key to the database before the next event: a key is parked at the first event
 * after which its document is refused. To be called inside a transaction.
 * @throws PoisonEvent when a key fails that may not be parked
 */
export async function applyWatched(
  {
    client,
    place,
    watched,
  }: { readonly client: Queryable; readonly place: Place; readonly watched: ReadonlySet<string> },
  projection: Projection,
  touches: readonly Touch[],
  documents: Documents,
  parking: Parking,
): Promise<void> {
  for (const touch of touches)
    for (const key of touch.keys) {
      const step = evolveKey(projection, touch, key, documents, parking);
      if (step === undefined) continue;
      const { before, after } = step;
      const refusal =
        watched.has(key) && after !== undefined && after !== before
          ? await refusalOf(client, place, () => ({ keys: [key], texts: [documentText(after, key)] }))
          : undefined;
      if (refusal === undefined) documents.set(key, after);
      else parking.park(projection, touch.event, key, refusal);
    }
}

/**
 * Transactions inside the one of this client: a write that fails is taken back and leaves the rest as it is. One runs after the
 * other, because a fold reads while it writes.
 */
export function savepointsOf(client: pg.PoolClient): Transact {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(() => inSavepoint(client, work));
    last = done.catch(() => undefined);
    return done;
  };
}

/** Takes the work back, and nothing else, when it throws. */
export async function inSavepoint<T>(client: pg.PoolClient, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  await client.query('savepoint part');
  try {
    const result = await work(client);
    await client.query('release savepoint part');
    return result;
  } catch (error) {
    await client.query('rollback to savepoint part; release savepoint part').catch(() => undefined);
    throw error;
  }
}
