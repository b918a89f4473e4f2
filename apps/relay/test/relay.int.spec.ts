import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { readEvents } from '#libs/event-store/testing';
import type { RecordedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { KafkaSource } from '#libs/messaging/kafka';
import { describeWithKafka } from '#libs/messaging/kafka/testing';
import { placeOf, publishedEvent } from '#libs/messaging/records';
import { RelayProcess } from './relay-process.ts';
import { RelayWorld, withoutRepeats } from './relay-world.ts';

const TIMEOUT_MS = 240_000;
const KILLS = 2;

/** One database and its topics; each test goes on where the one before left it. */
describeWithKafka('the relay process', () => {
  let world: RelayWorld;
  beforeAll(async () => {
    world = await RelayWorld.create();
  });
  afterEach(() => world.endRelays());
  afterAll(() => world.close());

  const ledger = (): Promise<RecordedEvent[]> => readEvents(world.store.readAll(0n));

  /** Every event of the ledger once, in its place and as it is stored, beside repeats. */
  async function expectTopicsToBeTheLedger(): Promise<void> {
    const events = await ledger();
    const records = withoutRepeats(await world.records());
    const found = records
      .map((record) => ({ ...publishedEvent(record), position: placeOf(record).position }))
      .sort((a, b) => (a.position < b.position ? -1 : 1));
    expect(found).toHaveLength(events.length);
    // Deep equality of so many events by the test framework takes seconds.
    expect(found.filter((event, index) => !isDeepStrictEqual(event, events[index]))).toEqual([]);
  }

  it(
    'makes the topics, gives positions, publishes, says how far it is, and ends in order',
    async () => {
      await world.append(200);
      const relay = world.relay();
      await world.untilPublished(200n);
      const { http, body } = await relay.readiness();
      expect(http).toBe(200);
      expect(body).toMatchObject({ status: 'ready', head: '200', unsequenced: '0' });
      expect(body.relay).toMatchObject({ lagEvents: '0', lagSeconds: 0 });
      expect(body.consumers).toMatchObject([{ name: 'relay', state: 'running', position: '200', healthy: true }]);
      expect((await fetch(`${await relay.ready()}/health/live`)).status).toBe(200);
      await expectTopicsToBeTheLedger();
      await world.append(2_000);
      await world.untilPublished(300n);
      expect(await relay.end('SIGTERM')).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'started again after a stop in order, it repeats nothing',
    async () => {
      world.relay();
      await world.untilPublished(2_200n);
      expect(await world.records()).toHaveLength(2_200);
      await expectTopicsToBeTheLedger();
    },
    TIMEOUT_MS,
  );

  it(
    `killed ${String(KILLS)} times while it publishes: nothing lost, nothing out of order, effects once`,
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await world.append(2_400);
        const relay = world.relay();
        const start = await world.position();
        await eventually('the relay publishes', async () => expect(await world.position()).toBeGreaterThan(start), {
          deadlineMs: 100_000,
        });
        await relay.end('SIGKILL');
      }
      const head = await world.countCommitted();
      world.relay();
      await world.untilPublished(head);
      await expectTopicsToBeTheLedger();
      expect(isDeepStrictEqual(await effectsThroughKafka(head), await ledger())).toBe(true);
    },
    TIMEOUT_MS,
  );

  async function effectsThroughKafka(head: bigint): Promise<readonly RecordedEvent[]> {
    const source = new KafkaSource({ settings: world.settings, catalog });
    const stop = new AbortController();
    const effects: RecordedEvent[] = [];
    const contexts = ['membership', 'incubation'];
    for await (const { events, next } of source.consume({ from: 0n, contexts, signal: stop.signal })) {
      effects.push(...events);
      if (next >= head) break;
    }
    stop.abort();
    return effects;
  }

  it(
    'two of them: frozen past its lease, one is replaced, and woken, it moves nothing and waits',
    async () => {
      const frozen = world.relay();
      await eventually(
        'the first relay owns the lease',
        async () => expect(await world.leaseHolder()).toBe(`relay ${String(frozen.pid)}`),
        { deadlineMs: 100_000 },
      );
      const heir = world.relay();
      await heir.ready();
      const start = await world.position();
      await world.append(2_400);
      await eventually('the first relay publishes', async () => expect(await world.position()).toBeGreaterThan(start), {
        deadlineMs: 100_000,
      });
      frozen.signal('SIGSTOP');
      await eventually(
        'the heir owns the lease',
        async () => expect(await world.leaseHolder()).toBe(`relay ${String(heir.pid)}`),
        { deadlineMs: 100_000 },
      );
      await world.append(400);
      const head = await world.countCommitted();
      await world.untilPublished(head);
      frozen.signal('SIGCONT');
      expect((await frozen.readiness()).body.status).toBe('ready');
      expect(await world.position()).toBe(head);
      expect(await world.leaseHolder()).toBe(`relay ${String(heir.pid)}`);
      await expectTopicsToBeTheLedger();
      expect(await heir.end('SIGTERM')).toBe(0);
      await world.append(200);
      await world.untilPublished(head + 200n);
      expect(await world.leaseHolder()).toBe(`relay ${String(frozen.pid)}`);
      await expectTopicsToBeTheLedger();
    },
    TIMEOUT_MS,
  );

  it(
    'a hole in the ledger: it stands there, is not ready, and says where and what to do; mended and resumed, it goes on',
    async () => {
      const head = await world.countCommitted();
      const missing = head - 10n;
      await world.pool.query(`create table kept as select * from store.ledger where position = ${String(missing)}`);
      await world.pool.query('delete from store.ledger where position = $1', [missing]);
      await world.pool.query('update grappe.relay set position = $1', [missing - 5n]);
      const stopped = world.relay();
      // It tells the fault before its stop is written.
      await eventually(
        'the relay stops',
        async () => expect((await stopped.readiness()).body.consumers[0]?.state).toBe('stopped'),
        { deadlineMs: 100_000 },
      );
      const { http, body } = await stopped.readiness();
      expect(http).toBe(503);
      expect(body.consumers).toMatchObject([{ state: 'stopped', position: String(missing - 5n) }]);
      expect(body.consumers[0]?.error).toMatch(new RegExp(`position ${String(missing)} is missing.*Restore it`));
      await world.pool.query('insert into store.ledger select * from kept');
      const resume = world.relay('resume');
      expect(await resume.end()).toBe(0);
      expect(resume.messages).toEqual(['the relay goes on where it stood']);
      await world.untilPublished(head);
      expect((await stopped.readiness()).http).toBe(200);
    },
    TIMEOUT_MS,
  );
});

describe('settings of the relay process', () => {
  it.each([
    ['KAFKA_BROKERS', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }],
    ['DATABASE_URL', { KAFKA_BROKERS: '127.0.0.1:1' }],
  ])('without %s it ends with code 1 and says so', async (name, environment) => {
    const relay = RelayProcess.spawn(environment);
    expect(await relay.end()).toBe(1);
    expect(relay.errors).toMatch(new RegExp(`^${name} is not set: .+\\n$`));
  });
});
