import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import { isServerOf, readPostmaster, removeForeignLock } from './postmaster-file.ts';
import type { Postmaster } from './postmaster-file.ts';
import { startProcess } from './server-process.ts';
import type { ServerStart, StartedProcess } from './server-process.ts';

export interface BringUp extends Omit<ServerStart, 'port' | 'logFile'> {
  readonly dataFolder: string;
  readonly port?: number | undefined;
  readonly timeoutMs: number;
}

export interface RunningServer {
  readonly postmaster: Postmaster;
  /** True when another start's process is the server. */
  readonly reused: boolean;
}

const POLL_MS = 5;
const RETRY_MS = 50;
/** As long as a start may fail again and again: a port was taken in between, or a killed server's last children still run. */
const FAILING_LIMIT_MS = 5_000;
const LOG_LIMIT_BYTES = 10_000_000;

/**
 * PostgreSQL's own lock file decides between starts at once: the loser's process ends, and its next round finds the winner.
 * The same loop waits for crash recovery, for a server that is stopping and for one that another process is starting.
 * @throws PostgresUnavailable (`failed`) with the last lines of the server's log
 */
export async function bringUp(options: BringUp): Promise<RunningServer> {
  const logFile = join(options.dataFolder, 'server.log');
  await shorten(logFile);
  const deadline = performance.now() + options.timeoutMs;
  let failingSince: number | undefined;
  let attempt: StartedProcess | undefined;
  while (performance.now() < deadline) {
    const found = await readPostmaster(options.data);
    if (found?.status === 'ready') {
      if (attempt?.isServer(found.pid) === true) return { postmaster: found, reused: false };
      if (await isServerOf(found, options.data)) return { postmaster: found, reused: true };
    }
    if (attempt?.hasFailed() === true) {
      attempt = undefined;
      failingSince ??= performance.now();
      if (performance.now() - failingSince > FAILING_LIMIT_MS) break;
      await delay(RETRY_MS);
    } else if (attempt === undefined && found === undefined) {
      await removeForeignLock(options.data);
      attempt = await startProcess({ ...options, logFile, port: options.port ?? (await freePort()) });
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
