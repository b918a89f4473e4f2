import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { findProgram } from './system.ts';

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
