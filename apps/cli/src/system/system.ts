import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WrongUse } from '../failures.ts';
import { foldersWithData, readAddress, runningPlatforms } from './address.ts';
import { Api } from './api.ts';

/** The address of the system; every part is optional. */
export interface Whereabouts {
  readonly url?: string | undefined;
  readonly data?: string | undefined;
}

export interface SystemContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Tells the user what is done besides the command itself. */
  readonly say: (line: string) => void;
}

const PROJECT_ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const DEFAULT_FOLDERS = ['.grappe/data', '.grappe/demo'];
const HEALTH_LIMIT_MS = 10_000;
const START_LIMIT_MS = 120_000;
const POLL_MS = 50;
const KEPT_OUTPUT = 4_000;

/**
 * Works with the system: the one at a URL, the one that runs on a data folder, or, where none runs, one that is started on the
 * folder for this and stopped afterwards.
 * @throws WrongUse when there is none
 */
export async function withSystem<T>(
  where: Whereabouts,
  { environment, signal, say }: SystemContext,
  work: (api: Api) => Promise<T>,
): Promise<T> {
  const use = (url: string): Promise<T> => work(new Api(url, signal, nonEmpty(environment['GRAPPE_TOKEN'])));
  const url = where.url ?? nonEmpty(environment['GRAPPE_URL']);
  if (url !== undefined) return await use(requireUrl(url));
  const folders = foldersToLookIn(where, environment);
  // A process of that number may be another one than the platform that wrote the address.
  for (const { url } of await runningPlatforms(folders))
    if ((await healthOf(url, 'live', signal)) === 200) return await use(url);
  const [folder] = await foldersWithData(folders);
  if (folder === undefined) throw new WrongUse(nothingThere(folders));
  say(`no platform runs; starting one on ${folder} for this command`);
  const started = await startPlatform(folder, signal);
  try {
    return await use(started.url);
  } finally {
    say('stopping the platform');
    await started.stop();
  }
}

/** @throws WrongUse */
function requireUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new WrongUse(`not an http or https URL: ${text}`);
  return new URL(text).href.replace(/\/+$/, '');
}

function foldersToLookIn({ data }: Whereabouts, environment: SystemContext['environment']): readonly string[] {
  if (data !== undefined) return [path.resolve(data)];
  const set = nonEmpty(environment['DATA_FOLDER']);
  return (set === undefined ? DEFAULT_FOLDERS : [set]).map((folder) => path.resolve(PROJECT_ROOT, folder));
}

function nothingThere(folders: readonly string[]): string {
  return (
    `no platform runs, and there is no data in ${folders.join(' or ')}: ` +
    'start one (npm start, npm run demo), or say where it is (--url, GRAPPE_URL, --data)'
  );
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** The status that is answered; nothing where nobody answers in time. @throws when aborted */
async function healthOf(url: string, kind: 'live' | 'ready', signal: AbortSignal): Promise<number | undefined> {
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(HEALTH_LIMIT_MS)]);
    return (await fetch(`${url}/health/${kind}`, { signal: patience })).status;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** A platform that was started for one command. */
interface StartedPlatform {
  readonly url: string;
  /** Asks it to end in order, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the platform on a data folder, and waits until it answers for its health. @throws WrongUse with what it said when it ends early */
async function startPlatform(folder: string, signal: AbortSignal): Promise<StartedPlatform> {
  const child = spawn(process.execPath, ['infra/scripts/run.mjs', 'apps/platform/src/main.ts', '--local'], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    // In a group of its own: an interruption from the keyboard reaches this program only, which then stops the platform in order.
    detached: true,
    env: { ...process.env, DATA_FOLDER: path.resolve(folder), PORT: '0', LOG_LEVEL: 'silent' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-KEPT_OUTPUT);
  });
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    if (isRunning(child)) child.kill('SIGTERM');
    await ended;
  };
  try {
    const url = await addressOf(child, folder, signal);
    if (url === undefined) throw new WrongUse(`the platform does not start on ${folder}:\n${said.trimEnd()}`);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

/** Nothing when the process ends first, or is not up in time. */
async function addressOf(child: ChildProcess, folder: string, signal: AbortSignal): Promise<string | undefined> {
  const deadline = performance.now() + START_LIMIT_MS;
  while (isRunning(child) && performance.now() < deadline) {
    const address = await readAddress(folder);
    if (address?.pid === child.pid && address !== undefined) {
      // 503 is an answer too: a platform with a paused consumer is up, and its state is what one wants to look at.
      const status = await healthOf(address.url, 'ready', signal);
      if (status === 200 || status === 503) return address.url;
    }
    await pause(POLL_MS, undefined, { signal });
  }
  return undefined;
}
