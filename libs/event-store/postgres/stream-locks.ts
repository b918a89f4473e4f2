import type { PreparedAppend } from '../prepare.ts';

/** The most events of a group; an append that alone has more is not grouped. */
export const GROUP_EVENTS = 512;
/** The first half of the keys of all locks here; the second half is `streamKey` or MANY. */
export const STREAM_LOCKS = '727071304';
const MANY = -1;

/**
 * The locks that a group holds until its commit, in the order in which every group takes them: twice the key, and one more where it is
 * shared. A row without a writer holds nothing back, so the appends that assert a stream and those that write it have to meet in a lock:
 * writers have it alone, those that assert share it. The server has room for some thousands of locks, so who writes more
 * streams than a group can has MANY instead, which those that assert share.
 */
export function locksOf(appends: readonly PreparedAppend[]): readonly number[] {
  const written = new Set<number>();
  const asserted = new Set<number>();
  for (const { stream, events } of appends) (events.length > 0 ? written : asserted).add(streamKey(stream));
  if (asserted.size > 0) asserted.add(MANY);
  if (written.size > GROUP_EVENTS) {
    for (const key of written) if (!asserted.has(key)) written.delete(key);
    written.add(MANY);
  }
  const shared = [...asserted].filter((key) => !written.has(key)).map((key) => 2 * key + 1);
  return [...Array.from(written, (key) => 2 * key), ...shared].sort((one, other) => one - other);
}

/** FNV-1a of the name in 30 bits. Two streams of one key only wait for each other. */
export function streamKey(stream: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < stream.length; index += 1) hash = Math.imul(hash ^ stream.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 30)) & 0x3fffffff;
}
