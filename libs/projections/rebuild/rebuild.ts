import { holdLease, inTransaction } from '#libs/postgres';
import type pg from 'pg';
import { findCheckpoint, furthest, StaleOwner } from '../tables/checkpoints.ts';
import { digestOf } from './digest.ts';
import { Meter, type FoldPoint } from './meter.ts';
import { prepareModel } from '../tables/model.ts';
import type { Owner } from '../running/owner.ts';
import type { Projection } from '../projection.ts';
import { foldInto, type FoldOptions } from './rebuild-fold.ts';
import { savepointsOf, type Transact } from '../parking/refusals.ts';
import { liveDigest, settle, type Settled, type SettleOptions } from './settle.ts';
import { finishTable, openShadow, shadowTarget, type Shadow } from './shadow.ts';

export interface RebuildOptions
  extends FoldOptions, Pick<SettleOptions, 'pool' | 'switch'>, Partial<Pick<SettleOptions, 'differingKeysLimit'>> {
  /** The name of this process in the table of leases. */
  readonly holder: string;
  /** Ends it at the next page. What was written stays: the next rebuild of the same version goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** A steady clock for rates. */
  readonly nowMs?: () => number;
}

export interface RebuildReport extends Settled {
  /** Where this run began: above 0 when it went on after an interruption. */
  readonly resumedFrom: bigint;
}

/** A shadow that is so close to the live model is brought to its exact position while the model is held. */
const CLOSE_ENOUGH = 2_000n;
const RETRY_MS = 200;
const LEASE_TTL_MS = 10_000;

/**
 * Builds a read model anew from the ledger, beside the live one, which serves and goes on meanwhile: up to the live model's
 * position, or to the head of the ledger where there is no live model yet. One rebuild of a model runs at a time; another waits.
 * @throws PoisonEvent (the live model may be paused there too), MissingPosition, LedgerTooShort, the reason of an abort
 */
export async function rebuild(projection: Projection, options: RebuildOptions): Promise<RebuildReport> {
  return await rebuildIf(() => Promise.resolve(true), projection, options);
}

/** Rebuilds if that is still wanted once it is its turn. @throws StaleOwner when it is not */
async function rebuildIf(
  wanted: () => Promise<boolean>,
  projection: Projection,
  options: RebuildOptions,
): Promise<RebuildReport> {
  const { pool, holder, signal } = options;
  await prepareModel(pool, projection);
  const ended = new AbortController();
  let report: RebuildReport | undefined;
  await holdLease(
    pool,
    {
      name: `rebuild:${projection.name}`,
      holder,
      ttlMs: LEASE_TTL_MS,
      retryMs: RETRY_MS,
      signal: signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]),
    },
    async ({ epoch }, held) => {
      // An event that is discarded while its model is rebuilt is in the shadow already: the shadow is begun anew, without it.
      while (report === undefined && (await wanted()))
        report = await rebuildUnder({ projection, epoch }, { ...options, signal: held });
      ended.abort();
    },
  );
  signal?.throwIfAborted();
  if (report === undefined) throw new StaleOwner(projection.name);
  return report;
}

/**
 * Brings a model whose definition has a newer version in place. The caller holds the lease of the projection, or of a shard of it: then
 * the first of them does it, and the old shards serve and go on until then.
 * @throws as `rebuild`, StaleOwner when another one has done it
 */
export async function rebuildAsOwner(
  { projection, epoch, shard }: Owner,
  options: Omit<RebuildOptions, 'switch'>,
): Promise<void> {
  const { pool } = options;
  const marked = await pool.query({
    text: `update grappe.projections set state = 'rebuilding', updated_at = clock_timestamp()
where name = $1 and version < $2 and ($3::bigint is null or epoch = $3)`,
    values: [projection.name, projection.version, shard === undefined ? epoch : null],
  });
  if (marked.rowCount !== 1) throw new StaleOwner(projection.name);
  const older = async (): Promise<boolean> =>
    ((await findCheckpoint(pool, projection.name))?.version ?? 0) < projection.version;
  await rebuildIf(older, projection, { ...options, switch: true });
}

/** Undefined where it has to be begun anew, as `settle` says. */
async function rebuildUnder(owner: Owner, options: RebuildOptions): Promise<RebuildReport | undefined> {
  const { pool } = options;
  const { projection, epoch } = owner;
  const generation = (await findCheckpoint(pool, projection.name))?.generation ?? 1n;
  const shadow = await openShadow(pool, projection, generation, epoch);
  const meter = new Meter(shadow.point, options.nowMs);
  const fold = async (transact: Transact, until: bigint): Promise<FoldPoint> =>
    (await foldInto(shadowTarget(shadow, transact), { ...options, until, meter })).point;
  const early = liveDigest(pool, projection);
  const near = await comeNear(shadow, options, (until) => fold((work) => inTransaction(pool, work), until));
  const [shadowDigest] = await Promise.all([digestOf(pool, shadow.place), finishTable(pool, shadow)]);
  const catchUp = (client: pg.PoolClient, until: bigint) => fold(savepointsOf(client), until);
  const settled = await settle(shadow, near, { differingKeysLimit: 100, ...options, early, shadowDigest, catchUp });
  return settled && { ...settled, resumedFrom: shadow.point.position };
}

/** Folds until the live model is no more than a step ahead. */
async function comeNear(
  shadow: Shadow,
  { pool, reader }: RebuildOptions,
  fold: (until: bigint) => Promise<FoldPoint>,
): Promise<FoldPoint> {
  let point = shadow.point;
  for (;;) {
    const found = await findCheckpoint(pool, shadow.projection.name);
    const live = found === undefined ? 0n : furthest(found);
    const target = live === 0n ? (await reader.status()).head : live;
    if (target <= point.position || (point !== shadow.point && target - point.position < CLOSE_ENOUGH)) return point;
    point = await fold(target);
  }
}
