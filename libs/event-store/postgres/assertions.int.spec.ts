import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StreamName } from '#libs/kernel';
import { eventually, propertySeed } from '#libs/kernel/testing';
import { ContractSamples, readStream, untilSettled } from '../testing/index.ts';
import type { PostgresEventStore } from './index.ts';
import { createStoreDatabase, openTransaction, type StoreDatabase } from './testing/index.ts';

/** What holds an asserted stream until the commit, between processes. */
describe('assertions between processes', () => {
  const samples = new ContractSamples(4);
  let db: StoreDatabase;
  let one: PostgresEventStore;
  let two: PostgresEventStore;

  beforeAll(async () => {
    db = await createStoreDatabase();
    [one, two] = await Promise.all([db.open(), db.open()]);
  });
  afterAll(() => db.close());

  /** An append that asserts a stream and stands before its commit until released. */
  const openAssertion = async (asserted: StreamName) => {
    const written = samples.organisation();
    const blocker = await openTransaction(db.sql);
    await blocker.insert(written, 0, samples.renamed());
    const event = samples.renamed();
    const stored = one.appendAll([
      { stream: written, expected: 'any', events: [event] },
      { stream: asserted, expected: 'no-stream', events: [] },
    ]);
    await waiting(1n);
    return { event, stored, release: () => blocker.rollback() };
  };
  /** Resolves once so many appends wait for a lock. */
  const waiting = async (count: bigint): Promise<void> => {
    const query = `select count(*) as waiting from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'`;
    const found = async () => (await db.sql.query<{ waiting: bigint }>(query)).rows[0]?.waiting;
    await eventually(`${String(count)} appends wait for a lock`, async () => expect(await found()).toBe(count));
  };

  it.each([
    ['one event', 0],
    ['a group of streams', 3],
    ['more streams than a group has', 600],
  ])('who writes the stream waits for the commit, and stands behind it: %s', async (_, others) => {
    const asserted = samples.organisation();
    const open = await openAssertion(asserted);
    const event = samples.renamed();
    const streams = Array.from({ length: others }, () => samples.organisation());
    const write = two.appendAll([
      ...streams.map((stream) => ({ stream, expected: 'no-stream' as const, events: [samples.renamed()] })),
      { stream: asserted, expected: 'any', events: [event] },
    ]);
    await waiting(2n);
    await open.release();
    await Promise.all([open.stored, write]);
    await untilSettled(one);
    const [first, second] = await Promise.all([one.positionOf(open.event.id), one.positionOf(event.id)]);
    expect(first).toBeLessThan(second ?? 0n);
  });

  it('others that assert the stream, and writers of others, do not wait', async () => {
    const asserted = samples.organisation();
    const open = await openAssertion(asserted);
    await two.appendAll([
      { stream: asserted, expected: 'no-stream', events: [] },
      { stream: samples.organisation(), expected: 'any', events: [samples.renamed()] },
    ]);
    await two.append(samples.organisation(), 'any', [samples.renamed()]);
    await open.release();
    await open.stored;
  });

  it('streams in any order, written and asserted by three processes at once: no deadlock', async () => {
    const three = await db.open();
    const streams = Array.from({ length: 10 }, () => samples.organisation());
    for (const stream of streams) await one.append(stream, 'no-stream', [samples.renamed()]);
    const entries = fc.shuffledSubarray(streams, { minLength: 2, maxLength: 5 });
    const appends = fc.sample(fc.tuple(entries, fc.nat({ max: 2 }), fc.nat({ max: 4 })), {
      numRuns: 600,
      seed: propertySeed(),
    });
    const stored = appends.map(([names, process, asserted]) =>
      ([one, two, three][process] ?? one).appendAll(
        names.map((stream, index) =>
          index > 0 && index <= asserted
            ? { stream, expected: 'stream-exists', events: [] }
            : { stream, expected: 'any', events: [samples.renamed()] },
        ),
      ),
    );
    await Promise.all(stored);
    const lengths = await Promise.all(streams.map(async (stream) => (await readStream(one, stream)).length));
    const events = appends.reduce(
      (sum, [names, , asserted]) => sum + names.length - Math.min(asserted, names.length - 1),
      10,
    );
    expect(lengths.reduce((sum, length) => sum + length)).toBe(events);
    await Promise.all([one, two, three].map((store) => store.close()));
    const { rows } = await db.sql.query<{ deadlocks: bigint }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(rows[0]?.deadlocks).toBe(0n);
  });
});
