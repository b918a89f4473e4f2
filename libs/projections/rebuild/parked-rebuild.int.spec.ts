import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findCheckpoint } from '../tables/checkpoints.ts';
import { discardParked, retryKey, type DeadLetterOptions } from '../parking/dead-letters.ts';
import { prepareModel } from '../tables/model.ts';
import type { Projection } from '../projection.ts';
import type { LedgerReader } from './rebuild-fold.ts';
import { rebuild, type RebuildOptions } from './rebuild.ts';
import { replay } from './replay.ts';
import { accounts, accountsOfVersion2, fixedAccounts, parkingAccounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { credited, history, moved, renamed, type BankEvent } from '../test/histories.ts';

const soon = { timeoutMs: 10_000 };
const small = { pageSize: 7, documentsInUse: 3, keptCharacters: 1_500, eventsBetweenWrites: 20 };
const poisoned = (account: string): BankEvent => renamed(account, 'poison');
const since = (account: string, day: string): BankEvent => ({
  type: 'bank.Renamed',
  data: { account, name: 'n', since: day },
});
const troubled = [
  ...history(40),
  poisoned('account 3'),
  since('account 5', 'never'),
  ...history(40),
  moved('account 3', 'account 1', 5),
  ...history(40),
  since('account 7', 'never'),
  credited('account 7', 1),
];

describe('a rebuild of a model that parks', () => {
  let bench: Workbench;
  let options: DeadLetterOptions;
  beforeEach(async () => {
    bench = await Workbench.open();
    options = { pool: bench.pool, reader: bench.store, actor: 'alice' };
  });
  afterEach(async () => {
    await bench.close();
  });

  const live = async (projection: Projection, ...events: readonly BankEvent[]) => {
    const runner = await bench.started([projection], { pageSize: 9 });
    const last = await bench.happened(...events);
    expect(await runner.waitFor(projection.name, last, soon)).toBe('reached');
    return runner;
  };
  const rebuilt = (projection: Projection, more: Partial<RebuildOptions> = {}) =>
    rebuild(projection, {
      pool: bench.pool,
      reader: bench.store,
      holder: 'spec',
      switch: false,
      limits: small,
      ...more,
    });
  const checkpoint = () => findCheckpoint(bench.pool, accounts.name);

  it.each([
    ['everything in memory', {}],
    ['hardly anything in memory', small],
    ['one event at a time', { pageSize: 1, documentsInUse: 0, keptCharacters: 0 }],
  ])('parks what the live model parks, and gives what it has: %s', async (_what, limits) => {
    await live(parkingAccounts, ...troubled);
    const waiting = await bench.parked();
    expect(new Set(waiting.map(({ key }) => key))).toEqual(new Set(['account 3', 'account 5', 'account 7']));
    const parked = { keys: 3, first: ['account 3', 'account 5', 'account 7'] };
    const compared = await rebuilt(parkingAccounts, { limits });
    expect(compared).toMatchObject({ parked, comparison: { same: true, live: compared.digest, parked } });
    expect(await bench.parked()).toEqual(waiting);
    const switched = await rebuilt(parkingAccounts, { limits, switch: true });
    expect(switched.digest).toEqual(compared.digest);
    expect(await bench.parked()).toEqual(waiting);
    expect(await checkpoint()).toMatchObject({ generation: 2n, parkedKeys: 3 });
  });

  it('with the fix names the parked key instead of calling it different; after a retry both are the same', async () => {
    await live(parkingAccounts, credited('a', 1), poisoned('a'), credited('b', 2), moved('b', 'a', 1));
    const before = await rebuilt(fixedAccounts);
    expect(before).toMatchObject({
      parked: { keys: 0, first: [] },
      comparison: { same: true, differingKeys: [], parked: { keys: 1, first: ['a'] } },
    });
    expect(before.comparison?.live).not.toEqual(before.digest);
    await retryKey(fixedAccounts, 'a', options);
    const after = await rebuilt(fixedAccounts);
    expect(after.comparison).toEqual({
      same: true,
      live: before.digest,
      differingKeys: [],
      parked: { keys: 0, first: [] },
    });
  });

  it('still reports every other document that differs', async () => {
    await live(parkingAccounts, credited('a', 1), poisoned('a'), credited('b', 2), credited('c', 3));
    await bench.pool.query(`update bank.open_accounts set document = '{"balance": 9}' where key = 'b'`);
    const { comparison } = await rebuilt(fixedAccounts);
    expect(comparison).toMatchObject({ same: false, differingKeys: ['b'], parked: { first: ['a'] } });
  });

  it('frees keys when it takes the place with the fix; the runner goes on with them', async () => {
    const runner = await live(parkingAccounts, credited('a', 1), poisoned('a'), credited('a', 2));
    await runner.stop();
    await rebuilt(fixedAccounts, { switch: true });
    expect([await bench.parked(), (await checkpoint())?.parkedKeys]).toEqual([[], 0]);
    await live(fixedAccounts, credited('a', 3));
    expect(await bench.amounts('a')).toEqual([1, 0, 2, 3]);
    expect(await bench.log()).toEqual([
      { action: 'parked', key: 'a', position: 1n },
      { action: 'released', key: 'a', position: 1n },
    ]);
  });

  it('parks keys that were free when it takes the place with a fault; later events wait behind them', async () => {
    const runner = await live(fixedAccounts, credited('a', 1), poisoned('a'), credited('b', 2));
    await runner.stop();
    await rebuilt(parkingAccounts, { switch: true });
    expect((await checkpoint())?.parkedKeys).toBe(1);
    await live(parkingAccounts, credited('a', 3), credited('b', 4));
    expect([await bench.amounts('a'), await bench.amounts('b')]).toEqual([[1], [2, 4]]);
    expect((await bench.parked()).map(({ position }) => position)).toEqual([1n, 3n]);
    expect(await bench.log()).toEqual([{ action: 'parked', key: 'a', position: 1n }]);
  });

  it('compares with the model as it is in the end, though a key was released while it ran', async () => {
    const runner = await live(parkingAccounts, credited('a', 1), poisoned('a'), credited('b', 2));
    await runner.stop();
    let released = false;
    const { comparison, digest } = await rebuilt(fixedAccounts, {
      reader: reading(async () => {
        if (!released) await retryKey(fixedAccounts, 'a', options);
        released = true;
      }),
    });
    expect(comparison).toMatchObject({ same: true, live: digest, parked: { keys: 0 } });
  });

  it('that was interrupted goes on with what it had parked', async () => {
    await live(parkingAccounts, ...troubled);
    const stop = new AbortController();
    let pages = 0;
    const interrupted = rebuilt(parkingAccounts, {
      signal: stop.signal,
      limits: { ...small, eventsBetweenWrites: 7 },
      onProgress: () => {
        if ((pages += 1) === 12) stop.abort(new Error('enough'));
      },
    });
    await expect(interrupted).rejects.toThrow('enough');
    const report = await rebuilt(parkingAccounts);
    expect(report.resumedFrom).toBeGreaterThan(41n);
    expect(report).toMatchObject({ parked: { keys: 3 }, comparison: { same: true, live: report.digest } });
  });

  it('brings a newer version in place, parked keys included, while the runner starts', async () => {
    const runner = await live(fixedAccounts, credited('a', 1), poisoned('a'), credited('b', 2));
    await runner.stop();
    const poisonAgain = { ...accountsOfVersion2, on: { ...parkingAccounts.on }, onPoison: 'park' as const };
    await live(poisonAgain, credited('a', 3), credited('b', 4));
    expect(await checkpoint()).toMatchObject({ version: 2, parkedKeys: 1, position: 5n });
    expect([await bench.amounts('a'), await bench.amounts('b')]).toEqual([[1], [2, 4]]);
  });

  it('stops at a fault as ever where the model pauses', async () => {
    const runner = await live(fixedAccounts, credited('a', 1), poisoned('a'));
    await runner.stop();
    await expect(rebuilt(accounts)).rejects.toMatchObject({ name: 'PoisonEvent' });
  });

  describe('after an event was discarded', () => {
    const discarded = async () => {
      await live(parkingAccounts, credited('a', 1), poisoned('a'), credited('a', 2), moved('a', 'b', 3));
      await discardParked(parkingAccounts, { key: 'a', position: 1n, reason: 'r' }, options);
    };

    it.each([
      ['with the fault', parkingAccounts],
      ['with the fix', fixedAccounts],
    ])('leaves it out, %s', async (_what, projection) => {
      await discarded();
      const report = await rebuilt(projection, { switch: true });
      expect(report).toMatchObject({ parked: { keys: 0 }, comparison: { same: true, live: report.digest } });
      expect(await bench.amounts('a')).toEqual([1, 2, -3]);
      const replayed = await replay(projection, {
        pool: bench.pool,
        reader: bench.store,
        until: { position: 9n },
        tag: 'spec',
      });
      expect(replayed).toMatchObject({ digest: report.digest, parked: { keys: 0 } });
    });

    it('leaves it out of a model whose table is gone, too', async () => {
      await discarded();
      await bench.pool.query('drop table bank.open_accounts');
      await prepareModel(bench.pool, parkingAccounts);
      await live(parkingAccounts, credited('b', 4));
      expect(await bench.amounts('a')).toEqual([1, 2, -3]);
    });

    it('takes it again in a newer version', async () => {
      await discarded();
      await rebuilt({ ...accountsOfVersion2, onPoison: 'park' }, { switch: true });
      expect(await bench.amounts('a')).toEqual([1, 0, 2, -3]);
    });

    it('while it ran, begins anew without it', async () => {
      const runner = await live(parkingAccounts, credited('a', 1), poisoned('a'), credited('a', 2));
      await runner.stop();
      let done = false;
      const report = await rebuilt(fixedAccounts, {
        switch: true,
        reader: reading(async () => {
          if (!done) await discardParked(parkingAccounts, { key: 'a', position: 1n, reason: 'r' }, options);
          done = true;
        }),
      });
      expect(report.comparison).toMatchObject({ same: true, live: report.digest });
      expect(await bench.amounts('a')).toEqual([1, 2]);
    });
  });

  it('is of use to a replay, which names the keys that it could not bring further', async () => {
    await live(parkingAccounts, ...troubled);
    const whole = await replay(parkingAccounts, {
      pool: bench.pool,
      reader: bench.store,
      until: { position: 999n },
      tag: 'whole',
      limits: small,
    });
    const { digest } = await rebuilt(parkingAccounts);
    expect(whole).toMatchObject({ digest, parked: { keys: 3, first: ['account 3', 'account 5', 'account 7'] } });
    const early = await replay(parkingAccounts, {
      pool: bench.pool,
      reader: bench.store,
      until: { position: 30n },
      tag: 'early',
    });
    expect(early.parked).toEqual({ keys: 0, first: [] });
  });

  /** The ledger, with something that happens when a page of it was read. */
  const reading = (between: () => Promise<void>): LedgerReader => ({
    status: () => bench.store.status(),
    readAll: async function* (from, how) {
      for await (const page of bench.store.readAll(from, how)) {
        await between();
        yield page;
      }
    },
  });
});

afterAll(() => Workbench.end());
