import type { Queryable } from '#libs/postgres';
import { shardText, type Shard } from '../sharding/shard.ts';

/** `rebuilding`: the version of the definition changed, and the old model serves until the new one is whole. */
export type ProjectionState = 'running' | 'paused' | 'rebuilding';

/** Why a projection is paused, and at which event. */
export interface Fault {
  readonly message: string;
  readonly stream?: string | undefined;
  readonly type?: string | undefined;
  readonly eventId?: string | undefined;
  /** Which shard of a sharded model stands there, as `2/4`. */
  readonly shard?: string | undefined;
}

/** The columns that the row of a model and that of a shard share. */
interface Row {
  readonly version: number;
  /** The first position that is not in the documents yet: everything below it is. */
  readonly position: bigint;
  readonly epoch: bigint;
  readonly state: ProjectionState;
  readonly pausedAt: bigint | undefined;
  readonly error: Fault | undefined;
  /** Counts the rebuilds that took the model's place. */
  readonly generation: bigint;
  /** Keys whose documents stand at an event that cannot be applied to them. */
  readonly parkedKeys: number;
}

/** Where one shard of a sharded model stands: its own row, moved in the transaction of the documents of its keys. */
export interface ShardCheckpoint extends Row, Shard {}

/**
 * Where a read model stands: one row, moved in the transaction that writes the documents. Where the model is sharded, the rows of its
 * shards move instead: its position is that of the shard that is furthest behind, so that everything below it is in the model; it is
 * paused when one of them is, and the error names which.
 */
export interface Checkpoint extends Row {
  readonly name: string;
  /** Counts the changes of documents outside batches: releases of parked events. */
  readonly releases: bigint;
  /** How many shards it has; 1 where it is not sharded. */
  readonly shardCount: number;
  readonly updatedAt: string;
  /** In order; empty where the model is not sharded. */
  readonly shards: readonly ShardCheckpoint[];
}

/** The model is not where this owner left it: another epoch, another version, another position, or paused. Ask again. */
export class StaleOwner extends Error {
  override readonly name = 'StaleOwner';
  constructor(readonly projection: string) {
    super(`${projection}: written by another owner, in another version, or paused since`);
  }
}

const COLUMNS = `version, position, epoch, state, paused_at_position as "pausedAt", error, generation, parked_keys as "parkedKeys"`;

type ModelRow = Omit<Checkpoint, 'shards'>;

/** The checkpoint of a model with those of its shards, as of one moment. */
export async function findCheckpoint(on: Queryable, name: string): Promise<Checkpoint | undefined> {
  const [found] = await findCheckpoints(on, [name]);
  return found;
}

/** Those of several models, of those that have one, in order of name. */
export async function findCheckpoints(on: Queryable, names: readonly string[]): Promise<readonly Checkpoint[]> {
  const found = await on.query<ModelRow & Partial<Shard>>({
    text: `select null::integer as shard, null::integer as of, name, ${COLUMNS}, releases, shards as "shardCount",
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"
from grappe.projections where name = any($1)
union all
select shard, of, name, ${COLUMNS}, null, null, null from grappe.projection_shards where name = any($1)
order by name, shard nulls first`,
    values: [names],
  });
  const rows = found.rows.map(withoutNulls).map(({ pausedAt, error, ...row }) => ({ ...row, pausedAt, error }));
  const models = rows.filter(({ shard }) => shard === undefined);
  return models.map((model) => whole(model, shardsOf(model.name, rows)));
}

function shardsOf(name: string, rows: readonly (ModelRow & Partial<Shard>)[]): readonly ShardCheckpoint[] {
  return rows.flatMap(({ name: model, shard, of, ...row }) =>
    model === name && shard !== undefined && of !== undefined ? [{ ...row, shard, of }] : [],
  );
}

/** A row as its type has it: a column without a value is absent. The pool reads 64 bits as bigint. */
export function withoutNulls<R extends object>(row: R): R {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as R;
}

function whole(model: ModelRow, shards: readonly ShardCheckpoint[]): Checkpoint {
  const [first, ...others] = shards;
  if (first === undefined) return { ...model, shards };
  const paused = shards.find(({ state }) => state === 'paused');
  return {
    ...model,
    position: others.reduce((least, { position }) => (position < least ? position : least), first.position),
    parkedKeys: shards.reduce((sum, { parkedKeys }) => sum + parkedKeys, 0),
    ...(paused?.error === undefined
      ? {}
      : { state: 'paused', pausedAt: paused.pausedAt, error: { ...paused.error, shard: shardText(paused) } }),
    shards,
  };
}

/** Where the furthest of its shards stands, or the model itself where it is not sharded. */
export function furthest({ position, shards }: Checkpoint): bigint {
  return shards.reduce((most, each) => (each.position > most ? each.position : most), position);
}

/**
 * Holds the model's row and those of its shards, or of the shard with a key, until the end of the transaction: nothing in them can
 * move meanwhile. Always in this order: the model, then its shards.
 */
export async function lockCheckpoint(on: Queryable, name: string, key?: string): Promise<Checkpoint | undefined> {
  await on.query({ text: 'select from grappe.projections where name = $1 for update', values: [name] });
  await on.query({
    text: `select from grappe.projection_shards where name = $1 and ($2::text is null or shard = grappe.shard_of($2, of))
order by shard for update`,
    values: [name, key ?? null],
  });
  return await findCheckpoint(on, name);
}

/** Sets columns in the model's row and in those of its shards, which are held (`lockCheckpoint`); `$1` is the name. */
export async function setRows(on: Queryable, assignments: string, values: readonly unknown[]): Promise<void> {
  for (const table of ['grappe.projections', 'grappe.projection_shards'])
    await on.query({ text: `update ${table} set ${assignments} where name = $1`, values: [...values] });
}

/** Lets a paused projection, or those of its shards that are paused, try their event again. False when nothing was paused. */
export async function resumeProjection(on: Queryable, name: string): Promise<boolean> {
  const running = `set state = 'running', paused_at_position = null, error = null, updated_at = clock_timestamp()`;
  const model = await on.query({
    text: `update grappe.projections ${running} where name = $1 and state = 'paused'`,
    values: [name],
  });
  const shards = await on.query({
    text: `with paused as (
  select shard from grappe.projection_shards where name = $1 and state = 'paused' order by shard for update
)
update grappe.projection_shards as part ${running} from paused where part.name = $1 and part.shard = paused.shard`,
    values: [name],
  });
  return (model.rowCount ?? 0) + (shards.rowCount ?? 0) > 0;
}
