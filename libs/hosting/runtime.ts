import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import type { Logger } from 'pino';
import { CommandRunner } from '#libs/commands';
import { catalog } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import type { Clock, IdSource, Uuid } from '#libs/kernel';
import { asEventSource, messagingSchema } from '#libs/messaging';
import { actingAs, connectPool, migrate, requireMigrated } from '#libs/postgres';
import { ProjectionRunner, projectionsSchema, ReadModelBehind, type ReadModels, type Spread } from '#libs/projections';
import { systemClock, systemIds } from './clock.ts';
import { InvalidConfig } from './config.ts';
import type { ContextDefinition, ProcessServices } from './context.ts';
import { withoutHandlers, type Handlers, type OpenHandlers } from './handlers.ts';
import { FaultLog } from './fault-log.ts';
import { consumerHealth, processHealth, projectionHealth, type ConsumerHealth } from './health.ts';
import { inProcessMessages, type OpenMessages } from './messages.ts';
import { Operations, type PublishedTopics } from './operations.ts';
import { ProcessRunner } from './process-runner.ts';
import { entityOf, typeormReadModels, type DocumentRow, type WaitFor } from './read-models-typeorm.ts';
import { unknownModels } from './spread.ts';
import { Standing, type ConsumerStanding } from './standing.ts';
import { StandstillWatch } from './standstill.ts';
import { chooseStore } from './store-choice.ts';

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
  /** Opens the handlers that the contexts list; needed where one does. */
  readonly openHandlers?: OpenHandlers | undefined;
  /** Hears of a fault after which consuming does not begin again by itself: a process that is deaf had better end. */
  readonly onFatal?: ((error: unknown) => void) | undefined;
  /** This process is one of several on the database: it migrates nothing and gives no positions. */
  readonly separate?: SeparateProcess | undefined;
}

export interface SeparateProcess {
  /** Every connection acts as this role, which may write the streams and read models of its context only. */
  readonly role: string;
}

const READ_WAIT_MS = 5_000;
const LEASE_TTL_MS = 5_000;
const STANDSTILL_MS = 30_000;
const POSITION_POLL_MS = 2;
/** Several processes share the connections that a server allows. */
const CONNECTIONS = { alone: { work: 24, queries: 8 }, separate: { work: 10, queries: 6 } };

/** What a runtime is made of. */
interface Parts extends ProcessServices {
  readonly options: RuntimeOptions;
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly projections: ProjectionRunner;
  readonly processes: ProcessRunner;
  readonly handlers: Handlers | undefined;
  readonly standing: Standing;
  readonly topics: PublishedTopics | undefined;
  /** Of the pool and of what queries and consumers read by. */
  readonly closeConnections: () => Promise<void>;
}

/** Everything of a process but HTTP: store with its sequencer, command runner, projections, process managers, queries. */
export class Runtime {
  readonly store: EventStore;
  readonly projections: ProjectionRunner;
  readonly processes: ProcessRunner;
  readonly runner: CommandRunner;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly operations: Operations;
  readonly #standstill: StandstillWatch;

