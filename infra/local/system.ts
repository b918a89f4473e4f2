import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, open, readFile, stat, truncate } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a program to its end. Rejects when it ends with an error, which has what it wrote. */
export const run = promisify(execFile);

/** Whether something can be done, where the reason why not is of no interest. */
export async function succeeds(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return true;
  } catch {
    return false;
  }
}

/** Whether an error of the system or of the database carries one of these codes (`instanceof` fails across realms). */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && codes.includes(code);
}

/** What a program wrote that ended with an error: its standard error, or another stream. */
export function outputOf(error: unknown, stream: 'stderr' | 'stdout' = 'stderr'): string {
  const said = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[stream] : undefined;
  return String(said ?? error).trim();
}

/** Whether a process with this number exists, of any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

export const exists = (path: string, mode = constants.F_OK): Promise<boolean> => succeeds(() => access(path, mode));

export type Environment = Readonly<Record<string, string | undefined>>;

/** A program of the home folder that a variable names, else the first one on the PATH. */
export async function findProgram(
  name: string,
  environment: Environment = process.env,
  homeVariable?: string,
): Promise<string | undefined> {
  const home = homeVariable === undefined ? undefined : environment[homeVariable];
  const folders = [home ? join(home, 'bin') : '', ...(environment['PATH'] ?? '').split(delimiter)];
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of folders.filter((each) => each !== '')) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (await exists(file, constants.X_OK)) return file;
    }
  }
  return undefined;
}

/** A TCP port on 127.0.0.1 that was free a moment ago; another process may take it before the caller does. */
export const freePort = (): Promise<number> => listenOnce(0);

export const isFree = (port: number): Promise<boolean> => succeeds(() => listenOnce(port));

async function listenOnce(port: number): Promise<number> {
  const server = createServer();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const { port: taken } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return taken;
}

export interface DetachedStart extends Pick<SpawnOptions, 'uid' | 'gid' | 'cwd' | 'env'> {
  readonly program: string;
  readonly args: readonly string[];
  /** Its output goes to the end of this file. */
  readonly logFile: string;
  /** What it is sent when this process dies, however it dies, where the system can (Linux with `setpriv`). */
  readonly signalAtParentDeath?: 'INT' | 'KILL' | undefined;
}

const LOG_LIMIT_BYTES = 10_000_000;
const LAST_LINES = 12;

/**
 * Starts a program in a session of its own, so that a Ctrl-C at the terminal reaches the caller only, who stops it last. It
 * outlives the caller unless a signal is named for that.
 */
export async function startDetached(start: DetachedStart): Promise<ChildProcess> {
  const { program, args, logFile, signalAtParentDeath: signal, ...options } = start;
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await truncate(logFile);
  const setpriv = signal === undefined ? undefined : await findProgram('setpriv');
  const flags = setpriv === undefined ? args : ['--pdeathsig', String(signal), '--', program, ...args];
  const log = await open(logFile, 'a');
  try {
    const child = spawn(setpriv ?? program, flags, {
      ...options,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Why a program ended, in its own words, without the traces of Java. */
export async function lastLines(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+(at |\.\.\. )/.test(line));
  return lines.slice(-LAST_LINES).join('\n');
}
