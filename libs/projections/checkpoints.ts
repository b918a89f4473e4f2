import type { Queryable } from '#libs/postgres';
import type { Projection } from './projection.ts';
import type { Share } from './share.ts';

/** `rebuilding`: the version of the definition changed, and the old model serves until the new one is whole. */
export type ProjectionState = 'running' | 'paused' | 'rebuilding';

/** Why a projection is paused, and at which event. */
export interface Fault {
  readonly message: string;
  readonly stream?: string | undefined;
  readonly type?: string | undefined;
  readonly eventId?: string | undefined;
  /** Which share of a spread model stands there, as `2/4`. */
  readonly share?: string | undefined;
}

/**
 * Where a read model stands: one row, moved in the transaction that writes the documents. Where the model is spread, the rows of its
 * shares move instead.
 */
export interface Checkpoint {
  readonly name: string;
  readonly version: number;
  /** The first position that is not in the model yet: everything below it is. */
  readonly position: bigint;
  readonly epoch: bigint;
  readonly state: ProjectionState;
  readonly pausedAt: bigint | undefined;
  readonly error: Fault | undefined;
  /** Counts the rebuilds that took the model's place. */
  readonly generation: bigint;
  /** Keys whose documents stand at an event that cannot be applied to them. */
  readonly parkedKeys: number;
  /** Counts the changes of documents that no batch made: releases of parked events. */
  readonly releases: bigint;
  /** How many shares it is spread over; 1: it is not. */
  readonly spreadOver: number;
  readonly updatedAt: string;
}

export interface CheckpointRow {
  readonly name: string;
  readonly version: number;
  readonly position: string | bigint;
  readonly epoch: string | bigint;
  readonly state: ProjectionState;
  readonly paused_at_position: string | bigint | null;
  readonly error: Fault | null;
  readonly generation: string | bigint;
  readonly parked_keys: number;
  readonly releases: string | bigint;
  readonly shares: number;
  readonly updated_at: string;
}

export const CHECKPOINT_COLUMNS = `name, version, position, epoch, state, paused_at_position, error, generation, parked_keys, releases, shares,
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at`;

export function readCheckpoint(row: CheckpointRow): Checkpoint {
  const { paused_at_position: pausedAt, parked_keys: parkedKeys, shares: spreadOver, ...others } = row;
  const { error, updated_at: updatedAt, ...same } = others;
  return {
    ...same,
    position: BigInt(row.position),
    epoch: BigInt(row.epoch),
    generation: BigInt(row.generation),
    parkedKeys,
    releases: BigInt(row.releases),
    spreadOver,
    pausedAt: pausedAt === null ? undefined : BigInt(pausedAt),
    error: error ?? undefined,
    updatedAt,
  };
}

/** The model is not where this owner left it: another epoch, another version, another position, or paused. Ask again. */
export class StaleOwner extends Error {
  override readonly name = 'StaleOwner';
  constructor(readonly projection: string) {
    super(`${projection}: written by another owner, in another version, or paused since`);
  }
}

/** Who writes: only the newest epoch of the lease of a projection or of its share, only in the version it stands in. */
export interface Owner {
  readonly projection: Projection;
  readonly epoch: bigint;
  /** The share of the model that it writes; all of it unless told. */
  readonly share?: Share | undefined;
}

/** Holds the row until the end of the transaction: a model that is not spread cannot move meanwhile. */
export async function lockCheckpoint(on: Queryable, name: string): Promise<Checkpoint | undefined> {
  const found = await on.query<CheckpointRow>({
    text: `select ${CHECKPOINT_COLUMNS} from grappe.projections where name = $1 for update`,
    values: [name],
  });
  return found.rows[0] === undefined ? undefined : readCheckpoint(found.rows[0]);
}

/** Takes the model over: from now on every write with an older epoch is refused. @throws StaleOwner for an older epoch */
export async function claimCheckpoint(on: Queryable, { projection, epoch }: Owner): Promise<Checkpoint> {
  const claimed = await on.query<CheckpointRow>({
    text: `update grappe.projections set epoch = $2 where name = $1 and epoch <= $2 returning ${CHECKPOINT_COLUMNS}`,
    values: [projection.name, epoch],
  });
  if (claimed.rows[0] === undefined) throw new StaleOwner(projection.name);
  return readCheckpoint(claimed.rows[0]);
}

/** What a batch learns from its checkpoint on the way: whether it has to ask for parked keys costs it nothing. */
export type MovedCheckpoint = Pick<Checkpoint, 'parkedKeys' | 'generation'>;

/**
 * Moves the checkpoint as the first statement of a batch's transaction: whoever is stale is refused before it wrote, and a
 * switch of tables, which locks this row first too, cannot meet it halfway. The commit need not reach the disk: documents and
 * checkpoint are lost together or not at all, and the ledger still has the events. The position it moves from is demanded, so
 * that a batch whose commit was not answered is not applied a second time.
 * @throws StaleOwner
 */
export async function moveCheckpoint(
  on: Queryable,
  { projection, epoch }: Owner,
  { from, next }: { readonly from: bigint; readonly next: bigint },
): Promise<MovedCheckpoint> {
  const moved = await on.query<{ parked_keys: number; generation: string | bigint }>({
    text: `update grappe.projections set position = $5, updated_at = clock_timestamp()
where name = $1 and epoch = $2 and version = $3 and position = $4 and state = 'running'
returning parked_keys, generation, set_config('synchronous_commit', 'off', true)`,
    values: [projection.name, epoch, projection.version, from, next],
  });
  const [row] = moved.rows;
  if (row === undefined) throw new StaleOwner(projection.name);
  return { parkedKeys: row.parked_keys, generation: BigInt(row.generation) };
}

/** Stops the projection at a position, with the reason. @throws StaleOwner */
export async function pauseAt(
  on: Queryable,
  { projection, epoch }: Owner,
  position: bigint,
  fault: Fault,
): Promise<void> {
  const paused = await on.query({
    text: `update grappe.projections
set state = 'paused', paused_at_position = $3, error = $4, updated_at = clock_timestamp()
where name = $1 and epoch = $2 and state <> 'paused'`,
    values: [projection.name, epoch, position, JSON.stringify(fault)],
  });
  if (paused.rowCount !== 1) throw new StaleOwner(projection.name);
}
