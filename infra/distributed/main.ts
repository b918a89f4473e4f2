import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startDistributed, whatRunsWhere, type Distributed } from './index.ts';

/** `npm run start:distributed`: the whole system as processes, on a real Kafka and a real PostgreSQL, until SIGINT or SIGTERM. */
const DATA_FOLDER = process.env['DATA_FOLDER'] ?? '.grappe/distributed';

async function main(): Promise<void> {
  const began = performance.now();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const ending = new AbortController();
  const asked = once(ending.signal, 'abort');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort());
  const system = await startDistributed({
    dataFolder: DATA_FOLDER,
    port: process.env['PORT'] === undefined ? undefined : Number(process.env['PORT']),
    freePorts: process.env['FREE_PORTS'] === 'true',
    nodes: process.env['KAFKA_NODES'] === '3' ? 3 : 1,
    logLevel: process.env['LOG_LEVEL'],
    signal: ending.signal,
    onReport: say,
  });
  const forget = await announce(system);
  process.stdout.write(`${whatRunsWhere(system)}\n`);
  say(`ready after ${((performance.now() - began) / 1_000).toFixed(1)} s at ${system.url}`);
  await asked;
  say('stopping');
  await forget();
  await system.stop();
}

/** Leaves the address for the command line, as the platform does; gives back what takes it away again. */
async function announce({ url, databaseUrl }: Distributed): Promise<() => Promise<void>> {
  const file = path.join(path.resolve(DATA_FOLDER), 'platform.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ url, pid: process.pid, databaseUrl }, undefined, 2)}\n`);
  return () => rm(file, { force: true });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
