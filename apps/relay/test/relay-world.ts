import { expect } from '@jest/globals';
import { catalog, contracts } from '#libs/contracts';
import { openPostgresEventStore, storeSchema, type PostgresEventStore } from '#libs/event-store/postgres';
import { ContractSamples } from '#libs/event-store/testing';
import { eventually } from '#libs/kernel/testing';
import { messagingSchema } from '#libs/messaging';
import { readTopics, type KafkaSettings, type TopicMessage } from '#libs/messaging/kafka';
import { testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';
import { placeOf, topicsOf } from '#libs/messaging/records';
import { findRelay, RELAY_LEASE } from '#libs/messaging/relay';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { RelayProcess } from './relay-process.ts';

/** A database, topics of its own on the brokers of the run, and relay processes between them. */
export class RelayWorld {
  readonly samples = new ContractSamples(0x4e);
  readonly settings: KafkaSettings;
  readonly #relays: RelayProcess[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly pool: Pool,
    readonly store: PostgresEventStore,
  ) {
    this.settings = { brokers: testBrokers(), clientId: 'spec', topicPrefix: `${uniquePrefix()}.` };
  }

  static async create(): Promise<RelayWorld> {
    const database = await createTestDatabase();
    const pool = connectPool(database.url, { max: 4 });
    for (const schema of [storeSchema, messagingSchema]) await migrate(pool, schema);
    const store = await openPostgresEventStore({ url: database.url, catalog, holder: 'spec', sequencer: false });
    return new RelayWorld(database, pool, store);
  }

  /** So many events, on so many streams of two contexts turn about, in one commit. */
  async append(events: number, streams = 40): Promise<void> {
    const each = Math.ceil(events / streams);
    await this.store.appendAll(
      Array.from({ length: streams }, (_, index) =>
        index % 2 === 0
          ? { stream: this.samples.organisation(), expected: 'no-stream', events: this.samples.renames(each) }
          : {
              stream: this.samples.incubator(),
              expected: 'no-stream',
              events: Array.from({ length: each }, () => this.samples.incubatorOpened()),
            },
      ),
    );
  }

  relay(...args: readonly string[]): RelayProcess {
    const settings = {
      DATABASE_URL: this.database.url,
      KAFKA_BROKERS: this.settings.brokers.join(','),
      KAFKA_TOPIC_PREFIX: this.settings.topicPrefix ?? '',
      KAFKA_PARTITIONS: '3',
    };
    const relay = RelayProcess.spawn(settings, ...args);
    this.#relays.push(relay);
    return relay;
  }

  async position(): Promise<bigint> {
    return (await findRelay(this.pool))?.position ?? 0n;
  }

  async leaseHolder(): Promise<string | undefined> {
    const asked = 'select holder from grappe.leases where name = $1';
    const { rows } = await this.pool.query<{ holder: string | null }>(asked, [RELAY_LEASE]);
    return rows[0]?.holder ?? undefined;
  }

  async untilPublished(position: bigint): Promise<void> {
    await eventually(
      `everything before ${String(position)} is published`,
      async () => expect(await this.position()).toBeGreaterThanOrEqual(position),
      { deadlineMs: 200_000 },
    );
  }

  /** Every record on the topics, partition by partition in the order of its offsets. */
  async records(): Promise<readonly TopicMessage[]> {
    const found: TopicMessage[] = [];
    const signal = new AbortController().signal;
    for await (const page of readTopics(this.settings, topicsOf(Object.keys(contracts)), { signal }))
      found.push(...page);
    return found;
  }

  /** Events that are stored, with a position or without. */
  async countCommitted(): Promise<bigint> {
    const { rows } = await this.pool.query<{ count: bigint }>('select count(*) from store.events');
    return rows[0]?.count ?? 0n;
  }

  async endRelays(): Promise<void> {
    for (const relay of this.#relays.splice(0)) await relay.end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.pool.end();
    await this.database.drop();
  }
}

/** What stands on the topics once repeats are left out: a partition's records have rising positions. */
export function withoutRepeats(records: readonly TopicMessage[]): readonly TopicMessage[] {
  const next = new Map<string, bigint>();
  return records.filter((record) => {
    const partition = `${record.topic}/${String(record.partition)}`;
    const { position } = placeOf(record);
    if (position < (next.get(partition) ?? 0n)) return false;
    next.set(partition, position + 1n);
    return true;
  });
}
