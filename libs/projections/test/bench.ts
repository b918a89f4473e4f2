import type pg from 'pg';
import { MemoryEventStore } from '#libs/event-store/memory';
import type { EventSource, JsonObject, ProposedEvent } from '#libs/kernel';
import { connectPool } from '#libs/postgres';
import { RecycledDatabases, type TestDatabase } from '#libs/postgres/testing';
import { projectionsSchema } from '../tables/schema.ts';
import { placeOf, sqlName, type Place } from '../tables/table.ts';
import type { Projection } from '../projection.ts';
import { ProjectionRunner, type RunnerOptions } from '../running/runner.ts';
import { recorded, type Happened } from '../testing/index.ts';
import type { BankEvents } from './accounts.ts';

/** A catalog that takes every event. */
export const anyEvent = {
  currentVersion: (): number => 1,
  check: (): readonly string[] => [],
  upcast: (_type: string, schemaVersion: number, data: JsonObject) => ({ schemaVersion, data }),
};

const databases = new RecycledDatabases([projectionsSchema]);

/** Everything a specification of projections works on: a ledger in memory and read models in a real database. */
export class Workbench {
  readonly store = new MemoryEventStore(anyEvent);
  readonly faults: unknown[] = [];
  readonly #runners: ProjectionRunner[] = [];
  #length = 0n;

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: pg.Pool,
  ) {}

  static async open(): Promise<Workbench> {
    const database = await databases.open();
    return new Workbench(database, connectPool(database.url, { max: 20 }));
  }

  /** Removes what the benches of a suite worked on: to be called when it ends. */
  static async end(): Promise<void> {
    await databases.end();
  }

  /** Appends events; the answer is the position of the last one. */
  async happened(...events: readonly Happened<BankEvents>[]): Promise<bigint> {
    for (const { stream, revision: _revision, position: _position, ...event } of recorded(events, this.#length)) {
      await this.store.append(stream, 'any', [event satisfies ProposedEvent]);
    }
    this.#length += BigInt(events.length);
    return this.#length - 1n;
  }

  runner(projections: readonly Projection[], options: Partial<RunnerOptions> = {}): ProjectionRunner {
    const runner = new ProjectionRunner({
      pool: this.pool,
      source: this.store,
      reader: this.store,
      projections,
      holder: `spec-${String(this.#runners.length)}`,
      pace: { leaseTtlMs: 2_000, pollMs: 20, backoffMs: 2 },
      onFault: (_projection, error) => this.faults.push(error),
      ...options,
    });
    this.#runners.push(runner);
    return runner;
  }

  async started(projections: readonly Projection[], options: Partial<RunnerOptions> = {}): Promise<ProjectionRunner> {
    const runner = this.runner(projections, options);
    await runner.start();
    return runner;
  }

  async documents(at: Projection | Place): Promise<Record<string, unknown>> {
    const place = 'schema' in at ? at : placeOf(at);
    const { rows } = await this.pool.query<{ key: string; document: unknown }>(
      `select key, document from ${sqlName(place)} order by key`,
    );
    return Object.fromEntries(rows.map(({ key, document }) => [key, document]));
  }

  /** The URL of its database, for further connections. */
  get url(): string {
    return this.database.url;
  }

  /** The amounts of an account, in the order in which they were booked. */
  async amounts(account: string): Promise<readonly number[]> {
    const { rows } = await this.pool.query<{ amounts: readonly number[] }>({
      text: `select document -> 'amounts' as amounts from bank.open_accounts where key = $1`,
      values: [account],
    });
    return rows[0]?.amounts ?? [];
  }

  /** What waits, in order of key and position. */
  async parked() {
    const { rows } = await this.pool.query<{ key: string; position: bigint; type: string; error: string | null }>(
      `select key, position, type, error_name || ': ' || error_message as error from grappe.parked
order by generation, key, position`,
    );
    return rows;
  }

  /** What was done about parked events, in order. */
  async log() {
    const { rows } = await this.pool.query<{ action: string; key: string; position: bigint }>(
      'select action, key, position from grappe.dead_letter_log order by id',
    );
    return rows;
  }

  /** Tables of a schema by name, so that leftovers are seen. */
  async tables(schema: string): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ name: string }>({
      text: 'select tablename::text as name from pg_tables where schemaname = $1 order by 1',
      values: [schema],
    });
    return rows.map(({ name }) => name);
  }

  async close(): Promise<void> {
    for (const runner of this.#runners) await runner.stop();
    await this.store.close();
    await this.pool.end();
    await this.database.drop();
  }
}

/** A source that lets pages through only while the gate is open, and can repeat itself. */
export function repeating(source: EventSource, back: bigint): EventSource {
  return {
    subscribe: (from, options) => source.subscribe(from > back ? from - back : 0n, options),
  };
}
