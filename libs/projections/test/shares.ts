import { passLease } from '#libs/postgres';
import { applyBatch } from '../batch.ts';
import { loadDiscards } from '../dead-letter-log.ts';
import type { PoisonEvent } from '../fold.ts';
import { prepareModel } from '../model.ts';
import { claimOwnRow, type Owner } from '../owner.ts';
import { typesOf, type Projection } from '../projection.ts';
import { leaseOf, respread } from '../respread.ts';
import { shareOf, type Share } from '../share.ts';
import type { Workbench } from './bench.ts';

/** The next owner of a share (of the whole where none is named), whoever owned it before. */
export async function ownerOf({ pool }: Workbench, projection: Projection, share?: Share): Promise<Owner> {
  const epoch = await passLease(pool, leaseOf({ projection, share }));
  if (epoch === undefined) throw new TypeError('somebody holds the lease');
  const owner = { projection, share, epoch };
  await claimOwnRow(pool, owner);
  return owner;
}

/** Spreads a model over so many shares, and gives an owner of each. */
export async function spreadOver(
  bench: Workbench,
  projection: Projection,
  of: number,
): Promise<readonly [Owner, ...Owner[]]> {
  const shares = Array.from({ length: of }, (_, index) => (of === 1 ? undefined : { share: index + 1, of }));
  await prepareModel(bench.pool, projection);
  const first = await ownerOf(bench, projection, shares[0]);
  await respread({ pool: bench.pool, reader: bench.store }, first);
  const owners: [Owner, ...Owner[]] = [await ownerOf(bench, projection, shares[0])];
  for (const share of shares.slice(1)) owners.push(await ownerOf(bench, projection, share));
  return owners;
}

/** Applies every event from where the owner's row stands up to a position. */
export async function bring(bench: Workbench, owner: Owner, next: bigint): Promise<PoisonEvent | undefined> {
  const { projection } = owner;
  const { position: from } = await claimOwnRow(bench.pool, owner);
  const events = [];
  for await (const page of bench.store.readAll(from, { filter: { types: typesOf(projection) }, until: next }))
    events.push(...page.events);
  const discards = await loadDiscards(bench.pool, projection);
  return await applyBatch(bench.pool, owner, { events, from, next, discards });
}

/** The first of `account 1`, `account 2` … that stands in a share, so that a test says which share an event concerns. */
export function accountIn({ share, of }: Share): string {
  for (let number = 1; ; number += 1) {
    const account = `account ${String(number)}`;
    if (shareOf(account, of) === share) return account;
  }
}
