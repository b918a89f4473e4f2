import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type pg from 'pg';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { eventually } from '#libs/kernel/testing';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { findConsumer, messagingSchema, resumeConsumer, runConsumer, type ConsumerOptions } from '../index.ts';
import { CONTEXTS, MessageSamples } from '../testing/contract-samples.ts';
import { KafkaSource } from './index.ts';
import { withAdmin } from './offsets.ts';
import { describeWithKafka, testBrokers, TopicsHarness, uniquePrefix } from './testing/index.ts';

const BUGS = [TypeError, SyntaxError];

describeWithKafka('a consumer with its position in a database, reading topics', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let harness: TopicsHarness;
  let samples: MessageSamples;
  let running: { readonly stop: AbortController; readonly done: Promise<void> }[];
  let faults: unknown[];
  beforeEach(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, messagingSchema);
    harness = await TopicsHarness.open({
      brokers: testBrokers(),
      store: new MemoryEventStore(catalog),
      contexts: CONTEXTS,
    });
    samples = new MessageSamples();
    running = [];
    faults = [];
  });
  afterEach(async () => {
    for (const { stop, done } of running) {
      stop.abort();
      await done;
    }
    await harness.close();
    await pool.end();
    await database.drop();
  });

  const run = (name: string, handle: ConsumerOptions['handle']): void => {
    const stop = new AbortController();
    const policy = { attempts: 3, backoffMs: 1 };
    const onFault = (error: unknown) => faults.push(error);
    const common = { contexts: CONTEXTS, pool, holder: 'spec', pollMs: 10, leaseTtlMs: 5_000 };
    const done = runConsumer({ ...common, name, source: harness.source, signal: stop.signal, handle, policy, onFault });
    running.push({ stop, done });
  };
  const status = (name: string) => findConsumer(pool, name);
  const stateOf = async (name: string) => (await status(name))?.state;
  const positionOf = async (name: string) => (await status(name))?.position;

  it.each(BUGS)(
    'a handler that throws %p pauses its consumer there and says so; others go on, and it can be resumed',
    async (Bug) => {
      await harness.publish(samples.interleaved(9));
      const handled: bigint[] = [];
      let isMended = false;
      run('spec.broken', ({ position }) => {
        if (position === 4n && !isMended) return Promise.reject(new Bug('a bug in a handler'));
        return Promise.resolve(void handled.push(position));
      });
      run('spec.sound', () => Promise.resolve());
      await eventually('the consumer with the bug pauses', async () =>
        expect(await stateOf('spec.broken')).toBe('paused'),
      );
      await eventually('the other consumer is at the head', async () =>
        expect(await positionOf('spec.sound')).toBe(9n),
      );
      expect(await status('spec.broken')).toMatchObject({
        position: 4n,
        pausedAt: 4n,
        error: { message: 'a bug in a handler' },
      });
      expect(handled).toEqual([0n, 1n, 2n, 3n]);
      isMended = true;
      await resumeConsumer(pool, 'spec.broken');
      await eventually('the mended consumer is at the head', async () =>
        expect(await positionOf('spec.broken')).toBe(9n),
      );
      expect(handled).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
    },
  );

  it('a record that is missing pauses it with the position and what to do', async () => {
    await harness.publish(samples.interleaved(9));
    await harness.remove(3n);
    run('spec.waiting', () => Promise.resolve());
    await eventually('the consumer pauses', async () => expect(await stateOf('spec.waiting')).toBe('paused'));
    const found = await status('spec.waiting');
    expect(found).toMatchObject({ position: 3n, pausedAt: 3n });
    expect(found?.error?.message).toContain('reconcile --repair');
  });

  it('one that takes longer than its session stays a member of its group and misses nothing', async () => {
    const published = await harness.publish(samples.interleaved(12));
    const sessionTimeoutMs = 6_000;
    const clientId = uniquePrefix();
    const source = new KafkaSource({ settings: { ...harness.settings, clientId }, catalog, sessionTimeoutMs });
    const members = async () => {
      const { groups } = await withAdmin(harness.settings, (admin) => admin.listGroups());
      const ours = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(clientId));
      const described = await withAdmin(harness.settings, (admin) => admin.describeGroups(ours));
      return described.groups.flatMap((group) => group.members.map(({ memberId }) => `${group.state} ${memberId}`));
    };
    const seen: bigint[] = [];
    let before: readonly string[] | undefined;
    const request = { from: 0n, contexts: CONTEXTS, pageSize: 4, signal: new AbortController().signal };
    for await (const { events } of source.consume(request)) {
      seen.push(...events.map(({ position }) => position));
      if (before === undefined) {
        before = await members();
        // The time of the session itself has to pass: nothing else would show that it was kept.
        await delay(sessionTimeoutMs + 1_500);
        expect(await members()).toEqual(before);
      }
      if (seen.length === published.length) break;
    }
    expect(before).toEqual([expect.stringMatching(/^Stable /)]);
    expect(seen).toEqual(published.map(({ position }) => position));
    await source.close();
  });
});
