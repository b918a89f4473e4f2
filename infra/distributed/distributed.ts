import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, supervise, run, startPostgres, type SupervisedServer, type LocalPostgres } from '../local/index.ts';
import { startKafka, type LocalKafka } from '../local/kafka/index.ts';
import {
  addressVariable,
  CONTEXTS,
  INTERNAL_RATE_LIMIT,
  passwordVariable,
  PROVISION,
  SERVICES,
  type ServiceRow,
} from '../topology/index.ts';
import { Supervised } from './supervised.ts';

export interface DistributedOptions {
  /** Where database, topics and clock live. */
  readonly dataFolder: string;
  /** Who gives tokens: each program's development issuer, under one key, or the one that the environment names (`OIDC_…`). */
  readonly issuer: 'development' | 'oidc';
  /** The port of the gateway; 0 takes a free one. Default: 8080. */
  readonly port?: number | undefined;
  /** Begins with nothing: what the folder holds is thrown away. */
  readonly fresh?: boolean | undefined;
  /** Other ports than those of the table for everything behind the gateway. */
  readonly freePorts?: boolean | undefined;
  readonly nodes?: 1 | 3 | undefined;
  /** Of each topic. Default: 12. */
  readonly partitions?: number | undefined;
  readonly logLevel?: string | undefined;
  /** Gets a file of what each program logs, `<name>.log`. Default: nothing is kept. */
  readonly logFolder?: string | undefined;
  /** Variables for every program beside those of the table. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Aborted while it starts: what runs already is stopped in order, and the start rejects. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each step, one line each. */
  readonly onReport?: ((line: string) => void) | undefined;
}

export interface RunningService extends ServiceRow {
  readonly url: string;
  readonly process: Supervised;
}

