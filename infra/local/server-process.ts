import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, open } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { ServerAccount } from './server-account.ts';

export interface ServerStart {
  readonly binaries: PostgresBinaries;
  readonly account: ServerAccount;
  readonly data: string;
  readonly port: number;
  readonly logFile: string;
  readonly diesWithParent: boolean;
  readonly settings: Readonly<Record<string, string>>;
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

/** A server that was started and has not said yet whether it is ready. */
export interface StartedProcess {
  /** Whether this start's process is the server with that number. */
  isServer(pid: number): boolean;
  hasFailed(): boolean;
}

/**
 * Starts the server in a session of its own, so that a Ctrl-C at the terminal reaches the caller only, who stops the server
 * last. It outlives the caller unless `diesWithParent`.
 */
export async function startProcess(start: ServerStart): Promise<StartedProcess> {
  const log = await open(start.logFile, 'a');
  try {
    const [program, flags] = await command(start);
    const child = spawn(program, flags, {
      ...start.account.ids,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, LC_ALL: 'C' },
    });
    return await watch(child);
  } finally {
    await log.close();
  }
}

async function command(start: ServerStart): Promise<[program: string, flags: string[]]> {
  const settings = { ...SETTINGS, ...start.settings, port: String(start.port) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // On Windows only pg_ctl gives up administrator rights as the server demands.
  if (process.platform === 'win32') {
    return [start.binaries.pgCtl, ['start', '-W', '-D', start.data, '-o', flags.join(' ')]];
  }
  const server = [start.binaries.postgres, '-D', start.data, ...flags];
  const setpriv = start.diesWithParent ? await findProgram('setpriv') : undefined;
  return setpriv === undefined
    ? [start.binaries.postgres, server.slice(1)]
    : [setpriv, ['--pdeathsig', 'INT', '--', ...server]];
}

/** On Windows the process is `pg_ctl`, which ends well when it has handed over. */
async function watch(child: ChildProcess): Promise<StartedProcess> {
  const isWindows = process.platform === 'win32';
  let failed = false;
  child.once('exit', (code) => {
    failed = !isWindows || code !== 0;
  });
  await once(child, 'spawn');
  child.unref();
  return { isServer: (pid) => isWindows || child.pid === pid, hasFailed: () => failed };
}

async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
