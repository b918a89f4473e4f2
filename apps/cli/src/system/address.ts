import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { memberOf } from '../failures.ts';

const addressSchema = z.object({ url: z.url(), pid: z.int().positive() });

/** What a running platform leaves in its data folder. */
export interface PlatformAddress {
  readonly url: string;
  readonly pid: number;
}

export interface FoundPlatform extends PlatformAddress {
  readonly folder: string;
  readonly since: number;
}

/** The address that is written in a data folder; nothing where there is none that can be read. */
export async function readAddress(folder: string): Promise<FoundPlatform | undefined> {
  const file = path.join(folder, 'platform.json');
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const { url, pid } = addressSchema.parse(JSON.parse(text));
    return { url, pid, folder, since: mtimeMs };
  } catch {
    return undefined;
  }
}

/** The platforms whose process lives, the newest first: a process that was killed leaves its address behind. */
export async function runningPlatforms(
  folders: readonly string[],
  isAlive: (pid: number) => boolean = processLives,
): Promise<readonly FoundPlatform[]> {
  const found = await Promise.all(folders.map(readAddress));
  return found
    .filter((each): each is FoundPlatform => each !== undefined && isAlive(each.pid))
    .sort((a, b) => b.since - a.since);
}

/** The folders in which a platform has kept data, the one that was in use last first. */
export async function foldersWithData(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(folders.map(async (folder) => ({ folder, usedAt: await usedAt(folder) })));
  return found
    .filter(({ usedAt }) => usedAt !== undefined)
    .sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0))
    .map(({ folder }) => folder);
}

/** A platform writes its address into the folder and takes it away, so the folder itself tells when it was used. */
async function usedAt(folder: string): Promise<number | undefined> {
  try {
    const [{ mtimeMs }, database] = await Promise.all([stat(folder), stat(path.join(folder, 'postgres'))]);
    return database.isDirectory() ? mtimeMs : undefined;
  } catch {
    return undefined;
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
