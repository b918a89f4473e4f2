import { expect } from '@jest/globals';
import { Module, type DynamicModule, type INestMicroservice, type Type } from '@nestjs/common';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ContractSamples } from '#libs/event-store/testing';
import type { RecordedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { findConsumer, messagingSchema } from '#libs/messaging';
import { storeHarness, type MessagingHarness, type Publication } from '#libs/messaging/testing';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { LedgerTransport, ledgerMicroservice, type LedgerTransportOptions } from '../index.ts';

@Module({})
class HandlersModule {}

/** A database, published events, and Nest applications of handlers over them. */
export class LedgerBench {
  readonly samples = new ContractSamples(0x7a);
  /** Every fault that a consumer met, by its message. */
  readonly faults: string[] = [];
  readonly #applications = new Set<INestMicroservice>();

  private constructor(
    readonly database: TestDatabase,
    readonly pool: Pool,
    readonly harness: MessagingHarness,
  ) {}

  static async open(openHarness: () => Promise<MessagingHarness> = memoryHarness): Promise<LedgerBench> {
    const database = await createTestDatabase();
    const pool = connectPool(database.url);
    await migrate(pool, messagingSchema);
    return new LedgerBench(database, pool, await openHarness());
  }

  transport(options: Partial<LedgerTransportOptions> = {}): LedgerTransport {
    const transport = new LedgerTransport({
      source: this.harness.source,
      pool: this.pool,
      holder: 'spec',
      policy: { attempts: 3, backoffMs: 1 },
      leaseTtlMs: 2_000,
      pollMs: 10,
      ...options,
    });
    transport.on('fault', (error, name) =>
      this.faults.push(`${name}: ${error instanceof Error ? error.message : JSON.stringify(error)}`),
    );
    return transport;
  }

  /** An application of these controllers that listens. */
  async start(
    parts: Pick<DynamicModule, 'controllers' | 'providers'>,
    options: Partial<LedgerTransportOptions> = {},
    configure: (application: INestMicroservice) => void = () => undefined,
  ): Promise<{ readonly application: INestMicroservice; readonly transport: LedgerTransport }> {
    const transport = this.transport(options);
    const application = await ledgerMicroservice({ module: HandlersModule, ...parts }, transport, false);
    configure(application);
    await application.listen();
    this.#applications.add(application);
    return { application, transport };
  }

  async startOf(...controllers: readonly Type[]) {
    return await this.start({ controllers: [...controllers] });
  }

  /** Registers organisations of these names, each on a stream of its own. */
  async publish(...names: readonly string[]): Promise<readonly RecordedEvent[]> {
    return await this.harness.publish(names.map((name) => this.registration(name)));
  }

  registration(name: string): Publication {
    return { stream: this.samples.organisation(), event: this.samples.registered(name) };
  }

  status(name: string) {
    return findConsumer(this.pool, name);
  }

  async handledUpTo(name: string, position: bigint): Promise<void> {
    await eventually(`${name} has handled all before ${String(position)}`, async () =>
      expect((await this.status(name))?.position).toBe(position),
    );
  }

  async paused(name: string): Promise<void> {
    await eventually(`${name} pauses`, async () => expect((await this.status(name))?.state).toBe('paused'));
  }

  async close(): Promise<void> {
    for (const application of this.#applications) await application.close();
    await this.harness.close();
    await this.pool.end();
    await this.database.drop();
  }
}

function memoryHarness(): Promise<MessagingHarness> {
  const store = new MemoryEventStore(catalog);
  return Promise.resolve(storeHarness(store, () => store.close()));
}

/** A promise in the hands of a test. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
