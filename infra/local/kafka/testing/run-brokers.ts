import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../../system.ts';
import { runFolder } from './suites.ts';

/** What the set-up of the run says: the brokers, or why there are none. */
export interface RunBrokers {
  readonly brokers?: readonly string[] | undefined;
  readonly missing?: string | undefined;
}

const POLL_MS = 25;
/** A first download on a slow line; the set-up answers earlier when the starting process fails. */
const LIMIT_MS = 600_000;

/**
 * Asks the set-up of the run for its brokers and waits for the answer. It starts them when the first suite asks, so that a run
 * of pure specs costs no broker (tests/support/kafka.mjs).
 */
export async function askForBrokers(): Promise<RunBrokers> {
  const folder = runFolder();
  await writeFile(join(folder, 'wanted'), '');
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline) {
    const answer = await readAnswer(join(folder, 'answer.json'));
    if (answer !== undefined) return answer;
    await delay(POLL_MS);
  }
  return { missing: `the set-up of the run has not said anything about Kafka for ${String(LIMIT_MS / 1000)} s` };
}

async function readAnswer(file: string): Promise<RunBrokers | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunBrokers;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
