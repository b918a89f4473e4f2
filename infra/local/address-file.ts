import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What other processes on this machine need to find a system that runs on a data folder. */
export interface PlatformAddress {
  readonly url: string;
  readonly pid: number;
  readonly databaseUrl: string;
}

/** Leaves the address in the data folder for the command line; gives back what takes it away again. */
export async function announce(dataFolder: string, address: PlatformAddress): Promise<() => Promise<void>> {
  const folder = resolve(dataFolder);
  const file = join(folder, 'platform.json');
  await mkdir(folder, { recursive: true });
  // The URL of the database holds its password; the mode is for a new file only, so one that was left behind is given it first.
  await chmod(file, 0o600).catch(() => undefined);
  await writeFile(file, `${JSON.stringify(address, undefined, 2)}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
}
