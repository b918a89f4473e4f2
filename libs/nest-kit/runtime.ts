import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import { catalog } from '#libs/contracts';
import { CommandRunner, type EventStore } from '#libs/event-store';
import { openPostgresEventStore, storeSchema } from '#libs/event-store/postgres';
import type { Clock, IdSource, Uuid } from '#libs/kernel';
import { asEventSource, messagingSchema } from '#libs/messaging';
import { InProcessSource } from '#libs/messaging/in-process';
import { connectPool, migrate } from '#libs/postgres';
import { ProjectionRunner, projectionsSchema } from '#libs/projections';
import { systemClock, systemIds } from './clock.ts';
import type { ContextDefinition } from './context.ts';
import type { ConsumerHealth } from './http/health.controller.ts';
import type { ReadTokenWaiter } from './http/read-token.interceptor.ts';
import type { OperationsSource } from './http/operations.controller.ts';
import { Operations } from './operations.ts';
import { ProcessRunner } from './process-runner.ts';
import { entityOf, typeormReadModels } from './read-models-typeorm.ts';
import { ReadModelBehind, type ReadModels } from './read-models.ts';

export interface RuntimeOptions {
  /** A PostgreSQL in which this system owns its schemas. */
  readonly databaseUrl: string;
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
}

const READ_WAIT_MS = 5_000;
const LEASE_TTL_MS = 5_000;
const POSITION_POLL_MS = 2;

/** Everything of a process but HTTP: store with its sequencer, command runner, projections, process managers, queries. */
export class Runtime implements ReadTokenWaiter, OperationsSource {
  readonly runner: CommandRunner;
  readonly operations: Operations;

  private constructor(
    readonly store: EventStore,
    readonly projections: ProjectionRunner,
    readonly readModels: ReadModels,
    readonly processes: ProcessRunner,
    readonly clock: Clock,
    readonly ids: IdSource,
    private readonly options: RuntimeOptions,
    pool: pg.Pool,
    private readonly closeConnections: () => Promise<void>,
  ) {
    const { contexts, holder } = options;
    this.operations = new Operations({ pool, store, contexts, holder });
    this.runner = processes.services.runner;
  }

  /** Migrates the database, then starts everything. @throws SchemaNewer and the other errors of `migrate` */
  static async start(options: RuntimeOptions): Promise<Runtime> {
    const { databaseUrl, contexts, holder, log, clock = systemClock, ids = systemIds } = options;
    const leaseTtlMs = options.leaseTtlMs ?? LEASE_TTL_MS;
    const pool = connectPool(databaseUrl, { max: 24, applicationName: `grappe ${holder}` });
    for (const schema of [storeSchema, projectionsSchema, messagingSchema]) await migrate(pool, schema);
    const store = await openPostgresEventStore({ url: databaseUrl, catalog, holder, leaseMs: leaseTtlMs });
    const definitions = contexts.flatMap((context) => context.projections);
    const projections = new ProjectionRunner({
      pool,
      source: asEventSource(new InProcessSource(store)),
      reader: store,
      projections: definitions,
      holder,
      pace: { leaseTtlMs },
      onFault: (projection, error) => {
        log.error({ err: error, projection: projection.name }, 'a projection met a fault');
      },
    });
    await projections.start();
    const dataSource = new DataSource({
      type: 'postgres',
      url: databaseUrl,
      entities: definitions.map(entityOf),
      poolSize: 8,
    });
    await dataSource.initialize();
    const waitMs = options.readWaitMs ?? READ_WAIT_MS;
    const readModels = typeormReadModels(dataSource, async (name, position) => {
      const waited = await projections.waitFor(name, position, { timeoutMs: waitMs });
      if (waited !== 'reached') throw new ReadModelBehind(name, position);
    });
    const services = { runner: new CommandRunner({ store, catalog, ids }), readModels, clock, ids };
    const managers = contexts.flatMap((context) => context.processes);
    const processes = new ProcessRunner({
      managers,
      source: new InProcessSource(store),
      pool,
      services,
      holder,
      leaseTtlMs,
      log,
    });
    processes.start();
    return new Runtime(store, projections, readModels, processes, clock, ids, options, pool, async () => {
      await dataSource.destroy();
      await pool.end();
    });
  }

  async waitForEvent(context: string, eventId: Uuid): Promise<void> {
    const position = await this.positionOf(eventId);
    const own = this.options.contexts.find(({ name }) => name === context)?.projections ?? [];
    await Promise.all(own.map((projection) => this.readModels.waitFor(projection, position)));
  }

  /** The position of a committed event; it follows its commit within milliseconds. @throws ReadModelBehind past the bound */
  private async positionOf(eventId: Uuid): Promise<bigint> {
    const tries = Math.ceil((this.options.readWaitMs ?? READ_WAIT_MS) / POSITION_POLL_MS);
    for (let left = tries; left > 0; left -= 1) {
      const position = await this.store.positionOf(eventId);
      if (position !== undefined) return position;
      await delay(POSITION_POLL_MS);
    }
    throw new ReadModelBehind(`the position of event ${eventId}`, -1n);
  }

  /** Resolves once every projection and process manager has handled everything that is in the ledger now. */
  async settled(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const { head, unsequenced } = await this.store.status();
      const consumers = [...(await this.projections.status()), ...(await this.processes.status())];
      const behind = consumers.some(({ position }) => position < head);
      if (unsequenced === 0n && !behind && (await this.store.status()).head === head) return;
      if (signal?.aborted === true) throw new Error('not settled');
      await delay(POSITION_POLL_MS * 5);
    }
  }

  async health() {
    const { head, unsequenced } = await this.store.status();
    const consumers = await this.consumers();
    return {
      ready: consumers.every(({ healthy }) => healthy),
      head: String(head),
      unsequenced: String(unsequenced),
      consumers,
    };
  }

  private async consumers(): Promise<readonly ConsumerHealth[]> {
    const all = [...(await this.projections.status()), ...(await this.processes.status())];
    return all.map(({ name, state, position, error }) => ({
      name,
      state,
      position: String(position),
      healthy: state !== 'paused',
      ...(error === undefined ? {} : { error: JSON.stringify(error) }),
    }));
  }

  /** Lets a paused projection or process manager try its event again. False when none of that name is paused. */
  async resume(consumer: string): Promise<boolean> {
    const projected = await this.projections.resume(consumer);
    return projected || (await this.processes.resume(consumer));
  }

  /** Ends what was started, in the order that loses nothing: consumers first, the store after them, connections last. */
  async stop(): Promise<void> {
    await this.processes.stop();
    await this.projections.stop();
    await this.store.close();
    await this.closeConnections();
  }
}
