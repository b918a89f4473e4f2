import { expect } from '@jest/globals';
import type pg from 'pg';
import { catalog } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { eventually } from '#libs/kernel/testing';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { messagingSchema } from '../../schema.ts';
import { MessageSamples } from '../../testing/contract-samples.ts';
import { findRelay, RELAY_LEASE, runRelay, type RelayOptions } from '../index.ts';
import { MemoryTopics } from './memory-topics.ts';

/** A relay under test: its row in a real database, the ledger in memory, the topics in memory. */
export class RelayDatabase {
  readonly samples = new MessageSamples();
  readonly topics = new MemoryTopics();
  readonly faults: unknown[] = [];
  readonly #running: { readonly stop: AbortController; readonly done: Promise<void> }[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
    readonly store: EventStore,
  ) {}

  static async create(): Promise<RelayDatabase> {
    const database = await createTestDatabase();
    const pool = connectPool(database.url, { max: 16 });
    await migrate(pool, messagingSchema);
    return new RelayDatabase(database, pool, new MemoryEventStore(catalog));
  }

  async append(count: number): Promise<void> {
    for (const { stream, event } of this.samples.interleaved(count)) await this.store.append(stream, 'any', [event]);
  }

  run(options: Partial<RelayOptions> = {}) {
    const stop = new AbortController();
    const done = runRelay({
      store: this.store,
      pool: this.pool,
      publisher: this.topics,
      holder: 'spec',
      signal: stop.signal,
      onFault: (error) => this.faults.push(error),
      leaseTtlMs: 5_000,
      pollMs: 5,
      backoffMs: 1,
      ...options,
    });
    const relay = { done, end: () => this.#end(stop, done) };
    this.#running.push({ stop, done });
    return relay;
  }

  /** What a pause past the lease comes to: the next one that asks gets it. */
  async expireLease(): Promise<void> {
    await this.pool.query(`update grappe.leases set expires_at = '-infinity' where name = $1`, [RELAY_LEASE]);
  }

  async published(position: bigint): Promise<void> {
    await eventually(`everything before ${String(position)} is published`, async () =>
      expect((await findRelay(this.pool))?.position).toBe(position),
    );
  }

  async close(): Promise<void> {
    for (const { stop, done } of this.#running) await this.#end(stop, done);
    await this.store.close();
    await this.pool.end();
    await this.database.drop();
  }

  async #end(stop: AbortController, done: Promise<void>): Promise<void> {
    stop.abort();
    await done;
  }
}
