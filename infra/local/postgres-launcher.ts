import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bringUp, type BringUp } from './bring-up.ts';
import { clusterFolder, removeAbandonedDrafts } from './cluster-folder.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import { readPostmaster } from './postmaster-file.ts';
import { isAlive } from './process-state.ts';
import { canEnter, serverAccount } from './server-account.ts';
import type { ServerAccount } from './server-account.ts';

const run = promisify(execFile);

export interface StartPostgresOptions {
  /** Where the database cluster and the server's log live; made when missing. */
  readonly dataFolder: string;
  /** The port on 127.0.0.1 for a server that has to be started; a free one unless told. A server found alive keeps its own. */
  readonly port?: number | undefined;
  /** Receives what the launcher does, a line each. */
  readonly onLog?: ((line: string) => void) | undefined;
  /** Where the system can (Linux with `setpriv`): the server stops when this process dies, however it dies. */
  readonly diesWithParent?: boolean | undefined;
  /** Server settings over the launcher's own (max_connections 100, shared_buffers 128MB, fsync on). */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** How long a start may take, crash recovery included; 120,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** Where a root process puts what the server's account cannot reach in the caller's folders; `/var/lib/grappe` unless told. */
  readonly sharedFolder?: string | undefined;
}

export interface LocalPostgres {
  /** A superuser's URL to a database; `postgres` unless told. */
  url(database?: string): string;
  readonly port: number;
  /** Where the files really are: somewhere else than asked when the server's account cannot reach the folder. */
  readonly dataFolder: string;
  /** True when the server had been running already. */
  readonly reused: boolean;
  /** The number of its process; nothing while it is down. */
  readonly pid: number | undefined;
  /** Starts it again on its data and at its port, and waits until it has recovered; of one that is up nothing is asked. */
  start(): Promise<void>;
  /** Stops the server (fast: open transactions are rolled back). The caller's last act, after every pool is closed. */
  stop(): Promise<void>;
}

const SHARED_FOLDER = '/var/lib/grappe';
const POLL_MS = 5;
const STOP_TIMEOUT_MS = 60_000;

/**
 * Starts a real PostgreSQL from the platform's npm package on 127.0.0.1, or takes the one that is alive on the folder.
 * Two starts at once on one folder end with one server; a server that was killed recovers and keeps what was committed.
 * Trusts every connection from this machine.
 * @throws PostgresUnavailable
 */
export async function startPostgres(options: StartPostgresOptions): Promise<LocalPostgres> {
  const account = await serverAccount();
  const dataFolder = await reachableFolder(resolve(options.dataFolder), account, options);
  const copiesFolder = account.ids === undefined ? dataFolder : (options.sharedFolder ?? SHARED_FOLDER);
  const binaries = await postgresBinaries({ account, copiesFolder, onLog: options.onLog });
  await removeAbandonedDrafts(dataFolder);
  const { data, created } = await clusterFolder(dataFolder, binaries, account);
  if (created) options.onLog?.(`made a new database cluster in ${data}`);
  const wish: BringUp = {
    dataFolder,
    data,
    binaries,
    account,
    port: options.port,
    diesWithParent: options.diesWithParent === true,
    settings: options.settings ?? {},
    timeoutMs: options.timeoutMs ?? 120_000,
  };
  let server = await bringUp(wish);
  const { reused } = server;
  const { port } = server.postmaster;
  options.onLog?.(`PostgreSQL ${reused ? 'was already running' : 'is running'} on 127.0.0.1:${String(port)}`);
  return {
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${String(port)}/${encodeURIComponent(database)}`,
    port,
    dataFolder,
    reused,
    get pid() {
      const { pid } = server.postmaster;
      return isAlive(pid) ? pid : undefined;
    },
    start: async () => {
      server = await bringUp({ ...wish, port });
    },
    stop: () => stopServer(data, binaries),
  };
}

async function reachableFolder(wanted: string, account: ServerAccount, options: StartPostgresOptions): Promise<string> {
  await mkdir(wanted, { recursive: true });
  // The folder itself is the server's to enter; the folders above are the caller's to open.
  if (account.ids !== undefined) await chmod(wanted, 0o711);
  if (await canEnter(account, wanted)) return realpath(wanted);
  const instead = join(
    options.sharedFolder ?? SHARED_FOLDER,
    createHash('sha256').update(wanted).digest('hex').slice(0, 16),
  );
  await mkdir(instead, { recursive: true, mode: 0o711 });
  if (await canEnter(account, instead)) {
    options.onLog?.(`${account.name} cannot enter ${wanted}: the database lives in ${instead}`);
    return realpath(instead);
  }
  throw new PostgresUnavailable(
    'unreachable-folder',
    `the server runs as ${account.name}, who can enter neither ${wanted} nor ${instead}. Choose a data folder whose parent folders everybody may enter.`,
  );
}

async function stopServer(data: string, binaries: PostgresBinaries): Promise<void> {
  const postmaster = await readPostmaster(data);
  if (postmaster === undefined) return;
  // Windows has no signals; pg_ctl carries them there.
  if (process.platform === 'win32') await run(binaries.pgCtl, ['kill', 'INT', String(postmaster.pid)]);
  else process.kill(postmaster.pid, 'SIGINT');
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isAlive(postmaster.pid)) {
    if (performance.now() > deadline) throw new PostgresUnavailable('failed', 'the server does not stop.');
    await delay(POLL_MS);
  }
}
