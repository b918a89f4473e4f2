import path from 'node:path';
import type { Logger } from 'pino';
import { announce, supervise, startPostgres, type PlatformAddress } from '#infra/local';
import { reconcilableMessages, type Config, type Runtime, type WayOfStarting } from '#libs/hosting';
import type { Clock } from '#libs/kernel';
import { serveContexts, servicesTable, startAuthentication, type Authentication } from '#libs/nest-kit';
import { connectPool } from '#libs/postgres';
import { contexts, modules } from './contexts.ts';

export interface PlatformOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
  /** Default: `program`. */
  readonly way?: WayOfStarting | undefined;
  /** Begins with an empty database: everything on the embedded server is thrown away. Never done on a server of yours. */
  readonly fresh?: boolean | undefined;
}

export interface Platform extends PlatformAddress {
  readonly runtime: Runtime;
  readonly authentication: Authentication;
  /** Answers requests that are under way, ends the consumers, then the store, and the database last. */
  stop(): Promise<void>;
}

const DATABASE = 'grappe';

/** What ends the parts of a process, in the order in which they were started. */
type Ends = (() => Promise<unknown>)[];

/** All contexts in one process, on an embedded PostgreSQL unless the settings name a server. */
export async function startPlatform({ config, log, clock, way, fresh = false }: PlatformOptions): Promise<Platform> {
  // Before anything is started: a process without an issuer leaves no trace.
  const authentication = await startAuthentication(config, log, way);
  const ends: Ends = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const databaseUrl = config.DATABASE_URL ?? (await startEmbedded({ config, log, fresh }, ends));
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
    ends.push(() => service.stop());
    const { url, runtime } = service;
    const address: PlatformAddress = { url, pid: process.pid, databaseUrl };
    ends.push(await announce(config.DATA_FOLDER, address));
    log.info({ url }, 'ready');
    return { ...address, runtime, authentication, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the embedded server. @returns the database of the system, which the first start creates */
async function startEmbedded(
  { config, log, fresh }: Pick<Required<PlatformOptions>, 'config' | 'log' | 'fresh'>,
  ends: Ends,
): Promise<string> {
  const postgres = await startPostgres({ dataFolder: path.resolve(config.DATA_FOLDER, 'postgres') });
  ends.push(() => postgres.stop(), supervise({ PostgreSQL: postgres }, { onReport: (line) => log.warn(line) }));
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
