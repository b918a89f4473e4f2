import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PlatformAddress } from '../infra/local/index.ts';

/** The platform as `npm start` starts it. */
export interface PlatformProcess extends PlatformAddress {
  /** From the start of npm to the first *ready*, in seconds. */
  readonly startedIn: number;
  stop(): Promise<void>;
}

const PATIENCE_MS = 120_000;
const POLL_MS = 5;

/** `npm start` with these settings; its log is a file in the data folder. @throws Error with the end of that log */
export async function startPlatform(
  dataFolder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<PlatformProcess> {
  const logFile = path.join(dataFolder, 'platform.log');
  const log = await open(logFile, 'a');
  const env = {
    ...process.env,
    AUTH: 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_FOLDER: dataFolder,
    ...settings,
  };
  const began = performance.now();
  const npm = spawn('npm', ['start'], { env, stdio: ['ignore', log.fd, log.fd], shell: process.platform === 'win32' });
  const ended = new Promise<void>((resolve) => npm.once('exit', () => resolve()));
  try {
    const address = await readyAddress(npm, dataFolder, began + PATIENCE_MS);
    const startedIn = (performance.now() - began) / 1_000;
    return {
      ...address,
      startedIn,
      stop: async () => {
        process.kill(address.pid, 'SIGTERM');
        await ended;
      },
    };
  } catch (error) {
    npm.kill();
    throw new Error(`the platform does not start:\n${(await readFile(logFile, 'utf8')).slice(-2_000)}`, {
      cause: error,
    });
  } finally {
    await log.close();
  }
}

async function readyAddress(npm: ChildProcess, dataFolder: string, deadline: number): Promise<PlatformAddress> {
  const file = path.join(dataFolder, 'platform.json');
  while (performance.now() < deadline && npm.exitCode === null) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('}\n')) {
      const address = JSON.parse(text) as PlatformAddress;
      if (await isReady(address.url)) return address;
    }
    await delay(POLL_MS);
  }
  throw new Error('not ready');
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}