  private constructor(private readonly parts: Parts) {
    const { options, store, pool, topics, standing } = parts;
    ({
      store: this.store,
      projections: this.projections,
      processes: this.processes,
      runner: this.runner,
      readModels: this.readModels,
      clock: this.clock,
      ids: this.ids,
    } = parts);
    const { contexts, holder, separate, standstillMs = STANDSTILL_MS } = options;
    this.operations = new Operations({ pool, store, contexts, holder, ownStreamsOnly: separate !== undefined, topics });
    this.#standstill = new StandstillWatch({
      boundMs: standstillMs,
      monotonicMs: () => performance.now(),
      caughtUp: async (consumer, head) => (await standing.of(consumer, head)).caughtUp,
    });
  }

  /**
   * Migrates the database unless another process does, then starts everything.
   * @throws InvalidConfig, SchemaNewer and the other errors of `migrate`
   */
  static async start(options: RuntimeOptions): Promise<Runtime> {
    refuseUnknown(options.spread, options.contexts);
    const opened: (() => Promise<unknown>)[] = [];
    try {
      return await Runtime.open(options, opened);
    } catch (error) {
      for (const close of opened.reverse()) await close().catch(() => undefined);
      throw error;
    }
  }

  /** Notes how to close each thing that it opens, in case that a later one cannot be. */
  private static async open(options: RuntimeOptions, opened: (() => Promise<unknown>)[]): Promise<Runtime> {
    const { contexts, holder, log, clock = systemClock, ids = systemIds, leaseTtlMs = LEASE_TTL_MS, spread } = options;
    const faults = new FaultLog(log);
    const { pool, store } = await openStore(options, leaseTtlMs, faults);
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
    });
    opened.push(() => projections.stop());
    await projections.start();
    const dataSource = await openDataSource(options, definitions.map(entityOf));
    opened.push(() => dataSource.destroy());
    const standing = new Standing({ store, contexts, positionsFollowLedger: messages.positionsFollowLedger });
    const timeoutMs = options.readWaitMs ?? READ_WAIT_MS;
    const waitFor = messages.positionsFollowLedger
      ? reaching(projections, timeoutMs)
      : havingRead(projections, standing, timeoutMs);
    const readModels = typeormReadModels(dataSource, waitFor);
    const services = { runner: new CommandRunner({ store, catalog, ids }), readModels, clock, ids };
    const managers = contexts.flatMap((context) => context.processes);
    const { source } = messages;
    const consuming = { source, pool, services, holder, leaseTtlMs, onFault };
    const handlers = await (options.openHandlers ?? withoutHandlers)(contexts, { ...consuming, log });
    const processes = new ProcessRunner({ managers, ...consuming });
    processes.start();
    await handlers?.listen();
    const closeConnections = async (): Promise<void> => {
      await messages.close();
      await dataSource.destroy();
      await pool.end();
    };
    const { topics } = messages;
    const consumers = { projections, processes, handlers, standing };
    return new Runtime({ options, store, pool, ...services, ...consumers, topics, closeConnections });
  }

  /** Resolves once these read models have passed the event. @throws ReadModelBehind past the bound */
  async waitForEvent(models: readonly { readonly name: string }[], eventId: Uuid): Promise<void> {
    const position = await this.positionOf(eventId);
    await Promise.all(models.map((model) => this.readModels.waitFor(model, position)));
  }

  /** The position of a committed event; it follows its commit within milliseconds. @throws ReadModelBehind past the bound */
  private async positionOf(eventId: Uuid): Promise<bigint> {
    const tries = Math.ceil((this.parts.options.readWaitMs ?? READ_WAIT_MS) / POSITION_POLL_MS);
    for (let left = tries; left > 0; left -= 1) {
      const position = await this.store.positionOf(eventId);
      if (position !== undefined) return position;
      await delay(POSITION_POLL_MS);
    }
    throw new ReadModelBehind(`the position of event ${eventId}`, -1n);
  }

  /** Resolves once every projection and process manager has handled all that is in the ledger, and fired all that is due. */
  async settled(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const { head, consumers } = await this.standing();
      const behind = consumers.some(({ caughtUp }) => !caughtUp);
      // Asked again: what they did since the first look may have no position yet.
      const now = await this.store.status();
      if (!behind && now.unsequenced === 0n && String(now.head) === head) return;
      if (signal?.aborted === true) throw new Error('not settled');
      await delay(POSITION_POLL_MS * 5);
    }
  }

  async health() {
    const { head, unsequenced } = await this.store.status();
    const consumers: ConsumerHealth[] = [];
    for (const consumer of await this.consumers()) consumers.push(await this.#standstill.judge(consumer, head));
    return {
      ready: consumers.every(({ healthy }) => healthy),
      head: String(head),
      unsequenced: String(unsequenced),
      consumers,
    };
  }

  /** The health, and whether each consumer has handled everything that it reads and that is in the ledger now, and fired all that is due. */
  async standing() {
    const health = await this.health();
    const consumers: (ConsumerHealth & ConsumerStanding)[] = [];
    for (const consumer of health.consumers) {
      const { caughtUp } = await this.parts.standing.of(consumer, BigInt(health.head));
      consumers.push({ ...consumer, caughtUp: caughtUp && consumer.dueTimers === undefined });
    }
    return { ...health, consumers };
  }

  private async consumers(): Promise<readonly ConsumerHealth[]> {
    const projected = await this.projections.status();
    const managed = await this.processes.status();
    const handled = (await this.parts.handlers?.status()) ?? [];
    return [...projected.map(projectionHealth), ...managed.map(processHealth), ...handled.map(consumerHealth)];
  }

  /** Lets a paused projection, process manager or handler try its event again. False when none of that name is paused. */
  async resume(consumer: string): Promise<boolean> {
    const projected = await this.projections.resume(consumer);
    return projected || (await this.processes.resume(consumer));
  }

  /** Ends what was started, in the order that loses nothing: consumers first, the store after them, connections last. */
  async stop(): Promise<void> {
    await Promise.all([this.processes.stop(), this.parts.handlers?.close()]);
    await this.projections.stop();
    await this.store.close();
    await this.parts.closeConnections();
  }
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
): Promise<{ readonly pool: pg.Pool; readonly store: EventStore }> {
  const role = separate?.role;
  const max = connectionsOf(separate).work;
  const pool = connectPool(databaseUrl, { max, applicationName: `grappe ${holder}`, role });
  try {
    const prepareSchema = separate === undefined ? migrate : requireMigrated;
    const choice = await chooseStore(kurrentUrl);
    for (const schema of [choice.schema, projectionsSchema, messagingSchema]) await prepareSchema(pool, schema);
    const onError = (error: unknown): void => {
      faults.tell(error, 'the store met a fault');
    };
    const sequencer = separate === undefined;
    const store = await choice.open({ databaseUrl, holder, leaseMs, sequencer, role, onError });
    return { pool, store };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function openDataSource(
  { databaseUrl, separate }: RuntimeOptions,
  entities: EntitySchema<DocumentRow>[],
): Promise<DataSource> {
  const url = separate === undefined ? databaseUrl : actingAs(databaseUrl, separate.role);
  const dataSource = new DataSource({ type: 'postgres', url, entities, poolSize: connectionsOf(separate).queries });
  return await dataSource.initialize();
}

/** @throws ReadModelBehind past the bound */
function reaching(projections: ProjectionRunner, timeoutMs: number): WaitFor {
  return async (name, position) => {
    if ((await projections.waitFor(name, position, { timeoutMs })) !== 'reached')
      throw new ReadModelBehind(name, position);
  };
}

/** Waits for the last event that the model reads: on a broker, its position does not move beyond. @throws as `reaching` */
function havingRead(projections: ProjectionRunner, standing: Standing, timeoutMs: number): WaitFor {
  const reach = reaching(projections, timeoutMs);
  return async (name, position) => {
    const last = await standing.lastToRead(name, await projections.position(name), position + 1n);
    if (last !== undefined) await reach(name, last);
  };
}

function connectionsOf(separate: SeparateProcess | undefined) {
  return separate === undefined ? CONNECTIONS.alone : CONNECTIONS.separate;
}
