import type pg from 'pg';
import { UnstorableDocument } from './faults.ts';
import { allParkedKeys, insertParked } from './parked-rows.ts';
import { Parking, roomToPark } from './parking.ts';
import {
  foldInto,
  RefusedDocuments,
  type FoldPoint,
  type FoldRequest,
  type FoldTarget,
  type ParkedFold,
} from './rebuild-fold.ts';
import { markShadow, shadowPoint, type Shadow } from './shadow.ts';

/**
 * Folds a stretch of the ledger into a shadow. Where its model parks, keys that fail are parked in the shadow's own generation;
 * when the database refuses documents, it folds again from what is written and looks at each document of those keys.
 * @throws as `foldInto`
 */
export async function foldShadow(
  shadow: Shadow,
  transact: FoldTarget['transact'],
  request: FoldRequest,
): Promise<FoldPoint> {
  const { projection, place, discards } = shadow;
  const mark: FoldTarget['mark'] = (client, from, to) => markShadow(client, shadow, from, to);
  const watched = new Set<string>();
  for (let from = request.from; ; from = await transact((client) => shadowPoint(client, shadow))) {
    const parked = await parkedIn(shadow, transact, watched);
    try {
      return await foldInto({ projection, place, transact, mark, discards, parked }, { ...request, from });
    } catch (error) {
      if (parked === undefined || !watchRefused(error, watched)) throw error;
    }
  }
}

/** Nothing to park for a model that pauses and has nothing parked from before. */
async function parkedIn(
  { projection, generation }: Shadow,
  transact: FoldTarget['transact'],
  watched: ReadonlySet<string>,
): Promise<ParkedFold | undefined> {
  const place = { projection, generation };
  const keys = await transact((client) => allParkedKeys(client, place));
  if (projection.onPoison !== 'park' && keys.length === 0) return undefined;
  return {
    parking: new Parking(keys, roomToPark(projection, keys.length)),
    watched,
    keep: (client, parked) => insertParked(client, place, parked, { live: false }),
  };
}

/** True when the error names keys that were not watched: then another try comes further. */
export function watchRefused(error: unknown, watched: Set<string>): boolean {
  const refused = refusedBy(error).filter((key) => !watched.has(key));
  for (const key of refused) watched.add(key);
  return refused.length > 0;
}

function refusedBy(error: unknown): readonly string[] {
  if (error instanceof RefusedDocuments) return error.keys;
  return error instanceof UnstorableDocument && error.key !== undefined ? [error.key] : [];
}

/**
 * Transactions inside the one of this client: a write that fails is taken back and leaves the rest as it is. One runs after the
 * other, because a fold reads while it writes.
 */
export function savepointsOf(client: pg.PoolClient): FoldTarget['transact'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(() => inSavepoint(client, work));
    last = done.catch(() => undefined);
    return done;
  };
}

async function inSavepoint<T>(client: pg.PoolClient, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
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
