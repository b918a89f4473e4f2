import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { invariant, MissingPosition, type LedgerPage, type RecordedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { acquireLease, connectPool } from '#libs/postgres';
import { RecycledDatabases, type TestDatabase } from '#libs/postgres/testing';
import { claimConsumer, findConsumer, moveConsumer, pauseConsumer, StaleConsumer } from './consumer-rows.ts';
import { findConsumers, messagingSchema, resumeConsumer, runConsumer, type ConsumerOptions } from './index.ts';
import type { ConsumeRequest } from './port.ts';
import { MessageSamples } from './testing/contract-samples.ts';
import { storeHarness, type MessagingHarness } from './testing/index.ts';

const NAME = 'incubation.succession';

const databases = new RecycledDatabases([messagingSchema]);
afterAll(() => databases.end());

describe('a consumer', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let harness: MessagingHarness;
  let samples: MessageSamples;
  let running: { readonly stop: AbortController; readonly done: Promise<void> }[];
  let faults: unknown[];
  beforeEach(async () => {
    database = await databases.open();
    pool = connectPool(database.url);
    const store = new MemoryEventStore(catalog);
    harness = storeHarness(store, () => store.close());
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

  const run = (handle: ConsumerOptions['handle'], options: Partial<ConsumerOptions> = {}) => {
    const stop = new AbortController();
    const done = runConsumer({
      name: NAME,
      source: harness.source,
      contexts: ['membership'],
      pool,
      holder: 'spec',
      signal: stop.signal,
      handle,
      policy: { attempts: 3, backoffMs: 1 },
      onFault: (error) => faults.push(error),
      pollMs: 10,
      leaseTtlMs: 2_000,
      ...options,
    });
    const consumer = { stop, done };
    running.push(consumer);
    return consumer;
  };

  const published = (count: number) => harness.publish(Array.from({ length: count }, () => samples.of('membership')));
  const status = () => findConsumer(pool, NAME);
  const past = (position: bigint) =>
    eventually(`the consumer is past ${String(position)}`, async () =>
      expect((await status())?.position ?? 0n).toBeGreaterThan(position),
    );
  const paused = () => eventually('the consumer pauses', async () => expect((await status())?.state).toBe('paused'));

  it('handles each event in order, and its position is behind the last one', async () => {
    const events = await published(5);
    const handled: RecordedEvent[] = [];
    run((event) => Promise.resolve(void handled.push(event)));
    await past(4n);
    const more = await published(2);
    await past(6n);
    expect(handled).toEqual([...events, ...more]);
    expect(await status()).toMatchObject({ name: NAME, position: 7n, state: 'running', error: undefined });
    expect(faults).toEqual([]);
  });

  it('sees only what it asked for, and moves past the rest', async () => {
    await harness.publish(samples.interleaved(9));
    const types: string[] = [];
    run((event) => Promise.resolve(void types.push(event.type)), {
      contexts: ['incubation', 'governance'],
      types: ['governance.BodyCreated'],
    });
    await past(8n);
    expect(types).toEqual(['governance.BodyCreated', 'governance.BodyCreated', 'governance.BodyCreated']);
  });

  it('hears at once what it passes, which is written down later; a stop loses nothing', async () => {
    const heard: (bigint | undefined)[] = [];
    await harness.publish(samples.interleaved(4));
    const consumer = run(() => Promise.resolve(), {
      types: ['membership.ClusterDissolved'],
      restMs: 3_600_000,
      onPassed: (next) => heard.push(next),
    });
    await eventually('the consumer has passed all of them', () => expect(heard.at(-1)).toBe(4n));
    expect(await status()).toMatchObject({ position: 0n });
    consumer.stop.abort();
    await consumer.done;
    expect(await status()).toMatchObject({ position: 4n });
    expect(heard.at(-1)).toBeUndefined();
  });

  it('goes on where it was after a restart; the event at hand is finished first', async () => {
    const handled: bigint[] = [];
    await published(3);
    const gate = deferred();
    const first = run(async ({ position }) => {
      handled.push(position);
      if (position === 1n) await gate.promise;
    });
    await eventually('two events are handled', () => expect(handled).toHaveLength(2));
    first.stop.abort();
    gate.resolve();
    await first.done;
    expect(await status()).toMatchObject({ position: 2n });
    run(({ position }) => Promise.resolve(void handled.push(position)));
    await past(2n);
    expect(handled).toEqual([0n, 1n, 2n]);
  });

  it('says inside a page that takes long what is done', async () => {
    await published(3);
    const gate = deferred();
    const handle = ({ position }: RecordedEvent) => (position === 2n ? gate.promise : Promise.resolve());
    run(handle, { moveAfterMs: 0 });
    await eventually('the position says what is done', async () => expect((await status())?.position).toBe(2n));
    gate.resolve();
    await past(2n);
  });

  it('asks again for the events of a page whose effects were not followed by their position', async () => {
    await published(2);
    const handled: bigint[] = [];
    let failures = 0;
    run(async ({ position }) => {
      handled.push(position);
      if (position !== 1n || failures > 0) return;
      failures += 1;
      // The owner is taken over after the effect, before the position: what a frozen process looks like.
      await pool.query('update grappe.consumers set epoch = epoch + 100');
      await pool.query('update grappe.leases set epoch = epoch + 100');
    });
    await past(1n);
    // The position moves once for a page: its first event comes again as well.
    expect(handled).toEqual([0n, 1n, 0n, 1n]);
  });

  describe('when an event cannot be handled', () => {
    it('tries again what may pass by itself', async () => {
      await published(1);
      let tries = 0;
      run(() => (++tries < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve()));
      await past(0n);
      expect(tries).toBe(3);
      expect(faults).toHaveLength(2);
    });

    it('pauses there after so many tries, handles nothing behind it, and says why', async () => {
      const [, event] = await published(3);
      const handled: bigint[] = [];
      let tries = 0;
      run(({ position }) => {
        if (position === 1n) {
          tries += 1;
          return Promise.reject(new Error('the registry is away'));
        }
        return Promise.resolve(void handled.push(position));
      });
      await paused();
      expect(tries).toBe(3);
      expect(handled).toEqual([0n]);
      expect(await status()).toMatchObject({
        position: 1n,
        pausedAt: 1n,
        error: { message: 'the registry is away', stream: event?.stream, type: event?.type, eventId: event?.id },
      });
    });

    it.each([
      ['a broken invariant', () => invariant(false, 'impossible')],
      ['a TypeError', () => Object.defineProperty(Object.freeze({}), 'x', { value: 1 })],
      ['a RangeError', () => 'x'.repeat(-1)],
    ])('pauses at once at a bug: %s', async (_what, bug) => {
      await published(1);
      let tries = 0;
      run(() => {
        tries += 1;
        bug();
        return Promise.resolve();
      });
      await paused();
      expect(tries).toBe(1);
    });

    it('goes on when resumed, with the event that paused it', async () => {
      await published(2);
      let broken = true;
      const handled: bigint[] = [];
      run(({ position }) => {
        if (broken) throw new TypeError('not fixed');
        return Promise.resolve(void handled.push(position));
      });
      await paused();
      expect(await resumeConsumer(pool, NAME)).toBe(true);
      await paused();
      broken = false;
      expect(await resumeConsumer(pool, NAME)).toBe(true);
      await past(1n);
      expect(handled).toEqual([0n, 1n]);
      expect(await resumeConsumer(pool, NAME)).toBe(false);
      expect(await status()).toMatchObject({ state: 'running', pausedAt: undefined, error: undefined });
    });

    it('disturbs no other consumer', async () => {
      await published(2);
      const handled: bigint[] = [];
      run(() => Promise.reject(new TypeError('broken')));
      run(({ position }) => Promise.resolve(void handled.push(position)), { name: 'governance.succession' });
      await paused();
      await eventually('the other consumer has handled both', () => expect(handled).toHaveLength(2));
      expect((await findConsumers(pool)).map(({ name, state }) => [name, state])).toEqual([
        ['governance.succession', 'running'],
        [NAME, 'paused'],
      ]);
    });
  });

  it('pauses where the ledger has a hole, with the position', async () => {
    await published(1);
    run(() => Promise.resolve(), { source: { consume: brokenLedger } });
    await paused();
    expect(await status()).toMatchObject({ position: 1n, pausedAt: 4n });
  });

  it.each(['UnknownKey', 'BrokenSeal', 'RecordDiffers'])(
    'pauses before what cannot be read (%s), says why, and goes on when resumed',
    async (name) => {
      await published(3);
      let isReadable = false;
      async function* consume(request: ConsumeRequest): AsyncGenerator<LedgerPage> {
        for await (const { events, next } of harness.source.consume({ ...request, pageSize: 1 })) {
          if (next > 2n && !isReadable) throw Object.assign(new Error('not this one'), { name });
          yield { events, next };
        }
      }
      const handled: bigint[] = [];
      run(({ position }) => Promise.resolve(void handled.push(position)), { source: { consume } });
      await paused();
      expect(await status()).toMatchObject({ position: 2n, pausedAt: 2n, error: { message: 'not this one' } });
      isReadable = true;
      expect(await resumeConsumer(pool, NAME)).toBe(true);
      await past(2n);
      expect(handled).toEqual([0n, 1n, 2n]);
    },
  );

  describe('in several processes', () => {
    it('one at a time handles events, each once', async () => {
      const handled: bigint[] = [];
      const handle = ({ position }: RecordedEvent) => Promise.resolve(void handled.push(position));
      run(handle);
      run(handle);
      run(handle);
      await published(30);
      await past(29n);
      expect(handled).toEqual(Array.from({ length: 30 }, (_, index) => BigInt(index)));
    });

    it('waits for a lease that somebody else holds', async () => {
      const other = await acquireLease(pool, { name: `consumer:${NAME}`, holder: 'other', ttlMs: 60_000 });
      await published(1);
      const handled: bigint[] = [];
      run(({ position }) => Promise.resolve(void handled.push(position)));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(handled).toEqual([]);
      await other?.release();
      await past(0n);
      expect(handled).toEqual([0n]);
    });

    it.each([
      ['move', (owner: { name: string; epoch: bigint }) => moveConsumer(pool, owner, 0n, 1n)],
      ['pause', (owner: { name: string; epoch: bigint }) => pauseConsumer(pool, owner, 0n, { message: 'x' })],
      ['claim', (owner: { name: string; epoch: bigint }) => claimConsumer(pool, owner)],
    ])('a stale owner cannot %s', async (_what, act) => {
      await claimConsumer(pool, { name: NAME, epoch: 2n });
      await expect(act({ name: NAME, epoch: 1n })).rejects.toBeInstanceOf(StaleConsumer);
      expect(await status()).toMatchObject({ position: 0n, epoch: 2n, state: 'running' });
    });
  });

  it('outlives connections that die', async () => {
    const handled = new Set<bigint>();
    run(({ position }) => Promise.resolve(void handled.add(position)));
    for (let round = 0; round < 15; round += 1) {
      await published(1);
      await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
    }
    await eventually('the consumer is at the head', async () =>
      expect((await status().catch(() => undefined))?.position ?? 0n).toBe(15n),
    );
    expect(handled.size).toBe(15);
  });
});

/** A source whose ledger lacks position 4. */
async function* brokenLedger(): AsyncGenerator<LedgerPage> {
  yield await Promise.resolve({ events: [], next: 1n });
  throw new MissingPosition(4n);
}

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
