import type pg from 'pg';
import type { Logger } from 'pino';
import { UnitOfWork, type CommandBus } from '#libs/commands';
import { catalog } from '#libs/contracts';
import type { EventStore, StoreObserver } from '#libs/event-store';
import type { Clock, IdSource } from '#libs/kernel';
import { asEventSource, messagingSchema } from '#libs/messaging';
import { actingAs, connectPool, migrate, requireMigrated } from '#libs/postgres';
import { ProjectionRunner, projectionsSchema, ReadModelBehind, type ReadModels, type Spread } from '#libs/projections';
import { systemClock, systemIds } from './clock.ts';
import { InvalidConfig } from './config.ts';
import type { ContextDefinition } from './context.ts';
import { FaultLog } from './fault-log.ts';
import { inProcessMessages, type OpenMessages } from './messages.ts';
import type { PublishedTopics } from './operations.ts';
import { ProcessRunner } from './process-runner.ts';
import type { WaitFor } from './read-models-typeorm.ts';
import { unknownModels } from './spread.ts';
import { ConsumerLag } from './consumer-lag.ts';
import { chooseStore } from './store-choice.ts';
import { Telemetry } from './telemetry/index.ts';

export interface RuntimeOptions {
  /** A PostgreSQL in which this system owns its schemas. */
  readonly databaseUrl: string;
  /** The KurrentDB that keeps the events; they are in the database unless told. */
  readonly kurrentUrl?: string | undefined;
  readonly contexts: readonly ContextDefinition[];
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
  /** Who this process is, for people who look at leases and connections. */
  readonly holder: string;
  readonly log: Logger;
  /** How long a query waits for a read model before it answers 503. */
  readonly readWaitMs?: number | undefined;
  /** How long a dead process's leases (sequencer, projections, process managers) hold; 5,000 unless told. */
  readonly leaseTtlMs?: number | undefined;
  /** Which share of a read model this process runs; all of those that are not named. */
  readonly spread?: Spread | undefined;
  /** How long a consumer may stand before an event that it reads, before the process is not ready; 30,000 unless told. */
  readonly standstillMs?: number | undefined;
  /** Where its consumers read from; the store's own subscription unless told. */
  readonly openMessages?: OpenMessages | undefined;
  /** Hears of a fault after which consuming does not begin again by itself: a process that is deaf had better end. */
  readonly onFatal?: ((error: unknown) => void) | undefined;
  /** Where it tells what it does; to the log alone unless told. */
  readonly telemetry?: Telemetry | undefined;
  /** How often the gauges of its consumers are read, in milliseconds. Default: 5,000. */
  readonly statusMs?: number | undefined;
  /** This process is one of several on the database: it migrates nothing and gives no positions. */
  readonly separate?: SeparateProcess | undefined;
}

export interface SeparateProcess {
  /** Every connection acts as this role, which may write the streams and read models of its context only. */
  readonly role: string;
}

/** How long a query waits unless told. */
export const READ_WAIT_MS = 5_000;
const LEASE_TTL_MS = 5_000;
/** Several processes share the connections that a server allows. */
const CONNECTIONS = { alone: { work: 24, queries: 8 }, separate: { work: 10, queries: 6 } };

/** What a runtime is made of. */
export interface RuntimeParts {
  readonly options: RuntimeOptions;
  readonly unitOfWork: UnitOfWork;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly projections: ProjectionRunner;
  /** The process managers, with the bus on which their commands travel. They do nothing before `start`. */
  readonly processesOver: (bus: CommandBus) => ProcessRunner;
  readonly lag: ConsumerLag;
  readonly topics: PublishedTopics | undefined;
  readonly telemetry: Telemetry;
  /** Of the pool and of what queries and consumers read by. */
  readonly closeConnections: () => Promise<void>;
}

/**
 * Migrates the database unless another process does, then starts everything but process managers; closes what it opened when a later thing cannot be.
 * @throws InvalidConfig, SchemaNewer and the other errors of `migrate`
 */
export async function openRuntime(options: RuntimeOptions): Promise<RuntimeParts> {
  refuseUnknown(options.spread, options.contexts);
  const opened: (() => Promise<unknown>)[] = [];
  try {
    return await openParts(options, opened);
  } catch (error) {
    for (const close of opened.reverse()) await close().catch(() => undefined);
    throw error;
  }
}

