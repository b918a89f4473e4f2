import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { offerServers } from './servers-on-demand.mjs';
import { serve } from './server-process.mjs';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));

/** One database server for the run, and a broker for suites that ask for one; each from where infra/local/testing/test-server.ts says. */
export default async function setUp({ testPathPatterns }) {
  const isWhole = testPathPatterns.patterns.length === 0;
  const server = serve('postgres');
  globalThis.grappeTestServer = server;
  const [{ url, kind, missing }] = await Promise.all([server.answer, isWhole ? bundlePrograms() : undefined]);
  if (url === undefined) throw new Error(`the database server of the tests did not start: ${missing}`);
  process.env.GRAPPE_TEST_POSTGRES = url;
  await report(kind);
  globalThis.grappeTestServers = await offerServers();
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
  await client.connect().catch((error) => {
    throw new Error(`the database server of the tests (${kind}) does not answer: ${error.message}`);
  });
  const { rows } = await client.query('show server_version');
  await client.end();
  const file = process.env.GRAPPE_TEST_SERVERS;
  const seed = process.env.SEED;
  const lines = [`Seed: ${seed} (SEED=${seed} npm test repeats it)`, `PostgreSQL: ${kind} ${rows[0].server_version}`];
  if (file !== undefined) await appendFile(file, lines.map((line) => `${line}\n`).join(''));
}
