import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { memberOf } from '../failures.ts';

const addressSchema = z.object({ url: z.url(), pid: z.int().positive() });

/** What a running platform leaves in its data folder, and when it did. */
export interface PlatformAddress extends z.infer<typeof addressSchema> {
  readonly since: number;
}

/** The address that is written in a data folder; nothing where there is none that can be read. */
export async function readAddress(folder: string): Promise<PlatformAddress | undefined> {
  const file = path.join(folder, 'platform.json');
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { ...addressSchema.parse(JSON.parse(text)), since: mtimeMs };
  } catch {
    return undefined;
  }
}

/** The platforms whose process lives, the newest first: a process that was killed leaves its address behind. */
export async function runningPlatforms(
  folders: readonly string[],
  isAlive: (pid: number) => boolean = processLives,
): Promise<readonly PlatformAddress[]> {
  const found = await Promise.all(folders.map(readAddress));
  const known = found.filter((each) => each !== undefined);
  return known.filter(({ pid }) => isAlive(pid)).sort((a, b) => b.since - a.since);
}

/** The folders in which a platform has kept data, the one that was in use last first. */
export async function foldersWithData(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(folders.map(async (folder) => ({ folder, usedAt: await usedAt(folder) })));
  const used = found.filter(({ usedAt }) => usedAt > 0).sort((a, b) => b.usedAt - a.usedAt);
  return used.map(({ folder }) => folder);
}

/** A platform writes its address into the folder and takes it away, so the folder itself tells when it was used; 0 without data. */
async function usedAt(folder: string): Promise<number> {
  try {
    const [{ mtimeMs }, database] = await Promise.all([stat(folder), stat(path.join(folder, 'postgres'))]);
    return database.isDirectory() ? mtimeMs : 0;
  } catch {
    return 0;
  }
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return memberOf(error, 'code') === 'EPERM';
  }
}
