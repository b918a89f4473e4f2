import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres, type LocalPostgres } from '#infra/local';
import { startKafka, type LocalKafka } from '#infra/local/kafka';
import { provisionDatabase } from '#libs/hosting';
import { newDevelopmentKey } from '#libs/nest-kit';
import { connectPool } from '#libs/postgres';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { Api } from '../system/support/api.ts';
import { SUBJECT } from '../system/support/traffic.ts';
import { DroppingProxy } from './dropping-proxy.ts';
import { Supervised } from './supervised.ts';

/** Short, so that a takeover fits into a pause; long enough for two busy cores. */
export const LEASE_TTL_MS = 1_500;
/** Services log in under their roles without passwords: what is harmed is the way, not the login. */
/** Each service has pools of its own, and those of one that was killed are not gone at once. */
const SERVER = { diesWithParent: true, asksForPassword: false, settings: { max_connections: '300' } };
const DATABASE = 'grappe';
const RELAYS = ['relay-1', 'relay-2'];
/** Two processes of one context: the second takes over what the first has in hand. */
const TWICE = 'membership';

export interface WorldOptions {
  readonly nodes: 1 | 3;
  readonly say: (line: string) => void;
}

interface Parts {
  readonly folder: string;
  readonly kafka: LocalKafka;
  readonly proxy: DroppingProxy | undefined;
  readonly programs: readonly Supervised[];
  readonly postgres: LocalPostgres;
  readonly brokers: readonly string[];
}

/** The distributed system as real processes on a database server and a broker of its own, each of which may be harmed. */
export class World {
  readonly kafka: LocalKafka;
  readonly proxy: DroppingProxy | undefined;
  readonly programs: readonly Supervised[];
  readonly brokers: readonly string[];
  readonly #folder: string;
  /** Another one after a crash. */
  #postgres: LocalPostgres;

  private constructor({ folder, kafka, proxy, programs, postgres, brokers }: Parts) {
    [this.kafka, this.proxy, this.programs, this.brokers] = [kafka, proxy, programs, brokers];
    [this.#folder, this.#postgres] = [folder, postgres];
  }

  static async start({ nodes, say }: WorldOptions): Promise<World> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'grappe-chaos-')));
    // The account of the database server has to enter it.
    await chmod(folder, 0o755);
    const postgres = await startPostgres({ ...SERVER, dataFolder: join(folder, 'postgres') });
    await createDatabase(postgres);
    await provisionDatabase(
      postgres.url(DATABASE),
      contexts.map(({ name }) => ({ context: name, password: undefined })),
    );
    const { kafka, proxy } = await startBrokers(join(folder, 'kafka'), nodes);
    const brokers = proxy === undefined ? kafka.brokers : [`127.0.0.1:${String(proxy.port)}`];
    const programs = await programsOf(postgres, brokers, nodes);
    const world = new World({ folder, kafka, proxy, programs, postgres, brokers });
    for (const program of programs) program.start();
    await world.ready();
    say(`${String(programs.length)} processes, ${String(nodes)} broker(s), PostgreSQL: all ready`);
    return world;
  }

  get databaseUrl(): string {
    return this.#postgres.url(DATABASE);
  }

  async ready(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.ready()));
  }

  /** A caller whose paths reach the process of their context. */
  async api(): Promise<Api> {
    const first = this.#of(TWICE);
    const api = await Api.connect(first.url, SUBJECT, 86_400);
    return api.routed((path) => this.#of(path.split('/')[0] ?? '').url);
  }

  /** The same caller at the process of a context, for paths that every process has. */
  async apiOf(context: string): Promise<Api> {
    return (await this.api()).at(this.#of(context).url);
  }

  /** As a power cut would: the postmaster is killed, and starts again on its files and its port. */
  async restartDatabase(): Promise<void> {
    const dataFolder = join(this.#folder, 'postgres');
    const file = await readFile(join(this.#postgres.dataFolder, 'postmaster.pid'), 'utf8').catch(() =>
      readFile(join(this.#postgres.dataFolder, 'data', 'postmaster.pid'), 'utf8'),
    );
    process.kill(Number(file.split('\n')[0]), 'SIGKILL');
    this.#postgres = await startPostgres({ ...SERVER, dataFolder, port: this.#postgres.port });
  }

  async stop(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.release()));
    await this.proxy?.close();
    await this.kafka.stop();
    await this.#postgres.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #of(label: string): Supervised {
    const found = this.programs.find(({ spec }) => spec.label === label);
    if (found === undefined) throw new Error(`no process is called ${label}`);
    return found;
  }
}

async function createDatabase(postgres: LocalPostgres): Promise<void> {
  const pool = connectPool(postgres.url('postgres'), { max: 1 });
  try {
    await pool.query(`create database ${DATABASE}`);
  } finally {
    await pool.end();
  }
}

/** One broker is behind a proxy for all its clients; of three each has its own address. */
async function startBrokers(dataFolder: string, nodes: 1 | 3) {
  if (nodes === 3) return { kafka: await startKafka({ dataFolder, nodes, diesWithParent: true }), proxy: undefined };
  const [port, advertised] = [await freePort(), await freePort()];
  const settings = { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${String(advertised)}` };
  const kafka = await startKafka({ dataFolder, nodes, ports: [port], settings, diesWithParent: true });
  return { kafka, proxy: await DroppingProxy.listen(advertised, () => port) };
}

async function programsOf(
  postgres: LocalPostgres,
  brokers: readonly string[],
  nodes: 1 | 3,
): Promise<readonly Supervised[]> {
  const shared = {
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_REPLICATION: String(nodes),
    KAFKA_PARTITIONS: nodes === 1 ? '3' : '12',
    LEASE_TTL_MS: String(LEASE_TTL_MS),
    DEVELOPMENT_KEY: await newDevelopmentKey(),
  };
  const relays = RELAYS.map((label) => ({ label, program: 'relay', url: postgres.url(DATABASE) }));
  const services = [...contexts.map(({ name }) => name), `${TWICE}-2`].map((label) => {
    const program = label.split('-')[0] ?? label;
    const url = new URL(postgres.url(DATABASE));
    url.username = `grappe_${program}`;
    return { label, program, url: url.toString() };
  });
  return Promise.all(
    [...relays, ...services].map(async ({ label, program, url }) => {
      const environment = { ...shared, DATABASE_URL: url };
      return new Supervised({ label, program, port: await freePort(), environment });
    }),
  );
}
