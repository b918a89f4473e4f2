import type { Queryable } from '#libs/postgres';
import { claimCheckpoint, moveCheckpoint, pauseAt, StaleOwner } from './checkpoints.ts';
import type { Checkpoint, Fault, MovedCheckpoint, Owner } from './checkpoints.ts';
import { recountParked } from './parked-rows.ts';
import { recountShares } from './share-rows.ts';
import type { Share } from './share.ts';
import { findCheckpoint } from './whole-model.ts';

/** The row that an owner moves: the model's, or that of its share where the model is spread. */
export interface OwnRow extends Pick<Checkpoint, 'version' | 'state' | 'position'> {
  /** False when the model is spread over another number of shares than the owner runs: it has no row, and this is the whole model. */
  readonly fits: boolean;
}

export async function findOwnRow(
  on: Queryable,
  { projection, share }: Pick<Owner, 'projection' | 'share'>,
): Promise<OwnRow | undefined> {
  const model = await findCheckpoint(on, projection.name);
  if (model === undefined) return undefined;
  const { version, position, state } = model;
  if (model.spreadOver !== (share?.of ?? 1)) return { version, position, state, fits: false };
  const own = share === undefined ? model : model.shares.find((each) => each.share === share.share);
  return own === undefined ? undefined : { version, position: own.position, state: own.state, fits: true };
}

/** Takes the row over: from now on every write with an older epoch is refused. @throws StaleOwner for an older epoch */
export async function claimOwnRow(on: Queryable, owner: Owner): Promise<OwnRow> {
  if (owner.share !== undefined) return await claimShare(on, owner, owner.share);
  const claimed = await claimCheckpoint(on, owner);
  return claimed.spreadOver === 1 ? { ...claimed, fits: true } : await ownRow(on, owner);
}

async function claimShare(on: Queryable, owner: Owner, { share, of }: Share): Promise<OwnRow> {
  const claimed = await on.query({
    text: 'update grappe.projection_shares set epoch = $4 where name = $1 and share = $2 and of = $3 and epoch <= $4',
    values: [owner.projection.name, share, of, owner.epoch],
  });
  const found = await ownRow(on, owner);
  if (found.fits && claimed.rowCount !== 1) throw new StaleOwner(owner.projection.name);
  return found;
}

async function ownRow(on: Queryable, owner: Owner): Promise<OwnRow> {
  const found = await findOwnRow(on, owner);
  if (found === undefined) throw new StaleOwner(owner.projection.name);
  return found;
}

/** Moves the row as the first statement of a batch's transaction, as `moveCheckpoint` promises. @throws StaleOwner */
export async function moveOwnRow(
  on: Queryable,
  owner: Owner,
  step: { readonly from: bigint; readonly next: bigint },
): Promise<MovedCheckpoint> {
  return owner.share === undefined
    ? await moveCheckpoint(on, owner, step)
    : await moveShare(on, owner, owner.share, step);
}

async function moveShare(
  on: Queryable,
  { projection, epoch }: Owner,
  { share, of }: Share,
  { from, next }: { readonly from: bigint; readonly next: bigint },
): Promise<MovedCheckpoint> {
  const moved = await on.query<{ parked_keys: number; generation: string | bigint }>({
    text: `update grappe.projection_shares set position = $7, updated_at = clock_timestamp()
where name = $1 and share = $2 and of = $3 and epoch = $4 and version = $5 and position = $6 and state = 'running'
returning parked_keys, generation, set_config('synchronous_commit', 'off', true)`,
    values: [projection.name, share, of, epoch, projection.version, from, next],
  });
  const [row] = moved.rows;
  if (row === undefined) throw new StaleOwner(projection.name);
  return { parkedKeys: row.parked_keys, generation: BigInt(row.generation) };
}

/** Stops the owner at a position, with the reason; other shares go on. @throws StaleOwner */
export async function pauseOwnRow(on: Queryable, owner: Owner, position: bigint, fault: Fault): Promise<void> {
  const { projection, epoch, share } = owner;
  if (share === undefined) {
    await pauseAt(on, owner, position, fault);
    return;
  }
  const paused = await on.query({
    text: `update grappe.projection_shares
set state = 'paused', paused_at_position = $5, error = $6, updated_at = clock_timestamp()
where name = $1 and share = $2 and of = $3 and epoch = $4 and state <> 'paused'`,
    values: [projection.name, share.share, share.of, epoch, position, JSON.stringify(fault)],
  });
  if (paused.rowCount !== 1) throw new StaleOwner(projection.name);
}

/** Counts the parked keys of the row anew. The caller holds it. */
export async function recountOwn(
  on: Queryable,
  { name }: { readonly name: string },
  share: Share | undefined,
): Promise<void> {
  await (share === undefined ? recountParked(on, name) : recountShares(on, name, share.share));
}
