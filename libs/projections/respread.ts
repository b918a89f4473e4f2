import { findHeldLeases, inTransaction, passLease, type Queryable } from '#libs/postgres';
import type pg from 'pg';
import { applyBatchOn } from './batch.ts';
import { furthest, lockCheckpoint, StaleOwner, type Checkpoint } from './checkpoints.ts';
import { loadDiscards } from './dead-letter-log.ts';
import type { PoisonEvent } from './fold.ts';
import { claimOwnRow, recountParked, type Owner } from './owner.ts';
import { typesOf, type Projection } from './projection.ts';
import { LedgerTooShort, type LedgerReader } from './rebuild-fold.ts';
import { savepointsOf } from './refusals.ts';
import { readShare, shareText } from './share.ts';

/** The model is run over another number of shares by processes that are alive: this one waits until they have stopped. */
export class SpreadInUse extends Error {
  override readonly name = 'SpreadInUse';
  constructor(
    readonly projection: string,
    readonly wanted: number,
    /** Who runs it otherwise, by the names of their leases. */
    readonly heldBy: readonly { readonly name: string; readonly holder: string }[],
  ) {
    const others = heldBy.map(({ name, holder }) => `"${name}" (${holder})`).join(', ');
    super(
      `${projection}: to be run over ${counted(wanted)} here, while others are alive that run it otherwise: ${others}. It waits until they have stopped`,
    );
  }
}

/** Shares stand at different positions and cannot be brought to one: other shares cannot be made of them. */
export class SharesApart extends Error {
  override readonly name = 'SharesApart';
  constructor(
    readonly projection: string,
    readonly wanted: number,
    { shares }: Checkpoint,
  ) {
    const where = shares.map((share) => `${shareText(share)} ${share.state} at ${String(share.position)}`).join(', ');
    super(
      `${projection}: to be run over ${counted(wanted)} here, and its shares cannot be brought to one position (${where}). Run it over ${counted(shares.length)} again until they are, or rebuild it with code that takes the event`,
    );
  }
}

/** How long it waits for a batch that is under way before it gives up, to try again. */
const LOCK_TIMEOUT = '10s';

function counted(shares: number): string {
  return shares === 1 ? '1 share' : `${String(shares)} shares`;
}

/** The name of the lease of a model, or of one share of it. */
export function leaseOf({ projection, share }: Pick<Owner, 'projection' | 'share'>): string {
  const name = `projection:${projection.name}`;
  return share === undefined ? name : `${name} ${shareText(share)}`;
}

/** How many shares the holder of a lease runs the model over; undefined for a lease of another model. */
function sharesOfLease(projection: Projection, lease: string): number | undefined {
  const model = leaseOf({ projection });
  if (lease === model) return 1;
  return lease.startsWith(`${model} `) ? readShare(lease.slice(model.length + 1))?.of : undefined;
}

/**
 * Spreads a model over as many shares as its owner runs it, in one transaction: the shares that there are are brought to one position,
 * where the new ones begin. Nobody writes the model meanwhile, and who wrote it before is refused afterwards: rows of other shares are
 * gone, and the row of the whole has a newer epoch. Does nothing when another process has done it.
 * @throws SpreadInUse, SharesApart, StaleOwner
 */
export async function respread(
  { pool, reader }: { readonly pool: pg.Pool; readonly reader: LedgerReader },
  owner: Owner,
): Promise<void> {
  const { projection, share } = owner;
  const wanted = share?.of ?? 1;
  await inTransaction(pool, async (client) => {
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    const found = await lockCheckpoint(client, projection.name);
    if (found?.spreadOver === wanted) return;
    if (found?.version !== projection.version) throw new StaleOwner(projection.name);
    await refuseInUse(client, projection, wanted);
    await claimOwnRow(client, share === undefined ? owner : await asWhole(client, projection, wanted));
    const model = await levelShares(client, { projection, reader }, found);
    if (furthest(model) !== model.position) throw new SharesApart(projection.name, wanted, model);
    await replaceShares(client, projection, model, wanted);
  });
}

async function refuseInUse(client: Queryable, projection: Projection, wanted: number): Promise<void> {
  const held = await findHeldLeases(client, leaseOf({ projection }));
  const others = held.filter(({ name }) => ![undefined, wanted].includes(sharesOfLease(projection, name)));
  if (others.length > 0) throw new SpreadInUse(projection.name, wanted, others);
}

/** The lease of the whole passes through here, so that who held it is refused from now on. */
async function asWhole(client: Queryable, projection: Projection, wanted: number): Promise<Owner> {
  const epoch = await passLease(client, leaseOf({ projection }));
  if (epoch !== undefined) return { projection, epoch };
  await refuseInUse(client, projection, wanted);
  throw new StaleOwner(projection.name);
}

/** A pause stays one: of the whole, or of every new share, the one with the event pauses again when they are resumed. */
async function replaceShares(
  client: Queryable,
  { name }: Projection,
  { position, state, pausedAt, error }: Checkpoint,
  wanted: number,
): Promise<void> {
  const paused = state === 'paused';
  const standing = [paused ? 'paused' : 'running', paused ? pausedAt : null, paused ? JSON.stringify(error) : null];
  await client.query({ text: 'delete from grappe.projection_shares where name = $1', values: [name] });
  await client.query({
    text: `update grappe.projections set shares = $2, position = $3, state = $4, paused_at_position = $5, error = $6,
  updated_at = clock_timestamp() where name = $1`,
    values: [name, wanted, position, ...(wanted === 1 ? standing : ['running', null, null])],
  });
  if (wanted > 1)
    await client.query({
      text: `insert into grappe.projection_shares (name, share, of, version, generation, position, state, paused_at_position, error)
select name, share, shares, version, generation, position, $2, $3, $4
from grappe.projections cross join generate_series(1, shares) as share where name = $1`,
      values: [name, ...standing],
    });
  await recountParked(client, name, wanted === 1 ? undefined : 'each');
}

/**
 * Brings the shares of a model to the position of the furthest one, by the code that runs them, in the transaction of the caller, who
 * holds the model (`lockCheckpoint`). A share that is paused stays where it is, and one that meets an event it cannot take stays there.
 * In the version of the model only.
 * @throws LedgerTooShort, MissingPosition
 */
export async function levelShares(
  client: pg.PoolClient,
  { projection, reader }: { readonly projection: Projection; readonly reader: LedgerReader },
  model: Checkpoint,
): Promise<Checkpoint> {
  const until = furthest(model);
  const behind = model.shares.filter(({ position, state }) => position < until && state === 'running');
  if (behind.length === 0) return model;
  const discards = await loadDiscards(client, projection);
  const target = { alone: client, transact: savepointsOf(client) };
  for (const share of behind) {
    // Its row is held, so that the epoch in it is the owner's, whoever that is.
    const owner: Owner = { projection, epoch: share.epoch, share };
    let from = share.position;
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
