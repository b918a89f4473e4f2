import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** How far a subscriber is. */
export interface Kept {
  /** Every record of the topics below it was handled. */
  readonly next: bigint;
  /** The timestamp of the last one, a way into the topics; undefined before the first. */
  readonly enterAtMs: number | undefined;
}

interface Stored {
  readonly topics: readonly string[];
  readonly next: string;
  readonly enterAtMs: number;
}

/** @throws Error when the file was kept for other topics: their older records would never be seen */
export function readPosition(file: string, topics: readonly string[]): Kept {
  if (!existsSync(file)) return { next: 0n, enterAtMs: undefined };
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  if (stored.topics.join() !== topics.join())
    throw new Error(`${file} is of ${stored.topics.join(', ')}; begin with another file for ${topics.join(', ')}`);
  return { next: BigInt(stored.next), enterAtMs: stored.enterAtMs };
}

/** Renaming is atomic: a process killed here leaves the old file or the new one. */
export function writePosition(file: string, topics: readonly string[], next: bigint, enterAtMs: number): void {
  const stored: Stored = { topics, next: String(next), enterAtMs };
  writeFileSync(`${file}.new`, `${JSON.stringify(stored)}\n`);
  renameSync(`${file}.new`, file);
}
