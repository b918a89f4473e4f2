import { storableJson } from '#libs/kernel';
import type { Answer, Queryable, Statement } from '#libs/postgres';
import { findCheckpoint, StaleOwner, type Checkpoint, type Fault } from '../tables/checkpoints.ts';
import type { Projection } from '../projection.ts';
import type { Shard } from '../sharding/shard.ts';

/** The one that may write: the newest epoch of the lease of a projection or of its shard, in the version of the model. */
export interface Owner {
  readonly projection: Projection;
  readonly epoch: bigint;
  /** The shard of the model that it writes. Default: all of it. */
  readonly shard?: Shard | undefined;
}

/** The row that an owner moves: the model's, or that of its shard where the model is sharded. */
export interface OwnRow extends Pick<Checkpoint, 'version' | 'state' | 'position'> {
  /** False when the model has another number of shards than the owner runs: the owner has no row, and this is the whole model. */
  readonly fits: boolean;
}

/** The table and the condition of an owner's row, or of the rows of each shard; `$1` is the name of the model. */
function rowOf(shard: Shard | 'each' | undefined): { readonly table: string; readonly which: string } {
  if (shard === undefined) return { table: 'grappe.projections', which: 'name = $1' };
  const one = shard === 'each' ? '' : ` and shard = ${String(shard.shard)} and of = ${String(shard.of)}`;
  return { table: 'grappe.projection_shards', which: `name = $1${one}` };
}

export async function findOwnRow(
  on: Queryable,
  { projection, shard }: Pick<Owner, 'projection' | 'shard'>,
): Promise<OwnRow | undefined> {
  const model = await findCheckpoint(on, projection.name);
  if (model === undefined) return undefined;
  const { version, position, state } = model;
  if (model.shardCount !== (shard?.of ?? 1)) return { version, position, state, fits: false };
  const own = shard === undefined ? model : model.shards.find((each) => each.shard === shard.shard);
  return own === undefined ? undefined : { version, position: own.position, state: own.state, fits: true };
}

/** Takes the row over: from now on every write with an older epoch is refused. @throws StaleOwner for an older epoch */
export async function claimOwnRow(on: Queryable, owner: Owner): Promise<OwnRow> {
  const { projection, shard, epoch } = owner;
  const { table, which } = rowOf(shard);
  const claimed = await on.query({
    text: `update ${table} set epoch = $2 where ${which} and epoch <= $2`,
    values: [projection.name, epoch],
  });
  const found = await findOwnRow(on, owner);
  const hasRow = found?.fits === true || shard === undefined;
  if (found === undefined || (hasRow && claimed.rowCount !== 1)) throw new StaleOwner(projection.name);
  return found;
}

/** What a batch reads from its row when it moves it, so that it knows at no cost whether there are parked keys. */
export type MovedRow = Pick<Checkpoint, 'parkedKeys' | 'generation'>;

/**
 * Moves the row as the first statement of a batch's transaction: a stale owner is refused before it wrote, and a switch of tables,
 * which locks this row first too, cannot meet it halfway. The commit need not reach the disk: documents and checkpoint are lost
 * together or not at all, and the ledger still has the events. The position it moves from is demanded, so that a batch whose commit
 * was not answered is not applied a second time.
 * @throws StaleOwner
 */
export async function moveOwnRow(on: Queryable, owner: Owner, range: Range): Promise<MovedRow> {
  return movedRow(owner, await on.query<Record<string, unknown>>(moveStatement(owner, range)));
}

/** Of the ledger: from where the row stands to where it moves. */
export interface Range {
  readonly from: bigint;
  readonly next: bigint;
}

/** As `moveOwnRow`, to be sent together with others. */
export function moveStatement({ projection, epoch, shard }: Owner, { from, next }: Range): Statement {
  const { table, which } = rowOf(shard);
  return {
    isKept: true,
    text: `update ${table} set position = $5, updated_at = clock_timestamp()
where ${which} and epoch = $2 and version = $3 and position = $4 and state = 'running'
returning parked_keys as "parkedKeys", generation, set_config('synchronous_commit', 'off', true)`,
    values: [projection.name, epoch, projection.version, from, next],
  };
}

/** What `moveStatement` has found. @throws StaleOwner */
export function movedRow({ projection }: Owner, { rows: [moved] }: Answer): MovedRow {
  if (moved === undefined) throw new StaleOwner(projection.name);
  return moved as MovedRow & Record<string, unknown>;
}

/** Stops the owner at a position, with the reason; other shards go on. @throws StaleOwner */
export async function pauseOwnRow(
  on: Queryable,
  { projection, epoch, shard }: Owner,
  position: bigint,
  fault: Fault,
): Promise<void> {
  const { table, which } = rowOf(shard);
  const paused = await on.query({
    text: `update ${table}
set state = 'paused', paused_at_position = $3, error = $4, updated_at = clock_timestamp()
where ${which} and epoch = $2 and state <> 'paused'`,
    values: [projection.name, epoch, position, storableJson(fault)],
  });
  if (paused.rowCount !== 1) throw new StaleOwner(projection.name);
}

/** Counts the parked keys of the model's row anew, or those of its shards: of one or of each. The caller holds the rows. */
export async function recountParked(on: Queryable, name: string, shard: Shard | 'each' | undefined): Promise<void> {
  const { table, which } = rowOf(shard);
  const own = shard === undefined ? '' : ' and grappe.shard_of(key, own.of) = own.shard';
  await on.query({
    text: `update ${table} as own set parked_keys = (
  select count(*) from grappe.parked
  where projection = own.name and generation = own.generation and error_name is not null${own}
) where ${which}`,
    values: [name],
  });
}
