import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareKafka, startKafka } from '../kafka/index.ts';
import { startPostgres } from '../postgres-launcher.ts';
import { askEngine } from './container-engine.ts';
import { chooseSource, engineSetting, type ServerSource } from './server-source.ts';

/** A server of one test run. */
export interface TestServer {
  /** A superuser's URL of PostgreSQL; brokers of Kafka, separated by commas; a connection string of KurrentDB. */
  readonly url: string;
  /** For the last lines of a run, e.g. `embedded`, `container apache/kafka:4.1.0`. */
  readonly kind: string;
  stop(): Promise<void>;
}

export type TestServerName = 'postgres' | 'kafka' | 'kurrentdb';

export const variables: Readonly<Record<TestServerName, string>> = {
  postgres: 'DATABASE_URL',
  kafka: 'KAFKA_BROKERS',
  kurrentdb: 'KURRENTDB_URL',
};

/**
 * The server of that name for this run: that of its variable, or a container, or an embedded one. Undefined for KurrentDB without the first
 * two: nothing of it can be embedded, and suites take the double of its protocol.
 * @throws InvalidTestEngine, and what the launcher throws
 */
export async function startTestServer(name: TestServerName): Promise<TestServer | undefined> {
  const given = process.env[variables[name]];
  const source = await chooseSource(given, engineSetting(process.env), askEngine);
  return await starters[source](name, given ?? '');
}

const starters: Readonly<
  Record<ServerSource, (name: TestServerName, given: string) => Promise<TestServer | undefined>>
> = {
  variable: (name, given) =>
    Promise.resolve({ url: given, kind: `the server of ${variables[name]}`, stop: () => Promise.resolve() }),
  container: async (name) => {
    // Loaded where an engine answered, and nowhere else: it is two hundred files.
    const { startKafkaContainer, startKurrentContainer, startPostgresContainer } = await import('./containers.ts');
    return name === 'postgres'
      ? await startPostgresContainer()
      : name === 'kafka'
        ? await startKafkaContainer()
        : await startKurrentContainer();
  },
  embedded: (name) =>
    name === 'postgres' ? embeddedPostgres() : name === 'kafka' ? localKafka() : Promise.resolve(undefined),
};

/** The log of a server that nobody follows: the many databases of a run are copied into it page by page otherwise. */
const NO_REPLICAS = { wal_level: 'minimal', max_wal_senders: '0' };

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';
/** What the databases of a run take at most, and what has to be left for everything else. */
const [ROOM, LEFT] = [4 * 2 ** 30, 8 * 2 ** 30];

/** Where the data of a run stand: in memory where there is plenty, because the copies of databases are most of what a run writes; else where temporary files do. */
async function folderOfRun(): Promise<string> {
  const there = await statfs(IN_MEMORY).catch(() => undefined);
  const isRoomy = there !== undefined && there.bavail * there.bsize >= ROOM && freemem() >= ROOM + LEFT;
  return isRoomy ? IN_MEMORY : tmpdir();
}

async function embeddedPostgres(): Promise<TestServer> {
  const folder = await mkdtemp(join(await folderOfRun(), 'grappe-test-'));
  // No suite crashes this server, and its data end with the run: waiting for a disk would be half of what a commit costs.
  const settings = { max_connections: '300', fsync: 'off', full_page_writes: 'off', ...NO_REPLICAS };
  const options = { settings, diesWithParent: true, asksForPassword: false };
  const server = await orRemoved(folder, (dataFolder) => startPostgres({ ...options, dataFolder }));
  const stop = async (): Promise<void> => {
    await server.stop();
    await Promise.all([folder, server.dataFolder].map(remove));
  };
  return { url: server.url(), kind: 'embedded', stop };
}

async function localKafka(): Promise<TestServer> {
  // Of all that a start does only a download is worth a line among the suites'.
  await prepareKafka({ onProgress: (line) => process.stderr.write(`${line}\n`) });
  const folder = await mkdtemp(join(tmpdir(), 'grappe-test-kafka-'));
  const kafka = await orRemoved(folder, (dataFolder) =>
    startKafka({ dataFolder, keepData: false, diesWithParent: true }),
  );
  const stop = async (): Promise<void> => {
    for (const node of kafka.nodes) node.kill();
    await kafka.stop();
    await remove(folder);
  };
  return { url: kafka.brokers.join(','), kind: `local ${kafka.version}, 1 node`, stop };
}

/** Starts something on a folder, which goes where the start fails. */
async function orRemoved<Started>(folder: string, start: (folder: string) => Promise<Started>): Promise<Started> {
  try {
    return await start(folder);
  } catch (error) {
    await remove(folder);
    throw error;
  }
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
