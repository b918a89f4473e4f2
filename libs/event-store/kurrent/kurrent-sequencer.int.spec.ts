import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { acquireLease, type Lease } from '#libs/postgres';
import type { LedgerRow } from '../index.ts';
import { collect, ContractSamples, countFrom, idsOf, readEvents, untilSettled } from '../testing/index.ts';
import type { KurrentEventStore } from './index.ts';
import { KurrentLog } from './kurrent-log.ts';
import { KurrentSequencer } from './kurrent-sequencer.ts';
import { createKurrentWorld, DoubleLog, type KurrentWorld } from './testing/index.ts';

const LEASE = { name: 'spec', holder: 'spec', ttlMs: 60_000 };

describe('positions in the order of $all', () => {
  let world: KurrentWorld;
  let samples: ContractSamples;
  beforeEach(async () => {
    world = await createKurrentWorld();
    samples = new ContractSamples();
  });
  afterEach(async () => {
    await world.close();
  });

  const ledgerOf = async (store: KurrentEventStore): Promise<readonly LedgerRow[]> =>
    (await collect(store.readLedger(0n))).flat();
  const lease = async (): Promise<Lease> => {
    const taken = await acquireLease(world.sql, LEASE);
    if (taken === undefined) throw new Error('the lease is held');
    return taken;
  };

  /** Gives positions in rounds of that size until so many were given. */
  async function giveSome(log: KurrentLog, held: Lease, batch: number, most: bigint): Promise<void> {
    const stop = new AbortController();
    const onSequenced = (head: bigint): void => {
      if (head >= most) stop.abort();
    };
    await KurrentSequencer.work(log, world.sql, held, { batch, onSequenced }, stop.signal);
  }

  it('a ledger made anew from the log is the same, hash for hash', async () => {
    const store = await world.open();
    const streams = [samples.organisation(), samples.incubator()] as const;
    for (let index = 0; index < 5; index += 1) {
      await store.append(streams[0], 'any', samples.renames(2), { commandId: samples.id() });
      await store.append(streams[1], 'any', [samples.incubatorOpened()]);
    }
    await untilSettled(store);
    const first = await ledgerOf(store);
    await store.close();
    await world.sql.query('truncate store.ledger, store.events');
    const again = await world.open();
    expect(await untilSettled(again)).toBe(15n);
    expect(await ledgerOf(again)).toEqual(first);
  });

  it.each([1, 2, 3, 4])(
    'in rounds of %i, given up after each: records of one transaction share a commit position, and none is lost or twice',
    async (batch) => {
      const store = await world.open({ sequencer: false });
      await store.appendAll([
        { stream: samples.organisation(), expected: 'no-stream', events: samples.renames(3) },
        { stream: samples.organisation(), expected: 'no-stream', events: samples.renames(4) },
      ]);
      const held = await lease();
      // One for all rounds: the bridge of a new one takes half a second to connect.
      const log = new KurrentLog(world.double().url);
      for (let given = 0n; given < 7n; given = (await store.status()).head)
        await giveSome(log, held, batch, given + 1n);
      await log.close();
      const rows = await ledgerOf(store);
      const stored = world.double().log.records.filter(({ type }) => type.startsWith('membership.'));
      expect(rows.map(({ eventId }) => eventId)).toEqual(stored.map(({ id }) => id));
      expect(new Set(stored.map(({ commit }) => commit)).size).toBe(1);
    },
  );

  it('one whose lease was taken over gives no position', async () => {
    const store = await world.open({ sequencer: false });
    await store.append(samples.organisation(), 'any', samples.renames(2));
    const held = await lease();
    await world.sql.query('update grappe.leases set epoch = epoch + 1 where name = $1', [LEASE.name]);
    const log = new KurrentLog(world.double().url);
    await expect(giveSome(log, held, 10, 1n)).rejects.toMatchObject({ name: 'StaleEpoch', lease: LEASE.name });
    await log.close();
    expect(await store.status()).toEqual({ head: 0n, unsequenced: 2n });
  });

  it('of several that are willing one works, and another goes on where it ended', async () => {
    const [one, other] = [await world.open({ holder: 'one' }), await world.open({ holder: 'other' })];
    const stream = samples.organisation();
    const events = samples.renames(40);
    for (const [index, event] of events.entries()) {
      if (index === 20) await one.close();
      await other.append(stream, 'any', [event]);
    }
    expect(await untilSettled(other)).toBe(40n);
    expect(idsOf(await readEvents(other.readAll(0n)))).toEqual(idsOf(events));
  });

  it('a committed event without a position counts as such, and its stream is listed', async () => {
    const store = await world.open({ sequencer: false });
    const [one, two] = [samples.organisation(), samples.organisation()].toSorted();
    if (one === undefined || two === undefined) throw new Error('two streams');
    await store.append(two, 'any', samples.renames(2), { commandId: samples.id() });
    await store.append(one, 'any', samples.renames(1));
    expect(await store.status()).toEqual({ head: 0n, unsequenced: 3n });
    expect(await store.streams()).toEqual([one, two]);
    expect(await store.streams({ after: one, limit: 1 })).toEqual([two]);
  });

  it('what others keep on the server is passed over', async () => {
    const store = await world.open();
    const json = { id: samples.id(), type: 'OrderPlaced', isJson: true, data: Buffer.from('{}') };
    world.double().log.append([{ stream: 'order-1', expected: -2n, events: [json] }]);
    await store.append(samples.organisation(), 'any', [samples.renamed()]);
    expect(await untilSettled(store)).toBe(1n);
    expect(await store.streams()).toHaveLength(1);
  });

  it.each([
    ['JSON', true, '{}'],
    ['a text that is none', false, 'hello'],
    ['the record of another event', false, '{"id":"another","metadata":{"recordedAt":"2016-03-31T12:00:00.000Z"}}'],
    ['a record without an instant', false, '{}'],
  ])('%s in a stream of the store stops it there, with the stream and the revision', async (_, isJson, text) => {
    const faults: unknown[] = [];
    const store = await world.open({ onError: (error) => faults.push(error) });
    const stream = samples.organisation();
    await store.append(stream, 'any', samples.renames(2));
    await untilSettled(store);
    const foreign = { id: samples.id(), type: 'membership.OrganisationRenamed', isJson, data: Buffer.from(text) };
    world.double().log.append([{ stream, expected: -2n, events: [foreign] }]);
    await eventually('the sequencer meets a fault', () => expect(faults.length).toBeGreaterThan(0));
    expect(faults[0]).toMatchObject({ name: 'ForeignEvent', stream, revision: 2n });
    await store.append(samples.organisation(), 'any', [samples.renamed()]);
    expect(await store.status()).toEqual({ head: 2n, unsequenced: 2n });
  });

  it.each([
    ['an empty one', 0],
    ['one with another history', 4],
  ])('another server behind the same address, %s: no position is given', async (_, length) => {
    const store = await world.open();
    await store.append(samples.organisation(), 'any', samples.renames(3));
    await untilSettled(store);
    await store.close();
    await world.stop();
    await world.begin({ log: new DoubleLog() });
    const faults: unknown[] = [];
    const other = await world.open({ onError: (error) => faults.push(error) });
    for (let index = 0; index < length; index += 1)
      await other.append(samples.organisation(), 'any', [samples.renamed()]);
    await eventually('the sequencer meets a fault', () => expect(faults.length).toBeGreaterThan(0));
    expect(faults[0]).toMatchObject({ name: 'LedgerDiverged', position: 2n });
    expect(await readEvents(other.readAll(0n))).toHaveLength(3);
  });

  it('the application may add to the ledger, and neither change nor remove', async () => {
    const store = await world.open();
    await store.append(samples.organisation(), 'any', [samples.renamed()]);
    await untilSettled(store);
    const client = await world.sql.connect();
    try {
      await client.query('set role grappe_app');
      for (const statement of [
        'update store.events set type = type',
        'delete from store.ledger',
        'truncate store.events',
      ])
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    } finally {
      client.release(true);
    }
    expect(countFrom(0n, 1)).toEqual((await ledgerOf(store)).map(({ position }) => position));
  });
});
