import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { delimiter } from 'node:path';
import { kafkaFolder } from './kafka-jars.ts';
import type { JavaSetting } from './node-format.ts';
import { findProgram } from './programs.ts';

export interface NodeStart extends JavaSetting {
  /** The node's folder: `server.properties` in, `server.log` out. */
  readonly folder: string;
  readonly diesWithParent: boolean;
}

export interface NodeProcess {
  readonly pid: number;
  hasEnded(): boolean;
}

/** Serial collection and the first compiler only: a broker of a few topics is ready in half the time and keeps to a small heap. */
const FLAGS = ['-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
const LOG_LIMIT_BYTES = 10_000_000;
const LAST_LINES = 12;

/** In a session of its own, so that a Ctrl-C at the terminal reaches the caller only, who stops the brokers last. */
export async function startNodeProcess(start: NodeStart): Promise<NodeProcess> {
  const logFile = join(start.folder, 'server.log');
  await shorten(logFile);
  const log = await open(logFile, 'a');
  try {
    const [program, flags] = await command(start);
    const child = spawn(program, flags, { cwd: start.folder, detached: true, stdio: ['ignore', log.fd, log.fd] });
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    await once(child, 'spawn');
    child.unref();
    return { pid: child.pid ?? 0, hasEnded: () => ended };
  } finally {
    await log.close();
  }
}

async function command(start: NodeStart): Promise<[program: string, flags: string[]]> {
  const logging = `-Dlog4j2.configurationFile=${join(kafkaFolder, 'log4j2.properties')}`;
  const server = ['-cp', start.classPath, 'kafka.Kafka', join(start.folder, 'server.properties')];
  const flags = [...FLAGS, logging, ...server];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const setpriv = start.diesWithParent ? await findProgram('setpriv', folders) : undefined;
  // KILL: a broker of three that is asked to end politely waits for minutes once the other two are gone.
  return setpriv === undefined ? [start.java, flags] : [setpriv, ['--pdeathsig', 'KILL', '--', start.java, ...flags]];
}

async function shorten(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await truncate(logFile);
}

/** Why a node ended, in its own words. */
export async function lastWords(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+(at |\.\.\. )/.test(line));
  return lines.slice(-LAST_LINES).join('\n');
}
