import type pg from 'pg';
import type { Logger } from 'pino';
import { UnitOfWork, type CommandBus } from '#libs/commands';
import { catalog } from '#libs/contracts';
import type { EventStore, PersonalTexts, StoreObserver } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { asEventSource } from '#libs/messaging';
import { connectPool, migrate, requireMigrated } from '#libs/postgres';
import { ProjectionRunner, ReadModelBehind, type ShardAssignments } from '#libs/projections';
import { PostgresActors } from './actors.ts';
import { systemClock, systemIds } from './clock.ts';
import { InvalidConfig } from './config.ts';
import type { ContextDefinition } from './context.ts';
import { FaultLog } from './fault-log.ts';
import { inProcessMessages, type OpenMessages } from './messages.ts';
import { openPersonalKeys, type PersonalSettings } from './personal-keys.ts';
import { ProcessManagerRunner } from './process-managers.ts';
import type { WaitFor } from './read-models-typeorm.ts';
import { ConsumerLag } from './consumer-lag.ts';
import { SHARED_SCHEMAS } from './schemas.ts';
import { chooseStore } from './store-choice.ts';
import { Telemetry } from './telemetry/index.ts';

export interface RuntimeOptions {
  /** A PostgreSQL in which this system owns its schemas. */
  readonly databaseUrl: string;
  /** The KurrentDB that keeps the events. Default: they are in the database. */
  readonly kurrentUrl?: string | undefined;
  readonly contexts: readonly ContextDefinition[];
  /** How personal texts are kept. */
  readonly personal: PersonalSettings;
  readonly clock?: Clock | undefined;
  /** The name of this process in leases and connections. */
  readonly holder: string;
  readonly log: Logger;
  /** How long a query waits for a read model before it answers 503. Default: 5,000 ms. */
  readonly readWaitMs?: number | undefined;
  /** How long the leases of a dead process (sequencer, projections, process managers) hold. Default: 5,000 ms. */
  readonly leaseTtlMs?: number | undefined;
  /** Which shard of a read model runs here. Default: every read model as a whole. */
  readonly shards?: ShardAssignments | undefined;
  /** How long a consumer may stand before an event that it reads until it counts as stalled. Default: 30,000 ms. */
  readonly stallMs?: number | undefined;
  /** Where its consumers read from. Default: the store's own subscription. */
  readonly openMessages?: OpenMessages | undefined;
  /** Called with a fault after which consumers receive nothing any more: the process should end. */
  readonly onFatal?: ((error: unknown) => void) | undefined;
  /** Where it reports what it does. Default: the log alone. */
  readonly telemetry?: Telemetry | undefined;
  /**
   * This process is one of several on the database: it migrates nothing and gives no positions, and every connection acts as this
   * role, which may write the streams and read models of its context only.
   */
  readonly role?: string | undefined;
}

/** How long a query waits by default. */
export const READ_WAIT_MS = 5_000;
const LEASE_TTL_MS = 5_000;
/** Several services share the connections that a server allows. */
const CONNECTIONS = { alone: { work: 24, queries: 8 }, separate: { work: 10, queries: 6 } };

/** The parts of a runtime. `close` ends what reads and writes, and the connections last. */
export type RuntimeParts = Awaited<ReturnType<typeof openRuntime>>;

/**
 * Migrates the database (unless another process does), then starts everything but process managers. On a failure it closes what it opened.
 * @throws InvalidConfig, SchemaNewer and the other errors of `migrate`
 */
export async function openRuntime(options: RuntimeOptions) {
  refuseUnknown(options.shards, options.contexts);
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    return { ...(await openParts(options, opened)), close };
  } catch (error) {
    for (const closeOne of opened.splice(0).reverse()) await closeOne().catch(() => undefined);
    throw error;
  }
}

