import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { offerKafka } from './kafka.mjs';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * One database server for the run: the one of DATABASE_URL, or an embedded one in a temporary folder; and a broker for suites
 * that ask for one. The servers are processes of their own because jest cannot load TypeScript modules here.
 */
export default async function setUp({ testPathPatterns }) {
  const given = process.env.DATABASE_URL;
  const isWhole = testPathPatterns.patterns.length === 0;
  const [url] = await Promise.all([given ?? startServer(), isWhole ? bundlePrograms() : undefined]);
  process.env.GRAPPE_TEST_POSTGRES = url;
  globalThis.grappeTestKafka = await offerKafka();
  await report(given === undefined ? 'embedded' : 'the server of DATABASE_URL');
}

async function startServer() {
  const child = spawn(process.execPath, [place('../../infra/scripts/run.mjs'), place('test-server.ts')], {
    cwd: place('../..'),
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [answer] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])]);
  const url = String(answer).trim();
  if (!url.startsWith('postgres://')) throw new Error('the database server of the tests did not start');
  globalThis.grappeTestServer = child;
  return url;
}

/** A whole run starts some seventy programs. */
async function bundlePrograms() {
  const child = spawn(process.execPath, [place('../../infra/scripts/compile.mjs')], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the programs cannot be bundled: exit code ${String(code)}`);
}

/** `npm test` says at its end what the suites ran on (infra/scripts/test.mjs). */
async function report(kind) {
  const client = new pg.Client({ connectionString: process.env.GRAPPE_TEST_POSTGRES });
  await client.connect();
  const { rows } = await client.query('show server_version');
  await client.end();
  const file = process.env.GRAPPE_TEST_SERVERS;
  const seed = process.env.SEED;
  const lines = [`Seed: ${seed} (SEED=${seed} npm test repeats it)`, `PostgreSQL: ${kind} ${rows[0].server_version}`];
  if (file !== undefined) await appendFile(file, lines.map((line) => `${line}\n`).join(''));
}
