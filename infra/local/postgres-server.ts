import type { ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { urlOf, type Access } from './access-rules.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import type { ServiceUser } from './service-user.ts';
import { freePort, hasCode, isAlive, lastLines, run, startDetached } from './system.ts';

export interface ServerStart {
  readonly dataFolder: string;
  readonly data: string;
  readonly binaries: PostgresBinaries;
  readonly user: ServiceUser;
  readonly access: Access;
  readonly port?: number | undefined;
  readonly diesWithParent?: boolean | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

export interface RunningServer {
  readonly postmaster: Postmaster;
  /** True when another start's process is the server. */
  readonly reused: boolean;
}

/** Durable, small, reachable from this machine only. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const isWindows = process.platform === 'win32';
const POLL_MS = 5;
/** Between starts that fail; twice as long each time, up to a second. */
const RETRY_MS = { shortest: 50, longest: 1_000 };
/** Crash recovery included. */
const START_LIMIT_MS = 120_000;
/** As long as a start may fail again and again: a port was taken in between, or a killed server's last children still run. */
const FAILING_LIMIT_MS = 5_000;
const STOP_LIMIT_MS = 60_000;

/**
 * PostgreSQL's own lock file decides between starts at once: the loser's process ends, and its next round finds the winner.
 * The same loop waits for crash recovery, for a server that is stopping and for one that another process is starting.
 * @throws PostgresUnavailable (`failed`) with the last lines of the server's log
 */
export async function startServer(start: ServerStart): Promise<RunningServer> {
  const logFile = join(start.dataFolder, 'server.log');
  const deadline = performance.now() + START_LIMIT_MS;
  let failingSince: number | undefined;
  let attempt: ChildProcess | undefined;
  while (performance.now() < deadline) {
    const found = await readPostmaster(start.data);
    if (found?.status === 'ready') {
      // On Windows the process is `pg_ctl`, which ends well when it has handed over.
      if (attempt !== undefined && (isWindows || attempt.pid === found.pid))
        return { postmaster: found, reused: false };
      if (await isServerOf(found, start.data, start.access)) return { postmaster: found, reused: true };
    }
    if (attempt !== undefined && hasFailed(attempt)) {
      attempt = undefined;
      failingSince ??= performance.now();
      const failingMs = performance.now() - failingSince;
      if (failingMs > FAILING_LIMIT_MS) break;
      await delay(Math.min(Math.max(RETRY_MS.shortest, failingMs), RETRY_MS.longest));
    } else if (attempt === undefined && found === undefined) {
      await removeForeignLock(start.data);
      attempt = await launch(start, logFile);
    }
    await delay(POLL_MS);
  }
  throw new PostgresUnavailable('failed', `the server does not start. Its last lines:\n${await lastLines(logFile)}`);
}

async function launch(start: ServerStart, logFile: string): Promise<ChildProcess> {
  const { binaries, data, user, diesWithParent = false } = start;
  const settings = { ...SETTINGS, ...start.settings, port: String(start.port ?? (await freePort())) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startDetached({
    // On Windows only pg_ctl gives up administrator rights as the server demands.
    program: isWindows ? binaries.pgCtl : binaries.postgres,
    args: isWindows ? ['start', '-W', '-D', data, '-o', flags.join(' ')] : ['-D', data, ...flags],
    ...user.ids,
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    logFile,
    signalAtParentDeath: diesWithParent ? 'INT' : undefined,
  });
}

function hasFailed({ exitCode, signalCode }: ChildProcess): boolean {
  return signalCode !== null || (exitCode !== null && (!isWindows || exitCode !== 0));
}

/** Fast: open transactions are rolled back. */
export async function stopServer(data: string, binaries: PostgresBinaries): Promise<void> {
  const postmaster = await readPostmaster(data);
  if (postmaster === undefined) return;
  // Windows has no signals; pg_ctl carries them there.
  if (isWindows) await run(binaries.pgCtl, ['kill', 'INT', String(postmaster.pid)]);
  else process.kill(postmaster.pid, 'SIGINT');
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (isAlive(postmaster.pid)) {
    if (performance.now() > deadline) throw new PostgresUnavailable('failed', 'the server does not stop.');
    await delay(POLL_MS);
  }
}

/** What a running server says of itself in `postmaster.pid` (PostgreSQL, src/include/utils/pidfile.h). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping` or `standby`; empty before the first. */
  readonly status: string;
}

const LINE = { pid: 0, port: 3, status: 7 } as const;

/**
 * The server of a data directory. Undefined when there is none; a file left by a killed server counts as none, also when its
 * number belongs to some other program by now (numbers repeat after a restart of a container).
 */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const recorded = await readLock(data);
  return recorded !== undefined && (await isPostgres(recorded.pid)) ? recorded : undefined;
}

/** Removes a killed server's lock whose number another program has now: the server itself would refuse to start. */
export async function removeForeignLock(data: string): Promise<void> {
  const recorded = await readLock(data);
  if (recorded !== undefined && isAlive(recorded.pid) && !(await isPostgres(recorded.pid))) {
    await rm(join(data, 'postmaster.pid'), { force: true });
  }
}

/** Asks a server that was found whether it serves this directory. */
export async function isServerOf(found: Postmaster, data: string, access: Access): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(found.port, 'postgres', access),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readLock(data: string): Promise<Postmaster | undefined> {
  const lines = (await textOf(join(data, 'postmaster.pid'))).split('\n').map((line) => line.trim());
  const pid = Number(lines[LINE.pid]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[LINE.port] ?? ''), status: lines[LINE.status] ?? '' };
}

/** Where the system does not show a program's name, being alive is enough. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  return (await textOf(`/proc/${String(pid)}/comm`)).trim() === 'postgres';
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return '';
    throw error;
  });
}
