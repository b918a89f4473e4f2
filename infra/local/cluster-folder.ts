import { execFile } from 'node:child_process';
import { access, chown, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasCode } from './has-code.ts';
import { isAlive } from './process-state.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import type { ServerAccount } from './server-account.ts';

const run = promisify(execFile);

/** Byte order everywhere and Unicode letters all the same; the built-in provider depends on no library of the system. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** There are no sockets but loopback TCP, and whoever can open one is this machine's own user. */
const ACCESS_RULES = 'host all all 127.0.0.1/32 trust\n';

export interface ClusterFolder {
  /** The PostgreSQL data directory. */
  readonly data: string;
  readonly created: boolean;
}

/**
 * The database cluster inside a data folder, made when there is none. It is prepared beside its place and renamed into
 * it, so that a killed `initdb` leaves no half cluster and of two that start together one wins.
 * @throws PostgresUnavailable (`failed`)
 */
export async function clusterFolder(
  dataFolder: string,
  binaries: PostgresBinaries,
  account: ServerAccount,
): Promise<ClusterFolder> {
  const data = join(dataFolder, 'data');
  if (await isCluster(data)) return { data, created: false };
  const draft = await mkdtemp(join(dataFolder, `initdb-${String(process.pid)}-`));
  try {
    await initialise(draft, binaries, account);
    await rename(draft, data);
    return { data, created: true };
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM') && (await isCluster(data))) return { data, created: false };
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function isCluster(data: string): Promise<boolean> {
  return access(join(data, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

async function initialise(folder: string, binaries: PostgresBinaries, account: ServerAccount): Promise<void> {
  if (account.ids !== undefined) await chown(folder, account.ids.uid, account.ids.gid);
  const flags = ['-D', folder, '-U', 'postgres', '--auth=trust', '--no-instructions', ...LOCALE];
  try {
    await run(binaries.initdb, flags, { ...account.ids, cwd: '/', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } });
  } catch (error) {
    throw new PostgresUnavailable('failed', `initdb ended with an error.\n${outputOf(error)}`);
  }
  await writeFile(join(folder, 'pg_hba.conf'), ACCESS_RULES);
}

function outputOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'stderr' in error) return String(error.stderr).trim();
  return String(error);
}

/** Removes what `initdb` runs left behind whose process is gone. */
export async function removeAbandonedDrafts(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    const owner = /^initdb-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      await rm(join(dataFolder, name), { recursive: true, force: true });
    }
  }
}
