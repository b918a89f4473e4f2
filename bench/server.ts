import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../infra/local/index.ts';

/** A PostgreSQL of its own for a run, with durable commits; gone afterwards. */
export interface BenchServer {
  readonly adminUrl: string;
  /** A new, empty database. */
  database(name: string): Promise<string>;
  /** Writes what is dirty to disk, so that no contender pays for what another left behind. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

/** As many as the largest suite opens, all contenders together. */
const CONNECTIONS = '400';

export async function openServer(): Promise<BenchServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-'));
  const postgres = await startPostgres({
    dataFolder: folder,
    diesWithParent: true,
    settings: { max_connections: CONNECTIONS, shared_buffers: '512MB', max_wal_size: '4GB' },
  });
  const adminUrl = postgres.url('postgres');
  return {
    adminUrl,
    database: async (name) => {
      await query(adminUrl, `create database ${pg.escapeIdentifier(name)}`);
      return postgres.url(name);
    },
    checkpoint: () => query(adminUrl, 'checkpoint'),
    close: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
