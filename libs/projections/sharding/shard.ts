import { hash } from 'node:crypto';
import { withKeys, type Touch } from '../folding/fold.ts';

/** One part of a sharded model: number `shard`, counted from 1, `of` the number of shards. It has the keys of one range of hashes. */
export interface Shard {
  readonly shard: number;
  readonly of: number;
}

/** The most shards of one model: each reads every event of the model. */
export const SHARDS_LIMIT = 64;

const HASHES = 2 ** 32;
const SHARD = /^([1-9]\d?)\/([1-9]\d?)$/;

/**
 * The number of the shard that has a key: the first 32 bits of SHA-256 over its UTF-8, cut into `of` ranges of one width. It never
 * changes, because rows are where it says; `grappe.shard_of` says the same in the database.
 */
export function shardOf(key: string, of: number): number {
  return Math.floor((Number.parseInt(hash('sha256', key).slice(0, 8), 16) * of) / HASHES) + 1;
}

/** `2/4`, as settings, leases and answers write the second of four shards. */
export function shardText({ shard, of }: Shard): string {
  return `${String(shard)}/${String(of)}`;
}

/** The shard that a text names; undefined for a text that names none: `1/4` to `4/4` do, and so does `1/1`, the whole model. */
export function readShard(text: string): Shard | undefined {
  const [, shard = 0, of = 0] = (SHARD.exec(text) ?? []).map(Number);
  return shard >= 1 && shard <= of && of <= SHARDS_LIMIT ? { shard, of } : undefined;
}

/** The touches of a shard: of each event the keys that are its own. All of them where the model is not sharded. */
export function ownTouches(shard: Shard | undefined, touches: readonly Touch[]): readonly Touch[] {
  if (shard === undefined) return touches;
  return withKeys(touches, (key) => shardOf(key, shard.of) === shard.shard);
}