/** Records in `opened` how to close each part. */
async function openParts(options: RuntimeOptions, opened: (() => Promise<unknown>)[]) {
  const { contexts, holder, log, clock = systemClock, leaseTtlMs = LEASE_TTL_MS, shards } = options;
  const { databaseUrl, role, telemetry = new Telemetry({ kind: 'service', log }) } = options;
  const connections = role === undefined ? CONNECTIONS.alone : CONNECTIONS.separate;
  const faults = new FaultLog(log);
  const pool = connectPool(databaseUrl, { max: connections.work, applicationName: `grappe ${holder}`, role });
  opened.push(() => pool.end());
  telemetry.store.opened('work', pool);
  await prepareSchemas(options, pool);
  const personal = await openPersonalKeys(options.personal, databaseUrl, holder, (keys) => {
    telemetry.store.opened('keys', keys);
  });
  opened.push(() => personal.close());
  const store = await openStore(options, personal.texts, leaseTtlMs, faults, telemetry.store);
  opened.push(() => store.close());
  const openMessages = options.openMessages ?? inProcessMessages;
  const { source, topics, positionsFollowLedger, isFatal } = await openMessages(store, personal.texts);
  const onFault = (error: unknown, consumer: string): void => {
    faults.report(error, 'a consumer met a fault', consumer);
    if (isFatal(error)) options.onFatal?.(error);
  };
  const models = contexts.flatMap(({ projections }) => projections);
  const projections = new ProjectionRunner({
    pool,
    source: asEventSource(source),
    reader: store,
    projections: models,
    shards,
    holder,
    pace: { leaseTtlMs },
    onFault: ({ name }, error) => {
      onFault(error, name);
    },
    observer: telemetry.projections,
  });
  opened.push(() => projections.stop());
  await projections.start();
  const lag = new ConsumerLag({ store, contexts, positionsFollowLedger });
  const { openReadModels } = await import('./read-models-typeorm.ts');
  const { readModels, close } = await openReadModels({
    databaseUrl,
    role,
    poolSize: connections.queries,
    projections: models,
    waitFor: waitingFor(projections, positionsFollowLedger ? undefined : lag, options.readWaitMs ?? READ_WAIT_MS),
    onPool: (queries) => telemetry.store.opened('queries', queries),
  });
  opened.push(close);
  const unitOfWork = new UnitOfWork({ store, catalog, ids: systemIds });
  const services = { unitOfWork, readModels, clock, ids: systemIds };
  const managers = contexts.flatMap(({ processManagers }) => processManagers);
  const observer = telemetry.consumers(!positionsFollowLedger);
  /** The process managers, with the bus on which their commands travel. They do nothing before `start`. */
  const managersOver = (bus: CommandBus): ProcessManagerRunner =>
    new ProcessManagerRunner({
      managers,
      source,
      pool,
      services: { ...services, bus },
      holder,
      leaseTtlMs,
      onFault,
      observer,
    });
  const actors = new PostgresActors(pool, systemIds);
  const { keyRing } = personal;
  return { options, store, pool, actors, keyRing, ...services, projections, managersOver, lag, telemetry, topics };
}

/** @throws InvalidConfig for a name that no model here has: a misspelt model would run as a whole */
function refuseUnknown(shards: ShardAssignments = {}, contexts: readonly ContextDefinition[]): void {
  const names = contexts.flatMap(({ projections }) => projections.map(({ name }) => name));
  const unknown = Object.keys(shards).filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new InvalidConfig(
    `SHARDS names no read model of this process: ${unknown.join(', ')}; it has ${names.join(', ')}`,
  );
}

async function prepareSchemas({ kurrentUrl, role }: RuntimeOptions, pool: pg.Pool): Promise<void> {
  const prepareSchema = role === undefined ? migrate : requireMigrated;
  const { schema: storeSchema } = await chooseStore(kurrentUrl);
  for (const schema of [storeSchema, ...SHARED_SCHEMAS]) await prepareSchema(pool, schema);
}

async function openStore(
  { databaseUrl, kurrentUrl, holder, role }: RuntimeOptions,
  personal: PersonalTexts,
  leaseMs: number,
  faults: FaultLog,
  observer: StoreObserver,
): Promise<EventStore> {
  const sequencer = role === undefined;
  const choice = await chooseStore(kurrentUrl);
  const onError = (error: unknown): void => {
    faults.report(error, 'the store met a fault');
  };
  return await choice.open({ databaseUrl, holder, leaseMs, sequencer, role, personal, onError, observer });
}

/**
 * Waits for the position, or for the last event before it that the model reads: on a broker, its position does not move beyond.
 * @throws ReadModelBehind past the bound
 */
function waitingFor(projections: ProjectionRunner, lag: ConsumerLag | undefined, timeoutMs: number): WaitFor {
  return async (name, position) => {
    const last =
      lag === undefined ? position : await lag.lastToRead(name, await projections.position(name), position + 1n);
    if (last === undefined || (await projections.waitFor(name, last, { timeoutMs })) === 'reached') return;
    throw new ReadModelBehind(name, last);
  };
}
