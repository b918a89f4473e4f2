import { storableJson } from '#libs/kernel';
import { findHeldLeases, inTransaction, passLease, type Queryable } from '#libs/postgres';
import type pg from 'pg';
import { applyBatchOn, savepointTarget } from '../running/batch.ts';
import { furthest, lockCheckpoint, StaleOwner, type Checkpoint } from '../tables/checkpoints.ts';
import { loadDiscards } from '../parking/dead-letter-log.ts';
import type { PoisonEvent } from '../folding/fold.ts';
import { claimOwnRow, recountParked, type Owner } from '../running/owner.ts';
import { typesOf, type Projection } from '../projection.ts';
import { LedgerTooShort, type LedgerReader } from '../rebuild/rebuild-fold.ts';
import { readShard, shardText } from './shard.ts';

/** Processes that are alive run the model with another number of shards: this one waits until they have stopped. */
export class ShardingInUse extends Error {
  override readonly name = 'ShardingInUse';
  constructor(
    readonly projection: string,
    readonly wanted: number,
    /** The leases of those processes. */
    readonly heldBy: readonly { readonly name: string; readonly holder: string }[],
  ) {
    const others = heldBy.map(({ name, holder }) => `"${name}" (${holder})`).join(', ');
    super(
      `${projection}: has to run with ${shardCountText(wanted)} here, while other processes run it with another number: ${others}. It waits until they have stopped`,
    );
  }
}

/** Shards stand at different positions and cannot be brought to one, so that the model cannot be resharded. */
export class ShardsNotAligned extends Error {
  override readonly name = 'ShardsNotAligned';
  constructor(
    readonly projection: string,
    readonly wanted: number,
    { shards }: Checkpoint,
  ) {
    const where = shards.map((shard) => `${shardText(shard)} ${shard.state} at ${String(shard.position)}`).join(', ');
    super(
      `${projection}: has to run with ${shardCountText(wanted)} here, and its shards cannot be brought to one position (${where}). Run it with ${shardCountText(shards.length)} again until they are, or rebuild it with code that takes the event`,
    );
  }
}

/** How long it waits for a batch that is under way before it gives up and tries again. */
const LOCK_TIMEOUT = '10s';

function shardCountText(count: number): string {
  return count === 1 ? '1 shard' : `${String(count)} shards`;
}

/** The name of the lease of a model, or of one shard of it. */
export function leaseOf({ projection, shard }: Pick<Owner, 'projection' | 'shard'>): string {
  const name = `projection:${projection.name}`;
  return shard === undefined ? name : `${name} ${shardText(shard)}`;
}

/** With how many shards the holder of a lease runs the model; undefined for a lease of another model. */
function shardCountOfLease(projection: Projection, lease: string): number | undefined {
  const model = leaseOf({ projection });
  if (lease === model) return 1;
  return lease.startsWith(`${model} `) ? readShard(lease.slice(model.length + 1))?.of : undefined;
}

/**
 * Gives a model as many shards as its owner runs it with, in one transaction: the existing shards are brought to one position,
 * where the new ones begin. Nobody writes the model meanwhile, and its former owners are refused afterwards: the rows of the old shards are
 * gone, and the row of the model has a newer epoch. Does nothing when another process has done it.
 * @throws ShardingInUse, ShardsNotAligned, StaleOwner
 */
export async function reshard(
  { pool, reader }: { readonly pool: pg.Pool; readonly reader: LedgerReader },
  owner: Owner,
): Promise<void> {
  const { projection, shard } = owner;
  const wanted = shard?.of ?? 1;
  await inTransaction(pool, async (client) => {
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    const found = await lockCheckpoint(client, projection.name);
    if (found?.shardCount === wanted) return;
    if (found?.version !== projection.version) throw new StaleOwner(projection.name);
    await refuseInUse(client, projection, wanted);
    await claimOwnRow(client, shard === undefined ? owner : await takeWhole(client, projection, wanted));
    const model = await alignShards(client, { projection, reader }, found);
    if (furthest(model) !== model.position) throw new ShardsNotAligned(projection.name, wanted, model);
    await replaceShards(client, projection, model, wanted);
  });
}

async function refuseInUse(client: Queryable, projection: Projection, wanted: number): Promise<void> {
  const held = await findHeldLeases(client, leaseOf({ projection }));
  const others = held.filter(({ name }) => ![undefined, wanted].includes(shardCountOfLease(projection, name)));
  if (others.length > 0) throw new ShardingInUse(projection.name, wanted, others);
}

/** Takes the lease of the whole model, so that its former holder is refused from now on. */
async function takeWhole(client: Queryable, projection: Projection, wanted: number): Promise<Owner> {
  const epoch = await passLease(client, leaseOf({ projection }));
  if (epoch !== undefined) return { projection, epoch };
  await refuseInUse(client, projection, wanted);
  throw new StaleOwner(projection.name);
}

/** A paused model stays paused: every new shard is, and the one with the event pauses again when they are resumed. */
async function replaceShards(
  client: Queryable,
  { name }: Projection,
  { position, state, pausedAt, error }: Checkpoint,
  wanted: number,
): Promise<void> {
  const paused = state === 'paused';
  const pause = [paused ? 'paused' : 'running', paused ? pausedAt : null, paused && error ? storableJson(error) : null];
  await client.query({ text: 'delete from grappe.projection_shards where name = $1', values: [name] });
  await client.query({
    text: `update grappe.projections set shards = $2, position = $3, state = $4, paused_at_position = $5, error = $6,
  updated_at = clock_timestamp() where name = $1`,
    values: [name, wanted, position, ...(wanted === 1 ? pause : ['running', null, null])],
  });
  if (wanted > 1)
    await client.query({
      text: `insert into grappe.projection_shards (name, shard, of, version, generation, position, state, paused_at_position, error)
select name, shard, shards, version, generation, position, $2, $3, $4
from grappe.projections cross join generate_series(1, shards) as shard where name = $1`,
      values: [name, ...pause],
    });
  await recountParked(client, name, wanted === 1 ? undefined : 'each');
}

/**
 * Brings the shards of a model to the position of the furthest one, by the code that runs them, in the transaction of the caller, which
 * holds the model (`lockCheckpoint`). A paused shard stays where it is, and one that meets an event it cannot take stays there.
 * In the version of the model only.
 * @throws LedgerTooShort, MissingPosition
 */
export async function alignShards(
  client: pg.PoolClient,
  { projection, reader }: { readonly projection: Projection; readonly reader: LedgerReader },
  model: Checkpoint,
): Promise<Checkpoint> {
  const until = furthest(model);
  const behind = model.shards.filter(({ position, state }) => position < until && state === 'running');
  if (behind.length === 0) return model;
  const discards = await loadDiscards(client, projection);
  const target = savepointTarget(client);
  for (const shard of behind) {
    // Its row is held, so the epoch in it is that of the current owner.
    const owner: Owner = { projection, epoch: shard.epoch, shard };
    let from = shard.position;
    let poison: PoisonEvent | undefined;
    for await (const { events, next } of reader.readAll(from, { filter: { types: typesOf(projection) }, until })) {
      poison = await applyBatchOn(target, owner, { events, from, next, discards });
      if (poison !== undefined) break;
      from = next;
    }
    if (poison === undefined && from < until) throw new LedgerTooShort(from, until);
  }
  return (await lockCheckpoint(client, projection.name)) ?? model;
}
