import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { keepUp, startPostgres, type LocalPostgres } from '#infra/local';
import { reconcilableMessages, type Config, type Runtime } from '#libs/hosting';
import type { Clock } from '#libs/kernel';
import { serveContexts, servicesTable, startAuthentication, type Authentication } from '#libs/nest-kit';
import { connectPool } from '#libs/postgres';
import { contexts, modules } from './contexts.ts';

export interface PlatformOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
  /** Begins with an empty database: everything on the embedded server is thrown away. Never done on a server of yours. */
  readonly fresh?: boolean | undefined;
}

/** What other processes on this machine need to find a platform that runs on a data folder. */
export interface PlatformAddress {
  readonly url: string;
  readonly pid: number;
  readonly databaseUrl: string;
}

export interface Platform extends PlatformAddress {
  readonly runtime: Runtime;
  readonly authentication: Authentication;
  /** Answers requests that are under way, ends the consumers, then the store, and the database last. */
  stop(): Promise<void>;
}

const DATABASE = 'grappe';
const ADDRESS_FILE = 'platform.json';

/** All contexts in one process, on an embedded PostgreSQL unless the settings name a server. */
export async function startPlatform({ config, log, clock, fresh = false }: PlatformOptions): Promise<Platform> {
  // Before anything is started: a production process without an issuer leaves no trace.
  const authentication = await startAuthentication(config);
  const postgres = config.DATABASE_URL === undefined ? await startEmbedded(config.DATA_FOLDER) : undefined;
  const started: { stop: () => Promise<unknown> }[] = postgres === undefined ? [] : [postgres];
  if (postgres !== undefined) started.unshift({ stop: keepUp({ PostgreSQL: postgres }, { onReport: told(log) }) });
  try {
    const databaseUrl = config.DATABASE_URL ?? (await ensureDatabase(postgres, fresh));
    const service = await serveContexts({
      name: 'platform',
      modules,
      queries: [servicesTable(contexts)],
      authentication,
      databaseUrl,
      config,
      log,
      clock,
      openMessages: reconcilableMessages(contexts.map(({ name }) => name)),
    });
    started.unshift(service);
    const { url, runtime } = service;
    const address: PlatformAddress = { url, pid: process.pid, databaseUrl };
    const forget = await announce(config.DATA_FOLDER, address);
    started.unshift({ stop: forget });
    log.info({ url }, 'ready');
    return {
      ...address,
      runtime,
      authentication,
      stop: async () => {
        await stopAll(started);
      },
    };
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

async function stopAll(started: readonly { stop: () => Promise<unknown> }[]): Promise<void> {
  for (const part of started) await part.stop();
}

async function startEmbedded(dataFolder: string): Promise<LocalPostgres> {
  return await startPostgres({ dataFolder: path.join(path.resolve(dataFolder), 'postgres') });
}

function told(log: Logger): (line: string) => void {
  return (line) => {
    log.warn(line);
  };
}

/** The database of the system on the embedded server; it is there from the second start on. */
async function ensureDatabase(postgres: LocalPostgres | undefined, fresh: boolean): Promise<string> {
  if (postgres === undefined) throw new TypeError('no server');
  const pool = connectPool(postgres.url('postgres'), { max: 1 });
  try {
    if (fresh) await pool.query(`drop database if exists ${DATABASE} with (force)`);
    const found = await pool.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await pool.query(`create database ${DATABASE}`);
  } finally {
    await pool.end();
  }
  return postgres.url(DATABASE);
}

/** Leaves the address in the data folder for the command line; gives back what takes it away again. */
async function announce(dataFolder: string, address: PlatformAddress): Promise<() => Promise<void>> {
  const file = path.join(path.resolve(dataFolder), ADDRESS_FILE);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(address, undefined, 2)}\n`);
  return async () => {
    await rm(file, { force: true });
  };
}
