import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WrongUse } from '../failures.ts';
import { readAddress } from './address.ts';

export const projectRoot = fileURLToPath(new URL('../../../..', import.meta.url));

const START_LIMIT_MS = 120_000;
const POLL_MS = 50;
const KEPT_OUTPUT = 4_000;

/** A platform that was started for one command. */
export interface StartedPlatform {
  readonly url: string;
  /** Asks it to end in order, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the platform on a data folder, and waits until it answers for its health. @throws WrongUse with what it said when it ends early */
export async function startPlatform(folder: string, signal: AbortSignal): Promise<StartedPlatform> {
  const child = spawn(process.execPath, ['infra/scripts/run.mjs', 'apps/platform/src/main.ts'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    // In a group of its own: an interruption from the keyboard reaches this program only, which then stops the platform in order.
    detached: true,
    env: { ...process.env, DATA_FOLDER: path.resolve(folder), PORT: '0', LOG_LEVEL: 'silent' },
  });
  const said = output(child);
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  try {
    const url = await addressOf(child, folder, signal);
    if (url === undefined) throw new WrongUse(`the platform does not start on ${folder}:\n${said()}`);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing when the process ends first. */
async function addressOf(child: ChildProcess, folder: string, signal: AbortSignal): Promise<string | undefined> {
  const deadline = performance.now() + START_LIMIT_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    const address = await readAddress(folder);
    if (address?.pid === child.pid && address !== undefined && (await isUp(address.url))) return address.url;
    await pause(POLL_MS, undefined, { signal });
  }
  return undefined;
}

/** 503 is an answer too: a platform with a paused consumer is up, and its state is what one wants to look at. */
async function isUp(url: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(10_000) });
    return status === 200 || status === 503;
  } catch {
    return false;
  }
}

function output({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-KEPT_OUTPUT);
  });
  return () => text.trimEnd();
}
