import { mkdir, rm, writeFile } from 'node:fs/promises';
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
  await writeFile(file, `${JSON.stringify(address, undefined, 2)}\n`);
  return () => rm(file, { force: true });
}
