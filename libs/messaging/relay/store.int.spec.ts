import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendarDate, type RecordedEvent, type Visibility } from '#libs/kernel';
import { eventually, ManualClock } from '#libs/kernel/testing';
import { ContractSamples, countFrom, readEvents, untilSettled } from '#libs/event-store/testing';
import { catalog } from '#libs/contracts';
import { openPostgresEventStore, storeSchema, type PostgresEventStore } from '#libs/event-store/postgres';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { publicTopic, publishedEvent, restrictedTopic } from '../records/index.ts';
import { messagingSchema } from '../schema.ts';
import { findRelay, relayStatus, runRelay } from './index.ts';
import { MemoryTopics } from './test/memory-topics.ts';

/** The relay on the real store, one test after the other on one ledger. */
describe('the relay on PostgreSQL', () => {
  const samples = new ContractSamples(7);
  const clock = new ManualClock();
  const topics = new MemoryTopics();
  let database: TestDatabase;
  let pool: Pool;
  let store: PostgresEventStore;
  let running: { readonly stop: AbortController; readonly done: Promise<void> };
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    for (const schema of [storeSchema, messagingSchema]) await migrate(pool, schema);
    store = await openPostgresEventStore({ url: database.url, catalog, holder: 'spec' });
  });
  afterAll(async () => {
    await end();
    await store.close();
    await pool.end();
    await database.drop();
  });

  function start(): void {
    const stop = new AbortController();
    const options = { store, pool, publisher: topics, holder: 'spec', leaseTtlMs: 60_000, pollMs: 5 };
    running = { stop, done: runRelay({ ...options, signal: stop.signal }) };
  }
  async function end(): Promise<void> {
    running.stop.abort();
    await running.done;
  }
  const status = () => relayStatus({ pool, store, clock });
  const published = (position: bigint) =>
    eventually(`everything before ${String(position)} is published`, async () =>
      expect((await findRelay(pool))?.position).toBe(position),
    );
  const seenBy = (visibility: Visibility) => ({ metadata: { ...samples.renamed().metadata, visibility } });

  it('before it has ever run, everything is behind', async () => {
    expect(await status()).toEqual({
      state: 'running',
      position: 0n,
      head: 0n,
      lagEvents: 0n,
      lagSeconds: 0,
      epoch: 0n,
      error: undefined,
    });
    const first = samples.renamed();
    await store.append(samples.organisation(), 'any', [first, ...samples.renames(2)]);
    await untilSettled(store);
    clock.set(first.metadata.recordedAt);
    clock.advanceMs(90_500);
    expect(await status()).toMatchObject({ position: 0n, head: 3n, lagEvents: 3n, lagSeconds: 90.5 });
  });

  it('publishes what is there, then what comes, and is not behind', async () => {
    start();
    await published(3n);
    await store.append(samples.organisation(), 'any', samples.renames(2));
    await published(5n);
    expect(topics.positions).toEqual(countFrom(0n, 5));
    expect(await status()).toMatchObject({ position: 5n, lagEvents: 0n, lagSeconds: 0, epoch: 1n });
  });

  it('private and embargoed events are on the restricted topic of their context, and never on the public one', async () => {
    const hidden: readonly Visibility[] = [
      { kind: 'private' },
      { kind: 'embargoed', until: calendarDate('2016-06-01') },
    ];
    for (const visibility of hidden)
      await store.append(samples.organisation(), 'any', [
        samples.renamed('public'),
        samples.renamed('hidden', seenBy(visibility)),
      ]);
    await published(9n);
    const names = (topic: string) => topics.topic(topic).map((record) => publishedEvent(record).data['name']);
    const inside = names(restrictedTopic('membership'));
    expect(inside).toEqual(['hidden', 'hidden']);
    expect(names(publicTopic('membership'))).not.toContain('hidden');
    expect(topics.positions).toEqual(countFrom(0n, 9));
  });

  it('what it published is what the store holds', async () => {
    const events: RecordedEvent[] = await readEvents(store.readAll(0n));
    expect(topics.log.map((record) => publishedEvent(record))).toEqual(
      events.map(({ position: _position, ...event }) => event),
    );
  });

  it('a row that is gone from the ledger stops it there, though it was asleep', async () => {
    await end();
    await store.append(samples.organisation(), 'any', samples.renames(3));
    await untilSettled(store);
    await pool.query('delete from store.ledger where position = 10');
    start();
    await eventually('the relay stops', async () => expect((await findRelay(pool))?.state).toBe('stopped'));
    expect(await status()).toMatchObject({ state: 'stopped', position: 9n, head: 12n, error: { position: '10' } });
    expect(topics.positions).not.toContain(11n);
  });
});
