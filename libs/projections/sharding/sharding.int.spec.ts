import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { connectPool, type Pool } from '#libs/postgres';
import { applyBatch } from '../running/batch.ts';
import { findCheckpoint, StaleOwner } from '../tables/checkpoints.ts';
import { pauseOwnRow } from '../running/owner.ts';
import type { Projection } from '../projection.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import type { ProjectionRunner } from '../running/runner.ts';
import { accounts, parkingAccounts, tolerantAccounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { credited, history, moved, renamed, type BankEvent } from '../test/histories.ts';
import { accountIn, bring, ownerOf, reshardTo } from '../test/shards.ts';
import { foldBatches, recorded } from '../testing/index.ts';

const soon = { timeoutMs: 10_000 };
const [one, two, three] = [1, 2, 3].map((shard) => accountIn({ shard, of: 3 })) as [string, string, string];

describe('a projection over three processes', () => {
  let bench: Workbench;
  let pools: Pool[];
  beforeEach(async () => {
    bench = await Workbench.open();
    pools = [];
  });
  afterEach(async () => {
    await Promise.all(pools.filter(({ ended }) => !ended).map((pool) => pool.end()));
    await bench.close();
  });

  /** A process: a runner of one shard, with connections of its own. */
  async function started(shard: number, projection: Projection = accounts, of = 3): Promise<ProjectionRunner> {
    const pool = connectPool(bench.url, { max: 4 });
    pools.push(pool);
    return await bench.started([projection], { pool, pageSize: 7, shards: { [projection.name]: { shard, of } } });
  }
  const allStarted = (projection: Projection = accounts) =>
    Promise.all([started(1, projection), started(2, projection), started(3, projection)]);
  const foldOf = (events: readonly BankEvent[]) => Object.fromEntries(foldBatches(accounts, [recorded(events)]));

  it('is the model that one process makes, and equals its rebuild', async () => {
    const before = history(300, 40);
    await bench.happened(...before);
    const runners = await allStarted();
    const after = [moved(one, two, 3), moved(two, three, 5), moved(three, one, 7)];
    const last = await bench.happened(...after);
    for (const runner of runners) expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toEqual(foldOf([...before, ...after]));
    const { comparison } = await rebuild(accounts, {
      ...{ pool: bench.pool, reader: bench.store },
      ...{ holder: 'spec', switch: false },
    });
    expect(comparison).toMatchObject({ same: true });
  });

  it('reports of each process which shard it runs, and of the model where each shard is', async () => {
    const runners = await allStarted();
    const last = await bench.happened(...history(20));
    for (const [index, runner] of runners.entries()) {
      await runner.waitFor(accounts.name, last, soon);
      expect((await runner.status(20n))[0]).toMatchObject({
        ...{ shard: { shard: index + 1, of: 3 }, owned: true, waitsFor: undefined, shardCount: 3 },
        ...{ state: 'running', position: 20n, lag: 0n },
        shards: [1, 2, 3].map((shard) => ({ shard, of: 3, position: 20n, state: 'running' })),
      });
    }
  });

  it('stands at the moment of the split while a shard has not started: a query for more waits, and gets no wrong answer', async () => {
    const alone = await bench.started([accounts]);
    await alone.waitFor(accounts.name, await bench.happened(credited(one, 1), credited(three, 1)), soon);
    await alone.stop();
    const [first] = await Promise.all([started(1), started(2)]);
    const last = await bench.happened(credited(one, 2), credited(three, 2));
    await eventually('the first two amounts are there', async () => expect(await bench.amounts(one)).toHaveLength(2));
    expect(await first.waitFor(accounts.name, last, { timeoutMs: 100 })).toBe('timeout');
    expect([await first.position(accounts.name), await bench.amounts(three)]).toEqual([2n, [1]]);
    await started(3);
    expect(await first.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.amounts(three)).toEqual([1, 2]);
  });

  it('goes on in the other shards when one dies, and in all when another process takes it over', async () => {
    const [first] = await allStarted();
    await first.waitFor(accounts.name, await bench.happened(credited(one, 1), credited(three, 1)), soon);
    await pools[2]?.end(); // no connection any more: it cannot even give back its lease
    const last = await bench.happened(credited(one, 2), credited(three, 2));
    await eventually('the first two amounts are there', async () => expect(await bench.amounts(one)).toHaveLength(2));
    expect(await first.position(accounts.name)).toBe(2n);
    const standby = await started(3);
    expect(await standby.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.amounts(three)).toEqual([1, 2]);
    expect((await standby.status())[0]?.owned).toBe(true);
  });

  it('is paused when one shard is, which it names; the others go on', async () => {
    const runners = await allStarted();
    await bench.happened(credited(two, 1), renamed(two, 'poison'));
    const last = await bench.happened(credited(one, 1), credited(two, 2));
    expect(await runners[0].waitFor(accounts.name, last, soon)).toBe('paused');
    await eventually('the first amount is there', async () => expect(await bench.amounts(one)).toHaveLength(1));
    // The third shard has no event of its own: it passes those of the others a little later.
    await eventually('every shard has passed the events before the pause', async () =>
      expect((await runners[0].status())[0]).toMatchObject({
        ...{ state: 'paused', position: 1n, pausedAt: 1n },
        error: { message: 'nobody is called poison', type: 'bank.Renamed', shard: '2/3' },
      }),
    );
    await Promise.all(runners.map((runner) => runner.stop()));
    const fixed = await allStarted(tolerantAccounts);
    expect(await fixed[0].waitFor(accounts.name, last, soon)).toBe('paused');
    expect(await fixed[0].resume(accounts.name)).toBe(true);
    expect(await fixed[0].waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await fixed[0].resume(accounts.name)).toBe(false);
    expect(await bench.amounts(two)).toEqual([1, 0, 2]);
  });

  it('parks a key in its shard alone, and counts what is parked', async () => {
    const [first] = await allStarted(parkingAccounts);
    const last = await bench.happened(renamed(two, 'poison'), renamed(three, 'poison'), moved(one, two, 1));
    expect(await first.waitFor(accounts.name, last, soon)).toBe('reached');
    const [status] = await first.status();
    expect(status).toMatchObject({ state: 'running', parkedKeys: 2, parked: { keys: 2, first: [two, three].sort() } });
    expect(status?.shards.map(({ parkedKeys }) => parkedKeys)).toEqual([0, 1, 1]);
    expect(await bench.amounts(one)).toEqual([-1]);
  });
});

describe('who may write a shard', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });
  const empty = { events: [], from: 0n, next: 1n };

  it('not the owner that was taken over while it slept, and nothing of its batch is there', async () => {
    const [first, second] = await reshardTo(bench, accounts, 3);
    await bench.happened(credited(one, 1));
    const next = await ownerOf(bench, accounts, first.shard);
    await expect(bring(bench, first, 1n)).rejects.toBeInstanceOf(StaleOwner);
    await expect(pauseOwnRow(bench.pool, first, 0n, { message: 'no' })).rejects.toBeInstanceOf(StaleOwner);
    expect(await bench.documents(accounts)).toEqual({});
    await bring(bench, next, 1n);
    if (second !== undefined) await bring(bench, second, 1n);
    expect(await bench.amounts(one)).toEqual([1]);
  });

  it('not the one who ran the whole before it was shards, nor shards of another number', async () => {
    const [whole] = await reshardTo(bench, accounts, 1);
    const [ofThree] = await reshardTo(bench, accounts, 3);
    await expect(applyBatch(bench.pool, whole, empty)).rejects.toBeInstanceOf(StaleOwner);
    await expect(pauseOwnRow(bench.pool, whole, 0n, { message: 'no' })).rejects.toBeInstanceOf(StaleOwner);
    const [ofTwo] = await reshardTo(bench, accounts, 2);
    await expect(applyBatch(bench.pool, ofThree, empty)).rejects.toBeInstanceOf(StaleOwner);
    await reshardTo(bench, accounts, 3);
    await expect(applyBatch(bench.pool, ofTwo, empty)).rejects.toBeInstanceOf(StaleOwner);
    await expect(applyBatch(bench.pool, ofThree, empty)).rejects.toBeInstanceOf(StaleOwner);
  });

  it('who runs a whole model needs nothing of the shards of others, not even to read their table', async () => {
    const [whole] = await reshardTo(bench, accounts, 1);
    const barred = await bench.pool.connect();
    try {
      await barred.query('begin; lock table grappe.projection_shards in access exclusive mode');
      await applyBatch(bench.pool, whole, { events: recorded([credited(one, 1)]), from: 0n, next: 1n });
    } finally {
      await barred.query('rollback');
      barred.release();
    }
    expect(await bench.amounts(one)).toEqual([1]);
  });

  it('nobody while it is paused; the other shards are written', async () => {
    const [first, second] = await reshardTo(bench, accounts, 2);
    await pauseOwnRow(bench.pool, first, 0n, { message: 'first' });
    await expect(applyBatch(bench.pool, first, empty)).rejects.toBeInstanceOf(StaleOwner);
    await expect(pauseOwnRow(bench.pool, first, 0n, { message: 'second' })).rejects.toBeInstanceOf(StaleOwner);
    if (second !== undefined) await applyBatch(bench.pool, second, empty);
    expect(await findCheckpoint(bench.pool, accounts.name)).toMatchObject({
      ...{ state: 'paused', error: { message: 'first', shard: '1/2' } },
      shards: [{ position: 0n }, { position: 1n }],
    });
  });
});

afterAll(() => Workbench.end());
