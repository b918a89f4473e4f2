import { hash } from 'node:crypto';
import { withKeys, type Touch } from './fold.ts';

/** One part of a spread model: the `share`th, counted from 1, `of` so many. It has the keys of one range of hashes. */
export interface Share {
  readonly share: number;
  readonly of: number;
}

/** More shares than that of one model are refused: each reads every event of the model. */
export const SHARES_LIMIT = 64;

const HASHES = 2 ** 32;
const SHARE = /^([1-9]\d?)\/([1-9]\d?)$/;

/**
 * The number of the share that has a key: the first 32 bits of SHA-256 over its UTF-8, cut into `of` ranges of one width. It never
 * changes, because rows are where it says; `grappe.share_of` says the same in the database.
 */
export function shareOf(key: string, of: number): number {
  return Math.floor((Number.parseInt(hash('sha256', key).slice(0, 8), 16) * of) / HASHES) + 1;
}

/** `2/4`, as settings, leases and answers write the second of four shares. */
export function shareText({ share, of }: Share): string {
  return `${String(share)}/${String(of)}`;
}

/** The share that a text names; undefined for a text that names none: `1/4` to `4/4` do, and so does `1/1`, the whole model. */
export function readShare(text: string): Share | undefined {
  const [, share = 0, of = 0] = (SHARE.exec(text) ?? []).map(Number);
  return share >= 1 && share <= of && of <= SHARES_LIMIT ? { share, of } : undefined;
}

/** The touches of a share: of each event the keys that are its own. All of them where the model is not spread. */
export function ownTouches(share: Share | undefined, touches: readonly Touch[]): readonly Touch[] {
  if (share === undefined) return touches;
  return withKeys(touches, (key) => shareOf(key, share.of) === share.share);
}
