import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { createTestDatabase } from '#libs/postgres/testing';
import { connectPool } from '#libs/postgres';
import { ContractSamples, countFrom, idsOf, readEvents, untilSettled, take } from '../testing/index.ts';
import type { PostgresEventStore } from './index.ts';
import { createStoreDatabase, openTransaction, type StoreDatabase } from './testing/index.ts';

/** The rows of PITFALLS.md about numbers, commits and the order of the feed, each as it was met elsewhere. */
describe('pitfalls of positions', () => {
  const samples = new ContractSamples(1);
  let db: StoreDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    db = await createStoreDatabase();
    store = await db.open();
  });
  afterAll(() => db.close());

  /** Appends an event to a fresh stream and gives its id once it has a position. */
  const appendOne = async () => {
    const event = samples.renamed();
    await store.append(samples.organisation(), 'no-stream', [event]);
    return event;
  };

  it('an append that is open between number and commit: nobody moves past it and misses it', async () => {
    const from = await untilSettled(store);
    const feed = store.subscribe(from);
    const late = samples.renamed();
    const open = await openTransaction(db.sql);
    await open.insert(samples.organisation(), 0, late);
    const others = [await appendOne(), await appendOne(), await appendOne()];
    expect(idsOf(await take(store.subscribe(from), 3))).toEqual(idsOf(others));
    await open.commit();
    const seen = await take(feed, 4);
    expect(idsOf(seen)).toEqual(idsOf([...others, late]));
    expect(seen.map(({ position }) => position)).toEqual(countFrom(from, 4));
  });

  it('several appends open at once, committed in the opposite order: each is delivered', async () => {
    const from = await untilSettled(store);
    const late = samples.renames(3);
    const open = await Promise.all(late.map(() => openTransaction(db.sql)));
    for (const [index, event] of late.entries()) await open[index]?.insert(samples.organisation(), 0, event);
    const first = await appendOne();
    // What is committed in one round of the sequencer stands in the order of its numbers, so each round gets one.
    await untilSettled(store);
    for (const transaction of open.toReversed()) {
      await transaction.commit();
      await untilSettled(store);
    }
    const seen = await readEvents(store.readAll(from));
    expect(idsOf(seen)).toEqual(idsOf([first, ...late.toReversed()]));
  });

  it('a rollback in the middle: readers go on at once, positions stay dense', async () => {
    const from = await untilSettled(store);
    const open = await openTransaction(db.sql);
    for (const event of samples.renames(3)) await open.insert(samples.organisation(), 0, event);
    const before = await appendOne();
    expect(idsOf(await take(store.subscribe(from), 1))).toEqual([before.id]);
    await open.rollback();
    const after = await appendOne();
    const seen = await take(store.subscribe(from), 2);
    expect(idsOf(seen)).toEqual([before.id, after.id]);
    expect(seen.map(({ position }) => position)).toEqual(countFrom(from, 2));
  });

  it('a transaction that is older than its append: the stream stays in order', async () => {
    const from = await untilSettled(store);
    const stream = samples.organisation();
    const [first, second, elsewhere] = [samples.renamed(), samples.renamed(), samples.renamed()];
    const older = await openTransaction(db.sql);
    await older.insert(samples.organisation(), 0, elsewhere);
    await store.append(stream, 'no-stream', [first]);
    await older.insert(stream, 1, second);
    await older.commit();
    const seen = await take(store.subscribe(from), 3);
    const own = seen.filter((event) => event.stream === stream);
    expect(idsOf(own)).toEqual([first.id, second.id]);
  });

  it('a number drawn long before it is used: the stream stays in order all the same', async () => {
    const from = await untilSettled(store);
    const stream = samples.organisation();
    const [first, second] = [samples.renamed(), samples.renamed()];
    const early = await openTransaction(db.sql);
    const { rows } = await early.client.query<{ seq: bigint }>(`select nextval('store.event_seq') as seq`);
    await store.append(stream, 'no-stream', [first]);
    await early.insert(stream, 1, second, rows[0]?.seq);
    await early.commit();
    const seen = await take(store.subscribe(from), 2);
    expect(idsOf(seen)).toEqual([first.id, second.id]);
  });

  it('an event whose predecessor is not committed waits for it, and holds up nobody else', async () => {
    const from = await untilSettled(store);
    const stream = samples.organisation();
    const [first, second] = [samples.renamed(), samples.renamed()];
    const predecessor = await openTransaction(db.sql);
    await predecessor.insert(stream, 0, first);
    const successor = await openTransaction(db.sql);
    await successor.insert(stream, 1, second);
    await successor.commit();
    const other = await appendOne();
    expect(idsOf(await take(store.subscribe(from), 1))).toEqual([other.id]);
    expect((await store.status()).unsequenced).toBe(1n);
    await predecessor.commit();
    expect(idsOf(await take(store.subscribe(from), 3))).toEqual([other.id, first.id, second.id]);
  });

  it('a writing transaction left open in another database freezes no reader, nor does a rollback beside it', async () => {
    const other = await createTestDatabase();
    const pool = connectPool(other.url, { max: 1 });
    const stranger = await pool.connect();
    await stranger.query('begin');
    await stranger.query('create table left_open (id int)');
    try {
      const from = await untilSettled(store);
      const rolledBack = await openTransaction(db.sql);
      await rolledBack.insert(samples.organisation(), 0, samples.renamed());
      await rolledBack.rollback();
      const events = [await appendOne(), await appendOne()];
      expect(idsOf(await take(store.subscribe(from), 2))).toEqual(idsOf(events));
    } finally {
      await stranger.query('rollback');
      stranger.release();
      await pool.end();
      await other.drop();
    }
  });

  it('one long append with a reader of everything: short appends go on while it is open', async () => {
    const long = await openTransaction(db.sql);
    const stream = samples.organisation();
    for (const [revision, event] of samples.renames(300).entries()) await long.insert(stream, revision, event);
    const from = await untilSettled(store);
    const reader = take(store.subscribe(0n), Number(from) + 340);
    for (let count = 0; count < 40; count += 1) {
      await appendOne();
      await readEvents(store.readAll(from));
    }
    await settledBesides(store, 0n);
    await long.commit();
    expect((await reader).map(({ position }) => position)).toEqual(countFrom(0n, Number(from) + 340));
  });

  it('a large append that has to wait in the store itself holds up no short one', async () => {
    const stream = samples.organisation();
    const blocker = await openTransaction(db.sql);
    await blocker.insert(stream, 0, samples.renamed());
    let answered = false;
    const large = store.append(stream, 'any', samples.renames(1_500)).finally(() => {
      answered = true;
    });
    for (let count = 0; count < 20; count += 1) await appendOne();
    expect(answered).toBe(false);
    await blocker.commit();
    await expect(large).resolves.toMatchObject({ streams: [{ firstRevision: 1n, lastRevision: 1_500n }] });
  });

  it('no lock and no counter is common to all appends: two can stand before their commit at once', async () => {
    const one = await openTransaction(db.sql);
    const two = await openTransaction(db.sql);
    await one.insert(samples.organisation(), 0, samples.renamed());
    await two.insert(samples.organisation(), 0, samples.renamed());
    await expect(appendOne()).resolves.toBeDefined();
    const { rows } = await db.sql.query<{ waiting: bigint }>(
      `select count(*) as waiting from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(rows[0]?.waiting).toBe(0n);
    await two.commit();
    await one.commit();
  });

  it('positions beyond 2^53 are exact', async () => {
    await untilSettled(store);
    const far = await createStoreDatabase();
    try {
      const next = 2n ** 53n + 1n;
      const seed = await openTransaction(far.sql);
      await seed.insert(samples.organisation(), 0, samples.renamed());
      await seed.commit();
      await far.sql.query(
        `insert into store.ledger (position, seq, leaf_hash) select $1, seq, sha256('x') from store.events`,
        [next - 1n],
      );
      const distant = await far.open();
      const event = samples.renamed();
      await distant.append(samples.organisation(), 'any', [event]);
      expect(await untilSettled(distant)).toBe(next + 1n);
      expect(await distant.positionOf(event.id)).toBe(next);
      const seen = await readEvents(distant.readAll(next));
      expect(seen.map(({ id, position }) => [id, position])).toEqual([[event.id, 9_007_199_254_740_993n]]);
    } finally {
      await far.close();
    }
  });
});

/** Resolves once so many committed events are without a position. */
async function settledBesides(store: PostgresEventStore, unsequenced: bigint): Promise<void> {
  const what = `${String(unsequenced)} events are without a position`;
  await eventually(what, async () => expect((await store.status()).unsequenced).toBe(unsequenced));
}