export interface Distributed {
  /** Of the gateway. */
  readonly url: string;
  /** As an administrator. */
  readonly databaseUrl: string;
  readonly postgres: LocalPostgres;
  readonly kafka: LocalKafka;
  /** The file with the instant that every clock shows while it exists. */
  readonly clockFile: string;
  readonly services: readonly RunningService[];
  /** Gateway first, then the services, the relay, Kafka, and PostgreSQL last. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const DATABASE = 'grappe';
/** Most of what a service makes is soon garbage: with a wide nursery (MiB) less of it is copied, an eighth of its processor. */
const NURSERY = '--max-semi-space-size=32';
/** Each service has pools of its own. */
const POSTGRES_SETTINGS = { max_connections: '300' };

/** Starts PostgreSQL, Kafka, the relay, the services and the gateway as processes, in this order. @throws what the first that fails says */
export async function startDistributed(options: DistributedOptions): Promise<Distributed> {
  const { onReport = () => undefined, fresh = false, signal } = options;
  const folder = path.resolve(options.dataFolder);
  if (fresh) await rm(folder, { recursive: true, force: true });
  if (options.logFolder !== undefined) await mkdir(options.logFolder, { recursive: true });
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const [[postgres, kafka]] = await Promise.all([servers(folder, options, started), bundlePrograms(onReport)]);
    signal?.throwIfAborted();
    started.push(supervise(serversByName(postgres, kafka), { onReport }));
    const clockFile = path.join(folder, 'clock');
    const surroundings: Surroundings = {
      databaseUrl: postgres.url(DATABASE),
      passwords: new Map(CONTEXTS.map(({ name }) => [name, randomBytes(24).toString('base64url')])),
      brokers: kafka.brokers,
      partitions: options.partitions ?? 12,
      clockFile,
      auth: options.issuer === 'development' ? { AUTH: 'development', DEVELOPMENT_KEY: newKey() } : {},
      dataFolder: folder,
      logLevel: options.logLevel ?? 'warn',
      logFolder: options.logFolder,
      ports: await portsOf(options),
      more: options.variables ?? {},
    };
    await provision(surroundings);
    const services = SERVICES.map((row) => serviceOf(row, surroundings, onReport));
    for (const wave of waves(services)) {
      // All of them are in the list before one can fail: what runs is stopped, whatever becomes of the others.
      started.push(async () => {
        await Promise.all(wave.map(({ process: each }) => each.stop()));
      });
      await Promise.all(wave.map(({ process: each }) => each.start(signal)));
      onReport(`ready: ${wave.map(({ name }) => name).join(', ')}`);
    }
    const url = services.at(-1)?.url ?? '';
    return { url, databaseUrl: surroundings.databaseUrl, postgres, kafka, clockFile, services, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function servers(
  folder: string,
  { nodes, onReport }: DistributedOptions,
  started: (() => Promise<void>)[],
): Promise<readonly [LocalPostgres, LocalKafka]> {
  const both = await Promise.allSettled([
    startPostgres({
      dataFolder: path.join(folder, 'postgres'),
      settings: POSTGRES_SETTINGS,
      onLog: onReport,
      diesWithParent: true,
    }),
    startKafka({ dataFolder: path.join(folder, 'kafka'), nodes, onProgress: onReport, diesWithParent: true }),
  ]);
  for (const server of both) if (server.status === 'fulfilled') started.push(() => server.value.stop());
  const [postgres, kafka] = both;
  if (postgres.status === 'rejected') throw postgres.reason;
  if (kafka.status === 'rejected') throw kafka.reason;
  return [postgres.value, kafka.value];
}

function serversByName(postgres: LocalPostgres, { nodes }: LocalKafka): Readonly<Record<string, SupervisedServer>> {
  const brokers = nodes.map((node) => [`Kafka node ${String(node.id)}`, node] as const);
  return { PostgreSQL: postgres, ...Object.fromEntries(brokers) };
}

/** Ten programs start: a third of their processor when each is a few files. Without, they start as well. */
async function bundlePrograms(onReport: (line: string) => void): Promise<void> {
  await run(process.execPath, [path.join(root, 'infra/scripts/compile.mjs')], { cwd: root }).catch((error: unknown) =>
    onReport(`programs start slower than they could: ${String(error)}`),
  );
}

async function portsOf({ port, freePorts = false }: DistributedOptions): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  for (const row of SERVICES) {
    const wanted = row.name === 'gateway' ? (port ?? row.port) : freePorts ? 0 : row.port;
    ports.set(row.name, wanted === 0 ? await freePort() : wanted);
  }
  return ports;
}

/** The database, as an administrator: migrated, and with a role for each context. */
async function provision(surroundings: Surroundings): Promise<void> {
  const [file, ...args] = commandOf(PROVISION);
  await run(file, args, { cwd: root, env: { ...inheritedEnvironment(), ...environmentOf(PROVISION, surroundings) } });
}

function serviceOf(row: ServiceRow, surroundings: Surroundings, onReport: (line: string) => void): RunningService {
  const url = `http://127.0.0.1:${String(surroundings.ports.get(row.name))}`;
  const supervised = new Supervised({
    name: row.name,
    command: commandOf(row),
    logFile: surroundings.logFolder && path.join(surroundings.logFolder, `${row.name}.log`),
    cwd: root,
    environment: { ...inheritedEnvironment(), ...environmentOf(row, surroundings) },
    isReady: () => isReady(url),
    onReport,
  });
  return { ...row, url, process: supervised };
}

/** Settings of the launcher's own environment belong to another system. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, KAFKA_BROKERS: _brokers, DATA_FOLDER: _folder, ...others } = process.env;
  return { ...others, ENDS_WITH_PARENT: 'true' };
}

function commandOf(row: ServiceRow): readonly [string, ...string[]] {
  return [
    process.execPath,
    NURSERY,
    path.join(root, 'infra/scripts/run.mjs'),
    path.join(root, `apps/${row.app}/src/main.ts`),
  ];
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** Those that wait for the same others are started together. */
function waves(services: readonly RunningService[]): readonly (readonly RunningService[])[] {
  const needOf = ({ after }: RunningService): string => after.join();
  return [...new Set(services.map(needOf))].map((need) => services.filter((service) => needOf(service) === need));
}

/** A key of the development issuer (JWK), for as long as the system runs. */
function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return JSON.stringify(privateKey.export({ format: 'jwk' }));
}

/** Where the programs of one system find each other. */
interface Surroundings {
  /** As an administrator. */
  readonly databaseUrl: string;
  /** Of each context's role, drawn at each start: provisioning sets them. */
  readonly passwords: ReadonlyMap<string, string>;
  readonly brokers: readonly string[];
  readonly partitions: number;
  readonly clockFile: string;
  /** The variables of the development issuer, where there is one. */
  readonly auth: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  readonly logLevel: string;
  readonly logFolder: string | undefined;
  readonly ports: ReadonlyMap<string, number>;
  readonly more: Readonly<Record<string, string>>;
}

/** What these hold is a file of the data folder where they are not set. */
const IN_DATA_FOLDER: readonly string[] = ['COMMAND_KEY', 'KEK_FILE'];

/** The variables of a program on this machine, in development. @throws TypeError for one that has no value here */
function environmentOf(row: ServiceRow, surroundings: Surroundings): Readonly<Record<string, string>> {
  const { brokers, partitions, ports, passwords, logLevel, auth, clockFile, more } = surroundings;
  const addresses = [...ports].map(
    ([name, port]) => [addressVariable(name), `http://127.0.0.1:${String(port)}`] as const,
  );
  const values: Readonly<Record<string, string>> = {
    DATABASE_URL: databaseUrlOf(row, surroundings),
    ...Object.fromEntries([...passwords].map(([context, password]) => [passwordVariable(context), password])),
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_REPLICATION: String(brokers.length),
    KAFKA_PARTITIONS: String(partitions),
    RATE_LIMIT_PER_SECOND: String(INTERNAL_RATE_LIMIT),
    ...Object.fromEntries(addresses),
  };
  const needed = row.variables.filter((variable) => !IN_DATA_FOLDER.includes(variable));
  const own = needed.map((variable) => {
    const value = values[variable];
    if (value === undefined) throw new TypeError(`${row.name} needs ${variable}, which has no value here`);
    return [variable, value] as const;
  });
  return {
    NODE_ENV: 'development',
    DATA_FOLDER: surroundings.dataFolder,
    HOST: '127.0.0.1',
    PORT: String(ports.get(row.name) ?? row.port),
    LOG_LEVEL: logLevel,
    ...auth,
    CLOCK_FILE: clockFile,
    ...Object.fromEntries(own),
    ...more,
  };
}

function databaseUrlOf({ name, databaseRole }: ServiceRow, { databaseUrl, passwords }: Surroundings): string {
  const url = new URL(databaseUrl);
  if (databaseRole === undefined || databaseRole === 'admin') return url.toString();
  url.username = databaseRole;
  url.password = passwords.get(name) ?? '';
  return url.toString();
}
