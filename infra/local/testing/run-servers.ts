import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../system.ts';

/** What the set-up of the run says of a server: where it is, or why it could not be started; neither where none was to be. */
export interface RunServer {
  readonly url?: string | undefined;
  readonly missing?: string | undefined;
  readonly kind: string;
}

const POLL_MS = 25;
/** A first download on a slow line; the set-up answers earlier when the starting process fails. */
const LIMIT_MS = 600_000;

/** The folder through which suites and the set-up of the run talk about servers. */
export function runFolder(): string {
  const folder = process.env['GRAPPE_TEST_RUN'];
  if (folder === undefined) throw new Error('GRAPPE_TEST_RUN is not set: run the suite through jest.config.js');
  return folder;
}

/**
 * Asks the set-up of the run for a server and waits for the answer. It starts one when the first suite asks, so that a run of pure specs
 * costs none (tests/support/servers-on-demand.mjs).
 */
export async function askForServer(name: 'kafka' | 'kurrentdb'): Promise<RunServer> {
  const folder = runFolder();
  await writeFile(join(folder, `${name}.wanted`), '');
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline) {
    const answer = await readAnswer(join(folder, `${name}.json`));
    if (answer !== undefined) return answer;
    await delay(POLL_MS);
  }
  return {
    missing: `the set-up of the run has said nothing of ${name} for ${String(LIMIT_MS / 1000)} s`,
    kind: 'none',
  };
}

/**
 * The KurrentDB of this run, for suites that take a double of it too; the last lines of the run say so.
 * @throws Error where one should have started and did not: the double alone would hide it
 */
export async function askForKurrent(): Promise<RunServer> {
  await writeFile(join(runFolder(), 'kurrentdb.instead'), 'gRPC double\n');
  const answer = await askForServer('kurrentdb');
  if (answer.missing !== undefined) throw new Error(`the KurrentDB of this run did not start: ${answer.missing}`);
  return answer;
}

async function readAnswer(file: string): Promise<RunServer | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunServer;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
