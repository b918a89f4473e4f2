import { startKafka } from '../kafka/index.ts';
import { startPostgres } from '../postgres-launcher.ts';

/**
 * `run.mjs infra/local/testing/start-elsewhere.ts postgres|kafka <data folder> [true]`: a server that another process than the suite's
 * starts, and that dies with it where the last argument says so. Prints one line of JSON and goes on until it is killed.
 */
const [name, dataFolder = '', dies] = process.argv.slice(2);
const options = { dataFolder, diesWithParent: dies === 'true' };
process.stdout.write(JSON.stringify(name === 'kafka' ? await kafka() : await postgres()));
setInterval(() => undefined, 60_000);

async function postgres() {
  const { port, reused, dataFolder: folder, url } = await startPostgres(options);
  return { port, reused, dataFolder: folder, databaseUrl: url() };
}

async function kafka() {
  const { nodes } = await startKafka(options);
  return nodes.map(({ pid, broker }) => ({ pid, broker }))[0];
}
