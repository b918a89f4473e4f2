import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, truncate } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { clusterFolder, removeAbandonedDrafts } from './cluster-folder.ts';
import { freePort } from './free-port.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import { readPostmaster } from './postmaster-file.ts';
import type { Postmaster } from './postmaster-file.ts';
import { isAlive } from './process-state.ts';
import { canEnter, serverAccount } from './server-account.ts';
import type { ServerAccount } from './server-account.ts';
import { startProcess } from './server-process.ts';

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
}

export interface LocalPostgres {
  /** A superuser's URL to a database; `postgres` unless told. */
  url(database?: string): string;
  readonly port: number;
  /** Where the files really are: somewhere else than asked when the server's account cannot reach the folder. */
  readonly dataFolder: string;
  /** True when the server had been running already. */
  readonly reused: boolean;
  /** Stops the server (fast: open transactions are rolled back). The caller's last act, after every pool is closed. */
  stop(): Promise<void>;
}

/** Where a root process puts what the server's unprivileged account cannot reach in the caller's folders. */
const SHARED_FOLDER = '/var/lib/grappe';
const LOG_LIMIT_BYTES = 10_000_000;
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
  const copiesFolder = account.ids === undefined ? dataFolder : SHARED_FOLDER;
  const binaries = await postgresBinaries({ account, copiesFolder, onLog: options.onLog });
  await removeAbandonedDrafts(dataFolder);
  const { data, created } = await clusterFolder(dataFolder, binaries, account);
  if (created) options.onLog?.(`made a new database cluster in ${data}`);
  const server = await bringUp({ ...options, dataFolder, data, binaries, account });
  const { port } = server.postmaster;
  options.onLog?.(`PostgreSQL ${server.reused ? 'was already running' : 'is running'} on 127.0.0.1:${String(port)}`);
  return {
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${String(port)}/${encodeURIComponent(database)}`,
    port,
    dataFolder,
    reused: server.reused,
    stop: () => stopServer(data, binaries),
  };
}

async function reachableFolder(wanted: string, account: ServerAccount, options: StartPostgresOptions): Promise<string> {
  await mkdir(wanted, { recursive: true });
  if (await canEnter(account, wanted)) return wanted;
  const instead = join(SHARED_FOLDER, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  await mkdir(instead, { recursive: true });
  if (await canEnter(account, instead)) {
    options.onLog?.(`${account.name} cannot enter ${wanted}: the database lives in ${instead}`);
    return instead;
  }
  throw new PostgresUnavailable(
    'unreachable-folder',
    `the server runs as ${account.name}, who can enter neither ${wanted} nor ${instead}. Choose a data folder whose parent folders everybody may enter.`,
  );
}

interface BringUp extends StartPostgresOptions {
  readonly data: string;
  readonly binaries: PostgresBinaries;
  readonly account: ServerAccount;
}

interface RunningServer {
  readonly postmaster: Postmaster;
  readonly reused: boolean;
}

/**
 * PostgreSQL's own lock file decides between starts at once: the loser's process ends, and the next round finds the winner.
 * The same loop waits out a killed server's last children, a port taken in between, and a server that is stopping.
 */
async function bringUp(options: BringUp): Promise<RunningServer> {
  const logFile = join(options.dataFolder, 'server.log');
  await shorten(logFile);
  const deadline = performance.now() + (options.timeoutMs ?? 120_000);
  let failures = 0;
  let started: Awaited<ReturnType<typeof startProcess>> | undefined;
  let own = false;
  while (performance.now() < deadline) {
    const postmaster = await readPostmaster(options.data);
    if (postmaster?.status === 'ready') return { postmaster, reused: !own };
    if (started?.hasEnded() === true) {
      failures += 1;
      started = undefined;
      own = false;
      if (failures >= 40) break;
      await delay(50);
    }
    if (postmaster === undefined && started === undefined) {
      started = await startProcess({
        ...options,
        logFile,
        port: options.port ?? (await freePort()),
        diesWithParent: options.diesWithParent === true,
        settings: options.settings ?? {},
      });
      own = true;
    }
    await delay(POLL_MS);
  }
  throw new PostgresUnavailable('failed', `the server does not start. Its last lines:\n${await lastLines(logFile)}`);
}

async function shorten(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await truncate(logFile);
}

async function lastLines(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-12).join('\n');
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
