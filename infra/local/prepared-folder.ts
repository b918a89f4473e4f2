import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists, hasCode, isAlive } from './system.ts';

export interface FolderToPrepare {
  readonly folder: string;
  /** A file that exists once the folder is ready. Default: the folder itself. */
  readonly mark?: string | undefined;
  /** What folders in the making are called, before the number of the process that makes them. */
  readonly draftName: string;
  readonly prepare: (draft: string) => Promise<void>;
}

/**
 * Makes a folder unless it is there. It is prepared beside its place and renamed into it, so that a killed preparation leaves
 * nothing half, and of several at once one wins.
 * @returns whether this call made it
 */
export async function prepareFolder({ folder, mark = '', draftName, prepare }: FolderToPrepare): Promise<boolean> {
  const isReady = (): Promise<boolean> => exists(join(folder, mark));
  if (await isReady()) return false;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), `${draftName}-${String(process.pid)}-`));
  try {
    await prepare(draft);
    await rename(draft, folder);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM') && (await isReady())) return false;
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Removes what preparations left behind whose process is gone. */
export async function removeAbandonedDrafts(parent: string, draftName: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = new RegExp(`^${draftName}-(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(parent, name), { recursive: true, force: true });
  }
}
