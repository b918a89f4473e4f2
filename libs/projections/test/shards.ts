import { passLease } from '#libs/postgres';
import { applyBatch } from '../running/batch.ts';
import { loadDiscards } from '../parking/dead-letter-log.ts';
import type { PoisonEvent } from '../folding/fold.ts';
import { prepareModel } from '../tables/model.ts';
import { claimOwnRow, type Owner } from '../running/owner.ts';
import { typesOf, type Projection } from '../projection.ts';
import { leaseOf, reshard } from '../sharding/reshard.ts';
import { shardOf, type Shard } from '../sharding/shard.ts';
import type { Workbench } from './bench.ts';

/** The next owner of a shard, or of the whole model. */
export async function ownerOf({ pool }: Workbench, projection: Projection, shard?: Shard): Promise<Owner> {
  const epoch = await passLease(pool, leaseOf({ projection, shard }));
  if (epoch === undefined) throw new TypeError('the lease is held');
  const owner = { projection, shard, epoch };
  await claimOwnRow(pool, owner);
  return owner;
}

/** Gives a model this many shards, and each of them an owner. */
export async function reshardTo(
  bench: Workbench,
  projection: Projection,
  of: number,
): Promise<readonly [Owner, ...Owner[]]> {
  const shards = Array.from({ length: of }, (_, index) => (of === 1 ? undefined : { shard: index + 1, of }));
  await prepareModel(bench.pool, projection);
  const first = await ownerOf(bench, projection, shards[0]);
  await reshard({ pool: bench.pool, reader: bench.store }, first);
  const owners: [Owner, ...Owner[]] = [await ownerOf(bench, projection, shards[0])];
  for (const shard of shards.slice(1)) owners.push(await ownerOf(bench, projection, shard));
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

/** The first of `account 1`, `account 2` … that stands in a shard, so that a test says which shard an event concerns. */
export function accountIn({ shard, of }: Shard): string {
  for (let number = 1; ; number += 1) {
    const account = `account ${String(number)}`;
    if (shardOf(account, of) === shard) return account;
  }
}
