import type { Instant } from '#libs/kernel';
import { inTransaction } from '#libs/postgres';
import type pg from 'pg';
import { loadDiscards } from '../parking/dead-letter-log.ts';
import { digestOf, type Digest } from './digest.ts';
import { Meter, NOTHING_FOLDED } from './meter.ts';
import type { ParkedSummary } from '../parking/parked-rows.ts';
import { InvalidProjection, type Projection } from '../projection.ts';
import { foldInto, type FoldOptions, type LedgerReader } from './rebuild-fold.ts';
import type { Transact } from '../parking/refusals.ts';
import { createIndexes, createTable, dropTable, placeOf, sqlName, tableExists, type Place } from '../tables/table.ts';

/** The source of a replay: every event store is one. */
export interface ReplayReader extends LedgerReader {
  positionAt(moment: Instant): Promise<bigint | undefined>;
}

/**
 * The last event that counts: at a position, or recorded at or before an instant. Positions beyond the head mean the head; an
 * instant before everything gives an empty model.
 */
export type ReplayUntil = { readonly position: bigint } | { readonly instant: Instant };

export interface ReplayOptions extends FoldOptions {
  readonly pool: pg.Pool;
  readonly reader: ReplayReader;
  readonly until: ReplayUntil;
  /** Names the replay: lower-case letters and digits, at most 12. The same tag again replaces it. */
  readonly tag: string;
}

export interface Replayed {
  /** Where the model as of then can be queried, with the columns of the read model. */
  readonly place: Place;
  /** The last position that is in it; undefined when nothing had happened. */
  readonly lastPosition: bigint | undefined;
  readonly events: bigint;
  readonly digest: Digest;
  /** The parked keys, in a model that parks. */
  readonly parked: ParkedSummary;
}

/** How many parked keys are named. */
const NAMED_KEYS = 100;
// No underscore: indexes of a replay are named `<table>_<number>`, which must not be the table of another tag.
const TAG = /^[a-z0-9]{1,12}$/;

/**
 * Builds a read model as it was, in a table of its own (`replay_<table>_<tag>`), by the same code as the live one. It touches
 * neither the live model nor any checkpoint, and begins anew when repeated.
 * @throws InvalidProjection for a wrong tag, PoisonEvent, MissingPosition, the reason of an abort
 */
export async function replay(projection: Projection, options: ReplayOptions): Promise<Replayed> {
  const { pool, reader } = options;
  const place = replayPlace(projection, options.tag);
  const until = await firstNotRead(reader, options.until);
  const transact: Transact = (work) => inTransaction(pool, work);
  const discards = await loadDiscards(pool, projection);
  const begin = async () => {
    await transact((client) => createTable(client, projection, place));
    return { from: NOTHING_FOLDED, parkedKeys: [] };
  };
  const target = { projection, place, transact, discards, begin, mark: () => Promise.resolve() };
  const { point, parkedKeys } = await foldInto(target, { ...options, until, meter: new Meter(NOTHING_FOLDED) });
  await createIndexes(pool, projection, place);
  await pool.query(`analyze ${sqlName(place)}`);
  const digest = await digestOf(pool, place);
  const parked = { keys: parkedKeys.size, first: [...parkedKeys].sort().slice(0, NAMED_KEYS) };
  return { place, lastPosition: until === 0n ? undefined : until - 1n, events: point.events, digest, parked };
}

/** Removes a replay; false when there was none under that tag. */
export async function dropReplay(pool: pg.Pool, projection: Projection, tag: string): Promise<boolean> {
  const place = replayPlace(projection, tag);
  const found = await tableExists(pool, place);
  await dropTable(pool, place);
  return found;
}

/** @throws InvalidProjection for a wrong tag */
export function replayPlace(projection: Projection, tag: string): Place {
  if (!TAG.test(tag)) throw new InvalidProjection(`a tag is 1 to 12 of a-z and 0-9, found ${JSON.stringify(tag)}`);
  const { schema, table } = placeOf(projection);
  return { schema, table: `replay_${table}_${tag}` };
}

async function firstNotRead(reader: ReplayReader, until: ReplayUntil): Promise<bigint> {
  const { head } = await reader.status();
  if ('instant' in until) {
    const last = await reader.positionAt(until.instant);
    return last === undefined ? 0n : last + 1n;
  }
  return until.position + 1n < head ? until.position + 1n : head;
}
