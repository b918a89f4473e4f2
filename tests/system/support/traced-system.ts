import { pino } from 'pino';
import { provisionDatabase, readConfig } from '#libs/hosting';
import { Telemetry, type ProcessKind } from '#libs/hosting/telemetry';
import { MemoryTraces, type EndedSpan } from '#libs/hosting/telemetry/testing';
import { eventually } from '#libs/kernel/testing';
import { testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';
import { moduleOver, newDevelopmentKey, startService, type Service } from '#libs/nest-kit';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { startRelay, type RelayService } from '../../../apps/relay/src/relay-service.ts';
import { Api } from './api.ts';

/** A span and the process that made it. */
export interface FoundSpan extends EndedSpan {
  readonly process: string;
}

const log = pino({ level: 'silent' });

/** Services and relay on PostgreSQL and Kafka, each with a tracer and a registry of its own as in a process of its own. */
export class TracedSystem {
  readonly #traces = new Map<string, MemoryTraces>();
  readonly #services = new Map<string, Service>();
  #relay: RelayService | undefined;
  #api: Api | undefined;

  private constructor(
    private readonly database: TestDatabase,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<TracedSystem> {
    const database = await createTestDatabase();
    const logins = contexts.map(({ name: context }) => ({ context, password: undefined }));
    await provisionDatabase(database.url, logins);
    const system = new TracedSystem(database, {
      AUTH: 'development',
      NODE_ENV: 'test',
      PORT: '0',
      DEVELOPMENT_KEY: await newDevelopmentKey(),
      KAFKA_BROKERS: testBrokers().join(','),
      KAFKA_TOPIC_PREFIX: `${uniquePrefix()}.`,
      KAFKA_PARTITIONS: '1',
    });
    const config = readConfig({ ...system.environment, DATABASE_URL: database.url });
    system.#relay = await startRelay({ config, log, telemetry: system.#telemetry('relay', 'relay') });
    await Promise.all(contexts.map((context) => system.#serve(context)));
    system.#api = (await Api.connect(system.urlOf('mergers'), 'spec')).routed((path) =>
      system.urlOf(path.slice(0, path.indexOf('/'))),
    );
    return system;
  }

  get api(): Api {
    if (this.#api === undefined) throw new Error('the system has not started');
    return this.#api;
  }

  /** The address of a service by its context, or of the relay. */
  urlOf(process: string): string {
    const url = process === 'relay' ? this.#relay?.url : this.#services.get(process)?.url;
    if (url === undefined) throw new Error(`no process ${process}`);
    return url;
  }

  /** Every span that has ended, whichever process made it. */
  spans(): readonly FoundSpan[] {
    return [...this.#traces].flatMap(([process, traces]) => traces.ended().map((span) => ({ ...span, process })));
  }

  /** Resolves once every service has handled all that is recorded, and all that came of it. */
  async untilSettled(): Promise<void> {
    const heads = async (): Promise<readonly string[]> => {
      const statuses = await Promise.all([...this.#services.values()].map(({ runtime }) => runtime.status()));
      const isDone = statuses.every(
        ({ unsequenced, consumers }) => unsequenced === '0' && consumers.every(({ caughtUp }) => caughtUp),
      );
      return isDone ? statuses.map(({ head }) => head) : [];
    };
    // Looked at twice: what one did after it was looked at is work for another.
    await eventually(
      'every service has handled everything',
      async () => {
        const before = await heads();
        return before.length > 0 && new Set([...before, ...(await heads())]).size === 1;
      },
      { deadlineMs: 60_000 },
    );
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#services.values()].map((service) => service.stop()));
    await this.#relay?.stop();
    await this.database.drop();
  }

  async #serve(context: (typeof contexts)[number]): Promise<void> {
    const url = new URL(this.database.url);
    url.username = `grappe_${context.name}`;
    const config = readConfig({ ...this.environment, DATABASE_URL: url.toString() });
    const telemetry = this.#telemetry('service', context.name);
    const onFatal = (error: unknown): never => {
      throw error;
    };
    this.#services.set(
      context.name,
      await startService({ module: moduleOver(context), config, log, telemetry, onFatal }),
    );
  }

  #telemetry(kind: ProcessKind, process: string): Telemetry {
    const traces = new MemoryTraces();
    this.#traces.set(process, traces);
    return new Telemetry({ kind, log, spans: traces.spans });
  }
}
