import { once } from 'node:events';
import { serviceTable, startDistributed } from '#infra/distributed';
import { announce } from '#infra/local';
import { chooseIssuer, readConfig } from '#libs/hosting';
import { terminalLines } from '#libs/kernel';

/** `npm run start:distributed`: the whole system as processes, on a real Kafka and a real PostgreSQL, until SIGINT or SIGTERM. */
const DATA_FOLDER = process.env['DATA_FOLDER'] ?? '.grappe/distributed';

async function main(): Promise<void> {
  const began = performance.now();
  const say = (line: string): void => void process.stderr.write(terminalLines(`${line}\n`));
  const { kind: issuer } = chooseIssuer(readConfig(process.env), 'npm');
  if (issuer === 'development') say('the development issuer gives tokens with any role to anybody on this machine');
  const ending = new AbortController();
  const asked = once(ending.signal, 'abort');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort());
  const system = await startDistributed({
    dataFolder: DATA_FOLDER,
    issuer,
    port: process.env['PORT'] === undefined ? undefined : Number(process.env['PORT']),
    freePorts: process.env['FREE_PORTS'] === 'true',
    nodes: process.env['KAFKA_NODES'] === '3' ? 3 : 1,
    logLevel: process.env['LOG_LEVEL'],
    signal: ending.signal,
    onReport: say,
  });
  const forget = await announce(DATA_FOLDER, { url: system.url, pid: process.pid, databaseUrl: system.databaseUrl });
  process.stdout.write(terminalLines(`${serviceTable(system)}\n`));
  say(`ready after ${((performance.now() - began) / 1_000).toFixed(1)} s at ${system.url}`);
  await asked;
  say('stopping');
  await forget();
  await system.stop();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(terminalLines(`${error instanceof Error ? error.message : String(error)}\n`));
    process.exit(1);
  },
);