/** Notes how to close each thing that it opens. */
async function openParts(options: RuntimeOptions, opened: (() => Promise<unknown>)[]): Promise<RuntimeParts> {
  const { contexts, holder, log, clock = systemClock, ids = systemIds, leaseTtlMs = LEASE_TTL_MS, spread } = options;
  const { telemetry = new Telemetry({ kind: 'service', log }) } = options;
  const faults = new FaultLog(log);
  const { pool, store } = await openStore(options, leaseTtlMs, faults, telemetry.store);
  opened.push(
    () => pool.end(),
    () => store.close(),
  );
  const messages = await (options.openMessages ?? inProcessMessages)(store);
  opened.push(() => messages.close());
  const definitions = contexts.flatMap((context) => context.projections);
  const onFault = (error: unknown, consumer: string): void => {
    faults.tell(error, 'a consumer met a fault', consumer);
    if (messages.isFatal(error)) options.onFatal?.(error);
  };
  const projections = new ProjectionRunner({
    pool,
    source: asEventSource(messages.source),
    reader: store,
    projections: definitions,
    spread,
    holder,
    pace: { leaseTtlMs },
    onFault: ({ name }, error) => {
      onFault(error, name);
    },
    observer: telemetry.projections,
  });
  opened.push(() => projections.stop());
  await projections.start();
  const lag = new ConsumerLag({ store, contexts, positionsFollowLedger: messages.positionsFollowLedger });
  const timeoutMs = options.readWaitMs ?? READ_WAIT_MS;
  const waitFor = messages.positionsFollowLedger
    ? reaching(projections, timeoutMs)
    : havingRead(projections, lag, timeoutMs);
  const { openReadModels } = await import('./read-models-typeorm.ts');
  const read = { url: connectionUrl(options), poolSize: connectionsOf(options.separate).queries };
  const { readModels, close } = await openReadModels({
    ...read,
    projections: definitions,
    waitFor,
    onPool: (opened) => telemetry.store.opened('queries', opened),
  });
  opened.push(close);
  const services = { unitOfWork: new UnitOfWork({ store, catalog, ids }), readModels, clock, ids };
  const managers = contexts.flatMap((context) => context.processes);
  const { source } = messages;
  const observer = telemetry.consumers(!messages.positionsFollowLedger);
  const processesOver = (bus: CommandBus): ProcessRunner =>
    new ProcessRunner({
      managers,
      source,
      pool,
      services: { ...services, bus },
      holder,
      leaseTtlMs,
      onFault,
      observer,
    });
  const closeConnections = async (): Promise<void> => {
    await messages.close();
    await close();
    await pool.end();
  };
  const { topics } = messages;
  const consumers = { projections, processesOver, lag, telemetry };
  return { options, store, pool, ...services, ...consumers, topics, closeConnections };
}

/** @throws InvalidConfig */
function refuseUnknown(spread: Spread = {}, contexts: readonly ContextDefinition[]): void {
  const names = contexts.flatMap(({ projections }) => projections.map(({ name }) => name));
  const unknown = unknownModels(spread, names);
  if (unknown.length === 0) return;
  throw new InvalidConfig(
    `SPREAD names no read model of this process: ${unknown.join(', ')}; it has ${names.join(', ')}`,
  );
}

async function openStore(
  { databaseUrl, kurrentUrl, holder, separate }: RuntimeOptions,
  leaseMs: number,
  faults: FaultLog,
  observer: StoreObserver,
): Promise<{ readonly pool: pg.Pool; readonly store: EventStore }> {
  const role = separate?.role;
  const max = connectionsOf(separate).work;
  const pool = connectPool(databaseUrl, { max, applicationName: `grappe ${holder}`, role });
  observer.opened('work', pool);
  try {
    const prepareSchema = separate === undefined ? migrate : requireMigrated;
    const choice = await chooseStore(kurrentUrl);
    for (const schema of [choice.schema, projectionsSchema, messagingSchema]) await prepareSchema(pool, schema);
    const onError = (error: unknown): void => {
      faults.tell(error, 'the store met a fault');
    };
    const sequencer = separate === undefined;
    const store = await choice.open({ databaseUrl, holder, leaseMs, sequencer, role, onError, observer });
    return { pool, store };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** @throws ReadModelBehind past the bound */
function reaching(projections: ProjectionRunner, timeoutMs: number): WaitFor {
  return async (name, position) => {
    if ((await projections.waitFor(name, position, { timeoutMs })) !== 'reached')
      throw new ReadModelBehind(name, position);
  };
}

/** Waits for the last event that the model reads: on a broker, its position does not move beyond. @throws as `reaching` */
function havingRead(projections: ProjectionRunner, lag: ConsumerLag, timeoutMs: number): WaitFor {
  const reach = reaching(projections, timeoutMs);
  return async (name, position) => {
    const last = await lag.lastToRead(name, await projections.position(name), position + 1n);
    if (last !== undefined) await reach(name, last);
  };
}

function connectionUrl({ databaseUrl, separate }: RuntimeOptions): string {
  return separate === undefined ? databaseUrl : actingAs(databaseUrl, separate.role);
}

function connectionsOf(separate: SeparateProcess | undefined) {
  return separate === undefined ? CONNECTIONS.alone : CONNECTIONS.separate;
}
