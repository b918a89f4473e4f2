import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { caughtUp } from '../caught-up.ts';
import { startPlatform } from '../platform-process.ts';
import { startProgram } from '../programs.ts';
import { tokenFor } from '../tokens.ts';
import type { NewRequest } from './load.ts';

/** A process that takes a `POST` and stores something. */
export interface Contender {
  readonly pid: number;
  readonly url: string;
  readonly next: () => NewRequest;
  /** How much it has stored, once nothing is left to do. */
  settled(): Promise<number>;
  stop(): Promise<void>;
}

const clusterId = randomUUID();

function newOrganisation(headers: Readonly<Record<string, string>>): NewRequest {
  const name = `Coopérative ${randomUUID()}`;
  const body = JSON.stringify({ clusterId, name, kind: 'company', sizeClass: 'sme', effectiveAt: '2016-03-31' });
  return { headers: { 'content-type': 'application/json', ...headers }, body };
}

/** The whole platform; an operator registers organisations, each under a key of its own. */
export async function connectPlatform(databaseUrl: string): Promise<Contender> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-api-'));
  const settings = { DATABASE_URL: databaseUrl, RATE_LIMIT_PER_SECOND: '1000000' };
  const platform = await startPlatform(folder, settings);
  const token = (roles: readonly string[]) => tokenFor(platform.url, { sub: 'bench', roles, clusters: [clusterId] });
  const [operator, auditor, admin] = await Promise.all([token(['operator']), token(['auditor']), token(['admin'])]);
  await registerCluster(platform.url, admin);
  return {
    pid: platform.pid,
    url: `${platform.url}/api/v1/membership/organisations`,
    next: () => newOrganisation({ authorization: `Bearer ${operator}`, 'idempotency-key': randomUUID() }),
    settled: () => caughtUp(platform.url, auditor),
    stop: async () => {
      await platform.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Organisations are entered for a cluster of the register. */
async function registerCluster(url: string, token: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ id: clusterId, name: 'Bench', seat: 'Lyon', effectiveAt: '2010-01-01' });
  const answer = await fetch(`${url}/api/v1/membership/clusters`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`clusters: ${String(answer.status)} ${await answer.text()}`);
}

/** See `bare-main.ts`. */
export async function connectBare(databaseUrl: string): Promise<Contender> {
  const bare = await startProgram('bench/api/bare-main.ts', { DATABASE_URL: databaseUrl });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  return {
    pid: bare.pid,
    url: `${bare.ready.url ?? ''}/organisations`,
    next: () => newOrganisation({}),
    settled: async () => {
      const { rows } = await pool.query<{ stored: number }>('select count(*)::integer as stored from organisations');
      return rows[0]?.stored ?? 0;
    },
    stop: async () => {
      await pool.end();
      await bare.stop();
    },
  };
}
