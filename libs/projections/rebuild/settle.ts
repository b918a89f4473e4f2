import { inTransaction, type Queryable } from '#libs/postgres';
import type pg from 'pg';
import {
  findCheckpoint,
  furthest,
  lockCheckpoint,
  setRows,
  StaleOwner,
  type Checkpoint,
} from '../tables/checkpoints.ts';
import { discardCount, loadDiscards, logRebuilt } from '../parking/dead-letter-log.ts';
import { differingKeys, digestOf, type Digest } from './digest.ts';
import type { FoldPoint } from './meter.ts';
import { recountParked } from '../running/owner.ts';
import { forgetParked, summariseParked, type ParkedSummary } from '../parking/parked-rows.ts';
import type { Projection } from '../projection.ts';
import type { LedgerReader } from './rebuild-fold.ts';
import { alignShards } from '../sharding/reshard.ts';
import { closeShadow, type Shadow } from './shadow.ts';
import { dropTable, placeOf, quoteName, sqlName } from '../tables/table.ts';

/** The comparison of the live model with its rebuild, at one position. */
export interface Comparison {
  /** Whether every document is the same, apart from those of parked keys, which may differ. */
  readonly same: boolean;
  readonly live: Digest;
  /** The first keys that differ and are not parked, in order; at most `differingKeysLimit`. */
  readonly differingKeys: readonly string[];
  /** The keys that are parked in the live model, in the rebuild, or in both. */
  readonly parked: ParkedSummary;
}

export interface Settled {
  readonly point: FoldPoint;
  readonly digest: Digest;
  /** Absent where there is nothing to compare: the live model is of another version, or stands at another position. */
  readonly comparison: Comparison | undefined;
  /** The keys that the rebuild itself parked. */
  readonly parked: ParkedSummary;
  readonly switched: boolean;
}

/** A model's digest as it stood at a position, taken before the two are compared. */
export interface EarlyDigest extends Pick<Checkpoint, 'position' | 'generation' | 'releases'> {
  readonly digest: Digest;
}

/**
 * The digest of the live model, taken while its shadow is being filled: it counts only if the model has not moved by the time
 * the two are compared. Undefined where there is no live model to read.
 */
export async function liveDigest(pool: pg.Pool, projection: Projection): Promise<EarlyDigest | undefined> {
  try {
    return await inTransaction(pool, async (client) => {
      await client.query('set transaction isolation level repeatable read, read only');
      const live = await findCheckpoint(client, projection.name);
      if (live === undefined) return undefined;
      return { ...live, digest: await digestOf(client, placeOf(projection)) };
    });
  } catch {
    // It is taken again under the lock when it is needed: a failure shows there.
    return undefined;
  }
}

export interface SettleOptions {
  readonly pool: pg.Pool;
  /** Of `liveDigest`, begun before. */
  readonly early: Promise<EarlyDigest | undefined>;
  /** Of the shadow as it is handed over. */
  readonly shadowDigest: Digest;
  /** Puts the new model in the place of the live one; otherwise it is compared and thrown away. */
  readonly switch: boolean;
  /** How many differing keys are named. Default of a rebuild: 100. */
  readonly differingKeysLimit: number;
  /** Brings the shadow to exactly that position, with this client. */
  readonly catchUp: (client: pg.PoolClient, until: bigint) => Promise<FoldPoint>;
  /** The source from which lagging shards of the live model catch up. */
  readonly reader: LedgerReader;
}

/** How long a switch waits for readers that hold the old table, in the middle of something, before it gives up. */
const SWITCH_LOCK_TIMEOUT = '10s';

/**
 * Holds the live model where it is, its shards at one position, brings its shadow to the same position, compares, and puts the
 * shadow in its place with `switch`.
 * One transaction: readers (in READ COMMITTED, the default) see the old model whole or the new one whole, and statements that
 * began before the switch end on the old one. Undefined when an event was discarded that the shadow has taken: it is to be begun anew.
 */
export async function settle(shadow: Shadow, from: FoldPoint, options: SettleOptions): Promise<Settled | undefined> {
  const { projection } = shadow;
  return await inTransaction(options.pool, async (client) => {
    await client.query(`set local lock_timeout = '${SWITCH_LOCK_TIMEOUT}'`);
    const found = await lockCheckpoint(client, projection.name);
    if (found === undefined || found.generation + 1n !== shadow.generation) throw new StaleOwner(projection.name);
    const discards = await loadDiscards(client, projection);
    if (discardCount(discards) !== discardCount(shadow.discards)) return undefined;
    const sameVersion = found.version === projection.version;
    const live = sameVersion ? await alignShards(client, { projection, reader: options.reader }, found) : found;
    const behind = from.position < furthest(live);
    const point = behind ? await options.catchUp(client, furthest(live)) : from;
    const digest = behind ? await digestOf(client, shadow.place) : options.shadowDigest;
    const early = await options.early;
    const known = early !== undefined && stillHolds(early, live) ? early.digest : undefined;
    // Fed by a broker, a model that read nothing stands at the beginning, however long the ledger is.
    // Shards that could not be aligned stand before it as a whole.
    const aligned = live.position === point.position || point.events === 0n;
    const comparison = sameVersion && aligned ? await compare(client, shadow, digest, known, options) : undefined;
    const own = { name: projection.name, generations: [shadow.generation] };
    const parked = await summariseParked(client, own, options.differingKeysLimit);
    if (options.switch) await takePlace(client, shadow, live, point);
    else await forgetParked(client, projection.name, live.generation);
    await closeShadow(client, shadow);
    return { point, digest, comparison, parked, switched: options.switch };
  });
}

/** Parked events that are released change documents and no position. */
function stillHolds(early: EarlyDigest, live: Checkpoint): boolean {
  return early.position === live.position && early.generation === live.generation && early.releases === live.releases;
}

async function compare(
  client: Queryable,
  { projection, place, generation }: Shadow,
  digest: Digest,
  known: Digest | undefined,
  { differingKeysLimit: limit }: SettleOptions,
): Promise<Comparison> {
  const livePlace = placeOf(projection);
  const live = known ?? (await digestOf(client, livePlace));
  const either = { name: projection.name, generations: [generation - 1n, generation] };
  const parked = await summariseParked(client, either, limit);
  if (live.sha256 === digest.sha256 && live.documents === digest.documents)
    return { same: true, live, differingKeys: [], parked };
  const differing = await differingKeys(client, livePlace, place, { limit, parked: either });
  return { same: differing.length === 0, live, differingKeys: differing, parked };
}

/** A paused model, or shard of it, stays paused, unless its rebuild has passed the event that paused it or is of a newer version. */
async function takePlace(client: Queryable, shadow: Shadow, { shards }: Checkpoint, point: FoldPoint): Promise<void> {
  const { projection, generation } = shadow;
  const place = placeOf(projection);
  await dropTable(client, place);
  await client.query(`alter table ${sqlName(shadow.place)} rename to ${quoteName(place.table)}`);
  const stays = `state = 'paused' and version = $2 and position = $4`;
  await setRows(
    client,
    `version = $2, generation = $3, position = $4, updated_at = clock_timestamp(),
  state = case when ${stays} then state else 'running' end,
  paused_at_position = case when ${stays} then paused_at_position end,
  error = case when ${stays} then error end`,
    [projection.name, projection.version, generation, point.position],
  );
  await logRebuilt(client, shadow);
  await forgetParked(client, projection.name, generation);
  await recountParked(client, projection.name, undefined);
  if (shards.length > 0) await recountParked(client, projection.name, 'each');
}
