import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { directBus, UnitOfWork } from '#libs/commands';
import { carriedEvent, catalog, type EmbargoLifted } from '#libs/contracts';
import { openPostgresEventStore, storeSchema, type PostgresEventStore } from '#libs/event-store/postgres';
import { ContractSamples } from '#libs/event-store/testing';
import { calendarDate, streamName, type RecordedEvent, type Visibility } from '#libs/kernel';
import { CountedIds, eventually, ManualClock } from '#libs/kernel/testing';
import { messagingSchema } from '#libs/messaging';
import { ensureTopics, KafkaPublisher, KafkaSource, type KafkaSettings } from '#libs/messaging/kafka';
import { describeWithKafka, testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';
import { publicTopic, restrictedTopic, type TopicPublisher, type TopicRecord } from '#libs/messaging/records';
import { runRelay } from '#libs/messaging/relay';
import { embargoManager } from '#libs/process-managers';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { ProcessManagerRunner } from './process-managers.ts';
import { MemoryReadModels } from './testing/memory-read-models.ts';

const UNTIL = calendarDate('2016-06-01');

/** What the relay sends, on its way to the brokers. */
class Tapped implements TopicPublisher {
  readonly sent: TopicRecord[] = [];

  constructor(private readonly publisher: TopicPublisher) {}

  async publish(records: readonly TopicRecord[]): Promise<void> {
    await this.publisher.publish(records);
    this.sent.push(...records);
  }

  close(): Promise<void> {
    return this.publisher.close();
  }
}

/** From the store over the relay and real topics to the process manager that lifts it, and to subscribers of public topics. */
describeWithKafka('an embargo on topics', () => {
  const settings: KafkaSettings = { brokers: testBrokers(), clientId: 'spec', topicPrefix: `${uniquePrefix()}.` };
  const samples = new ContractSamples(0xe3);
  const clock = new ManualClock('2016-03-10T10:00:00.000Z');
  const ending = new AbortController();
  const running: Promise<void>[] = [];
  const sources = [true, false].map((publicOnly) => new KafkaSource({ settings, catalog, publicOnly }));
  const [outside, inside] = sources as [KafkaSource, KafkaSource];
  const publisher = new Tapped(new KafkaPublisher({ settings }));
  let database: TestDatabase;
  let pool: Pool;
  let store: PostgresEventStore;
  let runner: ProcessManagerRunner;
  let live: readonly RecordedEvent[];

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    for (const schema of [storeSchema, messagingSchema]) await migrate(pool, schema);
    await ensureTopics(settings, ['membership'], { partitions: 3, replicationFactor: 1 });
    store = await openPostgresEventStore({ url: database.url, catalog, holder: 'spec' });
    running.push(runRelay({ store, pool, publisher, holder: 'spec', signal: ending.signal, pollMs: 5 }));
    const ids = new CountedIds(0xe3);
    const unitOfWork = new UnitOfWork({ store, catalog, ids });
    const readModels = new MemoryReadModels(store);
    const bus = directBus({ unitOfWork, store, readModels, ids });
    const services = { bus, unitOfWork, readModels, ids, clock };
    const managers = [embargoManager('membership')];
    runner = new ProcessManagerRunner({ managers, source: inside, pool, services, holder: 'spec', timersPollMs: 5 });
    runner.start();
    live = subscribed();
  });
  afterAll(async () => {
    ending.abort();
    await Promise.all([runner.stop(), ...running]);
    await Promise.all([...sources, publisher].map((each) => each.close()));
    await store.close();
    await pool.end();
    await database.drop();
  });

  /** What a subscriber of the public topic has received so far, from the beginning on. */
  function subscribed(): readonly RecordedEvent[] {
    const received: RecordedEvent[] = [];
    const reading = async (): Promise<void> => {
      const request = { from: 0n, contexts: ['membership'], signal: ending.signal };
      for await (const { events } of outside.consume(request)) received.push(...events);
    };
    running.push(reading());
    return received;
  }

  async function named(name: string, visibility: Visibility): Promise<void> {
    const { id, metadata } = samples.renamed();
    const [clusterId, embargoUntil] = [id, visibility.kind === 'embargoed' ? visibility.until : undefined];
    const data = { clusterId, name, nameKind: 'code', since: '2016-03-01', embargoUntil };
    const event = {
      id,
      type: 'membership.ClusterNamed',
      schemaVersion: 1,
      data,
      metadata: { ...metadata, visibility },
    };
    await store.append(streamName('membership', 'cluster', clusterId), 'any', [event]);
  }
  const rename = () => store.append(samples.organisation(), 'any', [samples.renamed()]);
  const standsOn = (topic: string) =>
    publisher.sent.flatMap(({ headers, ...record }) => (record.topic === topic ? [headers['ce_type']] : []));
  const summaryOf = (events: readonly RecordedEvent[]) =>
    events.map(({ position, type }) => `${String(position)} ${type.slice('membership.'.length)}`);

  it('hides the event from who reads the public topic only, and nothing else', async () => {
    await rename();
    await named('Projet N2', { kind: 'embargoed', until: UNTIL });
    await named('Numélink', { kind: 'public' });
    await eventually('the reader has two events', () => expect(live).toHaveLength(2));
    expect(summaryOf(live)).toEqual(['0 OrganisationRenamed', '2 ClusterNamed']);
    await eventually('the timer of the embargo is set', async () =>
      expect((await pool.query('select 1 from grappe.timers')).rowCount).toBe(1),
    );
    expect((await store.status()).head).toBe(3n);
  });

  it('publishes it on its day at a position of its own, complete, and inserts nothing behind other readers', async () => {
    clock.set('2016-06-01T06:00:00.000Z');
    await eventually('the reader has the event that lifts it', () => expect(live).toHaveLength(3));
    await rename();
    await eventually('the reader has what came after it', () => expect(live).toHaveLength(4));
    const expected = ['0 OrganisationRenamed', '2 ClusterNamed', '3 EmbargoLifted', '4 OrganisationRenamed'];
    expect(summaryOf(live)).toEqual(expected);
    const { data } = carriedEvent(live[2]!.data as EmbargoLifted);
    expect(data).toMatchObject({ name: 'Projet N2', embargoUntil: UNTIL });
    const later = subscribed();
    await eventually('a later reader has all of them', () => expect(later).toHaveLength(4));
    expect(later).toEqual(live);
  });

  it('leaves the event itself where it always was', () => {
    expect(standsOn(restrictedTopic('membership'))).toEqual(['membership.ClusterNamed.v1']);
    expect(standsOn(publicTopic('membership'))).toEqual([
      'membership.OrganisationRenamed.v1',
      'membership.ClusterNamed.v1',
      'membership.EmbargoLifted.v1',
      'membership.OrganisationRenamed.v1',
    ]);
  });
});
