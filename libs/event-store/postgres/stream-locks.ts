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
 * streams than a group can has MANY instead, which those that assert share. Every append shares the key of its command, which the keeping
 * of an answer has alone.
 */
export function locksOf(
  appends: readonly PreparedAppend[],
  commandIds: readonly (string | undefined)[] = [],
): readonly number[] {
  const written = new Set<number>();
  const asserted = new Set<number>();
  for (const { stream, events } of appends) (events.length > 0 ? written : asserted).add(streamKey(stream));
  if (asserted.size > 0) asserted.add(MANY);
  if (written.size > GROUP_EVENTS) {
    for (const key of written) if (!asserted.has(key)) written.delete(key);
    written.add(MANY);
  }
  for (const commandId of commandIds) if (commandId !== undefined) asserted.add(commandKey(commandId));
  const shared = [...asserted].filter((key) => !written.has(key)).map((key) => 2 * key + 1);
  return [...Array.from(written, (key) => 2 * key), ...shared].sort((one, other) => one - other);
}

/** How many keys commands have: few, so that a large group holds no more locks for them. */
const COMMAND_KEYS = 256;

/** The key of a command, of which keys of streams and MANY are none. Before theirs in the order of locks. */
export function commandKey(commandId: string): number {
  return MANY - 1 - (streamKey(commandId) % COMMAND_KEYS);
}

/** FNV-1a of the name in 30 bits. Two streams of one key only wait for each other. */
export function streamKey(stream: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < stream.length; index += 1) hash = Math.imul(hash ^ stream.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 30)) & 0x3fffffff;
}
