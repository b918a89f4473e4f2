import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MissingPosition, type RecordedEvent } from '#libs/kernel';
import { acquireLease } from '#libs/postgres';
import { countFrom, readEvents } from '#libs/event-store/testing';
import { eventually } from '#libs/kernel/testing';
import { placeOf, publicTopic, publishedEvent } from '../records/index.ts';
import { findRelay, RELAY_LEASE, resumeRelay, type RelayMark } from './index.ts';
import { gate } from './test/memory-topics.ts';
import { RelayDatabase } from './test/relay-database.ts';

describe('the relay', () => {
  let db: RelayDatabase;
  beforeEach(async () => {
    db = await RelayDatabase.create();
  });
  afterEach(() => db.close());

  const ledger = (): Promise<RecordedEvent[]> => readEvents(db.store.readAll(0n));

  it('publishes what is there and what comes, each event once, on the topic of its context, keyed by stream', async () => {
    await db.append(7);
    db.run();
    await db.published(7n);
    await db.append(5);
    await db.published(12n);
    expect(db.topics.positions).toEqual(countFrom(0n, 12));
    const events = await ledger();
    expect(db.topics.log.map(({ topic, key }) => [topic, key])).toEqual(
      events.map(({ type, stream }) => [publicTopic(type.split('.')[0] ?? ''), stream]),
    );
    const published = db.topics.log.map((record) => ({
      ...publishedEvent(record),
      position: placeOf(record).position,
    }));
    expect(published).toEqual(events);
    expect(db.faults).toEqual([]);
  });

  it('sends no more at once than it may, one send after the other, and says what is settled', async () => {
    await db.append(25);
    const marks: RelayMark[] = [];
    db.run({ limits: { maxRecords: 10 }, onPublished: (mark) => marks.push(mark) });
    await eventually('everything is published', () => expect(marks.at(-1)?.position).toBe(25n));
    expect([db.topics.sends, db.topics.mostInFlight]).toEqual([[10, 10, 5], 1]);
    const settled = db.topics.log.map((record) => placeOf(record).settled);
    expect(settled).toEqual([
      ...Array<bigint>(10).fill(0n),
      ...Array<bigint>(10).fill(10n),
      ...Array<bigint>(5).fill(20n),
    ]);
    expect(marks.map(({ position }) => position)).toEqual([10n, 20n, 25n]);
  });

  it('reads and encodes the next batch while one is under way, and does not send it', async () => {
    await db.append(30);
    const acknowledgement = gate();
    db.topics.acknowledge = () => acknowledgement.opened;
    let read = 0;
    const store = {
      readLedger: async function* (...args: Parameters<typeof db.store.readLedger>) {
        for await (const rows of db.store.readLedger(...args)) {
          read += rows.length;
          yield rows;
        }
      },
      subscribe: db.store.subscribe.bind(db.store),
      status: db.store.status.bind(db.store),
    };
    db.run({ store, limits: { maxRecords: 10 } });
    await eventually('the next batch is read', () => expect(read).toBe(20));
    expect(db.topics.sends).toEqual([10]);
    expect(await findRelay(db.pool)).toMatchObject({ position: 0n });
    acknowledgement.open();
    await db.published(30n);
    expect(db.topics.positions).toEqual(countFrom(0n, 30));
  });

  it('an event heavier than a batch goes alone, and nothing waits for a batch to be full', async () => {
    await db.append(4);
    db.run({ limits: { maxBytes: 10 } });
    await db.published(4n);
    expect(db.topics.sends).toEqual([1, 1, 1, 1]);
  });

  it('when aborted, it finishes the batch at hand and records it: nothing is lost, nothing is sent twice', async () => {
    await db.append(40);
    const acknowledgement = gate();
    db.topics.acknowledge = () => acknowledgement.opened;
    const first = db.run({ limits: { maxRecords: 10 } });
    await eventually('the first batch is on its way', () => expect(db.topics.sends).toHaveLength(1));
    const ended = first.end();
    acknowledgement.open();
    await ended;
    expect(await findRelay(db.pool)).toMatchObject({ position: 10n, state: 'running' });
    db.run();
    await db.published(40n);
    expect(db.topics.positions).toEqual(countFrom(0n, 40));
    expect(db.faults).toEqual([]);
  });

  it('gives its lease back at once, so that the next one need not wait for it', async () => {
    const relay = db.run();
    await eventually('the relay has a row', async () => expect(await findRelay(db.pool)).toBeDefined());
    await relay.end();
    const next = await acquireLease(db.pool, { name: RELAY_LEASE, holder: 'next', ttlMs: 1_000 });
    expect(next?.epoch).toBe(2n);
    await next?.release();
  });

  it('of two relays one works and the other waits, until the first is gone', async () => {
    await db.append(3);
    const first = db.run({ holder: 'first' });
    await db.published(3n);
    const published: bigint[] = [];
    db.run({ holder: 'second', onPublished: ({ position }) => published.push(position) });
    await db.append(3);
    await db.published(6n);
    expect(published).toEqual([]);
    await first.end();
    await db.append(3);
    await eventually('everything is published', () => expect(published.at(-1)).toBe(9n));
    expect(db.topics.positions).toEqual(countFrom(0n, 9));
    expect(await findRelay(db.pool)).toMatchObject({ epoch: 2n });
  });

  it('paused past its lease and woken, it is refused, and sends nothing after the batch it had begun', async () => {
    await db.append(30);
    const paused = gate();
    db.topics.acknowledge = (send) => (send === 1 ? paused.opened : Promise.resolve());
    const first = db.run({ limits: { maxRecords: 10 } });
    await eventually('the first batch is on its way', () => expect(db.topics.sends).toHaveLength(1));
    await db.expireLease();
    db.run({ holder: 'heir', limits: { maxRecords: 7 } });
    await db.published(30n);
    const sends = db.topics.sends.length;
    paused.open();
    await eventually('the woken relay is refused', () => expect(db.faults.length).toBeGreaterThan(0));
    expect(db.faults).toEqual([expect.objectContaining({ name: 'StaleRelay', epoch: 1n })]);
    await first.end();
    expect(db.topics.sends).toHaveLength(sends);
    expect(await findRelay(db.pool)).toMatchObject({ position: 30n, epoch: 2n });
  });

  it('what the publisher refuses is reported and sent again from the recorded position', async () => {
    await db.append(20);
    db.topics.acknowledge = (send) =>
      send === 2 || send === 3 ? Promise.reject(new Error('broker away')) : Promise.resolve();
    db.run({ limits: { maxRecords: 10 } });
    await db.published(20n);
    expect(db.faults.map((fault) => (fault as Error).message)).toEqual(['broker away', 'broker away']);
    expect(db.topics.sends).toEqual([10, 10, 10, 10]);
    expect(db.topics.positions).toEqual([...countFrom(0n, 20), ...countFrom(10n, 10), ...countFrom(10n, 10)]);
  });

  it('a hole in the ledger stops it there: it says where and what to do, skips nothing, and goes on when resumed', async () => {
    await db.append(12);
    let hole = true;
    const store = {
      readLedger: async function* (...args: Parameters<typeof db.store.readLedger>) {
        for await (const rows of db.store.readLedger(...args)) {
          if (hole && rows.some(({ position }) => position === 8n)) throw new MissingPosition(8n);
          yield rows;
        }
      },
      subscribe: db.store.subscribe.bind(db.store),
      status: db.store.status.bind(db.store),
    };
    db.run({ store, limits: { maxRecords: 4 } });
    await eventually('the relay stops', async () => expect((await findRelay(db.pool))?.state).toBe('stopped'));
    const message: unknown = expect.stringMatching(/position 8 is missing.*Restore it/);
    expect(await findRelay(db.pool)).toMatchObject({ position: 8n, error: { position: '8', message } });
    expect(db.topics.positions).toEqual(countFrom(0n, 8));
    hole = false;
    expect(await resumeRelay(db.pool)).toBe(true);
    await db.published(12n);
    expect(db.topics.positions).toEqual(countFrom(0n, 12));
    expect(await findRelay(db.pool)).toMatchObject({ state: 'running', error: undefined });
    expect(await resumeRelay(db.pool)).toBe(false);
  });

  it('a ledger that ends before what was published stops it: a restored database is not published over the topics', async () => {
    await db.append(5);
    const relay = db.run();
    await db.published(5n);
    await relay.end();
    await db.pool.query('update grappe.relay set position = 9');
    db.run();
    await eventually('the relay stops', async () => expect((await findRelay(db.pool))?.state).toBe('stopped'));
    const message: unknown = expect.stringContaining('the ledger ends at 5');
    expect(await findRelay(db.pool)).toMatchObject({ error: { position: '9', message } });
    expect(db.topics.log).toHaveLength(5);
  });
});
