import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '#libs/event-store/memory';
import { eventually } from '#libs/kernel/testing';
import { applyBatch } from '../running/batch.ts';
import { findCheckpoint, StaleOwner } from '../tables/checkpoints.ts';
import { pauseOwnRow } from '../running/owner.ts';
import type { Projection } from '../projection.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { LedgerTooShort } from '../rebuild/rebuild-fold.ts';
import { reshard, ShardsNotAligned, ShardingInUse } from './reshard.ts';
import type { ProjectionRunner } from '../running/runner.ts';
import { accounts, accountsOfVersion2, parkingAccounts, tolerantAccounts } from '../test/accounts.ts';
import { anyEvent, Workbench } from '../test/bench.ts';
import { credited, history, renamed } from '../test/histories.ts';
import { accountIn, bring, ownerOf, reshardTo } from '../test/shards.ts';
import { foldBatches, recorded } from '../testing/index.ts';

const soon = { timeoutMs: 10_000 };
const [inFirst, inSecond] = [1, 2].map((shard) => accountIn({ shard, of: 2 })) as [string, string];

describe('another number of shards', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });

  const started = (shard: number, of: number, projection: Projection = accounts): Promise<ProjectionRunner> =>
    bench.started([projection], { pageSize: 7, shards: { [projection.name]: { shard, of } } });
  const startedAll = (of: number, projection: Projection = accounts): Promise<readonly ProjectionRunner[]> =>
    Promise.all(Array.from({ length: of }, (_, index) => started(index + 1, of, projection)));
  const model = () => findCheckpoint(bench.pool, accounts.name);
  const stopped = (runners: readonly ProjectionRunner[]) => Promise.all(runners.map((runner) => runner.stop()));
  const request = () => ({ pool: bench.pool, reader: bench.store });

  it('is made by those who are started with it: no event is lost or applied twice', async () => {
    const events = [];
    for (const [round, of] of [1, 4, 2, 3, 1].entries()) {
      const more = history(60 + round, 20);
      const last = await bench.happened(...more);
      events.push(...more);
      const runners = await startedAll(of);
      for (const runner of runners) expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
      expect(await model()).toMatchObject({ shardCount: of, position: last + 1n });
      expect((await model())?.shards).toHaveLength(of === 1 ? 0 : of);
      await stopped(runners);
    }
    expect(await bench.documents(accounts)).toEqual(Object.fromEntries(foldBatches(accounts, [recorded(events)])));
    const { rows } = await bench.pool.query('select * from grappe.projection_shards');
    expect(rows).toEqual([]);
  });

  it('is made once, whoever of the new ones comes first', async () => {
    const owners = await Promise.all(
      [1, 2, 3].map((shard) => ownerOf(bench, accounts, { shard, of: 3 }).catch(() => shard)),
    );
    expect(owners).toEqual([1, 2, 3]); // there is no model yet
    await reshardTo(bench, accounts, 1);
    const three = await Promise.all([1, 2, 3].map((shard) => ownerOf(bench, accounts, { shard, of: 3 })));
    await Promise.all(three.map((owner) => reshard(request(), owner)));
    const { rows } = await bench.pool.query(
      `select epoch from grappe.leases where name = 'projection:bank.open-accounts'`,
    );
    expect([(await model())?.shards.length, rows]).toEqual([3, [{ epoch: 3n }]]); // 1 and 2 by the whole before it
  });

  it.each([
    [1, 2],
    [2, 3],
    [3, 1],
  ])('waits, and says so, while %i run it; for %i when those have stopped', async (before, after) => {
    const old = await startedAll(before);
    const last = await bench.happened(...history(30));
    for (const runner of old) await runner.waitFor(accounts.name, last, soon);
    const [first, ...others] = await startedAll(after);
    await eventually('the runner waits', async () => expect((await first?.status())?.[0]?.waitsFor).toBeDefined());
    expect((await first?.status())?.[0]).toMatchObject({
      waitsFor: expect.stringMatching(
        /bank.open-accounts: has to run with .+ other processes .+"projection:bank.open-accounts/,
      ),
      ...{ shardCount: before, position: last + 1n },
    });
    expect(bench.faults).toContainEqual(expect.any(ShardingInUse));
    await stopped(old);
    for (const runner of [first, ...others])
      expect(await runner?.waitFor(accounts.name, await bench.happened(credited('a', 1)), soon)).toBe('reached');
    await eventually('the runner waits no more', async () =>
      expect((await first?.status())?.[0]?.waitsFor).toBeUndefined(),
    );
    expect(await model()).toMatchObject({ shardCount: after });
  });

  it('brings the lagging shards to the furthest, in the same commit', async () => {
    const [first] = await reshardTo(bench, accounts, 2);
    await bench.happened(credited(inFirst, 1), credited(inSecond, 2), credited(inFirst, 3), credited(inSecond, 4));
    await bring(bench, first, 3n);
    await reshardTo(bench, accounts, 3);
    expect(await model()).toMatchObject({
      position: 3n,
      shards: [{ position: 3n }, { position: 3n }, { position: 3n }],
    });
    expect([await bench.amounts(inFirst), await bench.amounts(inSecond)]).toEqual([[1, 3], [2]]);
  });

  it('parks what a lagging shard cannot take on the way, and counts it where it is then', async () => {
    const [first] = await reshardTo(bench, parkingAccounts, 2);
    await bench.happened(renamed(inSecond, 'poison'), credited(inSecond, 1));
    await bring(bench, first, 2n);
    await reshardTo(bench, parkingAccounts, 1);
    expect(await model()).toMatchObject({ position: 2n, parkedKeys: 1 });
    await reshardTo(bench, parkingAccounts, 2);
    expect((await model())?.shards.map(({ parkedKeys }) => parkedKeys)).toEqual([0, 1]);
    expect((await bench.parked()).map(({ key, position }) => [key, position])).toEqual([
      [inSecond, 0n],
      [inSecond, 1n],
    ]);
  });

  it('is refused while a shard stands at an event it cannot take; a fix, or a rebuild with one, lets it through', async () => {
    const [first] = await reshardTo(bench, accounts, 2);
    await bench.happened(renamed(inSecond, 'poison'), credited(inFirst, 1));
    await bring(bench, first, 2n);
    const before = await model();
    const refusal = await reshardTo(bench, accounts, 3).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ShardsNotAligned);
    expect(refusal).toHaveProperty('message', expect.stringContaining('1/2 running at 2, 2/2 running at 0'));
    expect(await model()).toEqual(before);
    const reader = bench.store;
    await rebuild(tolerantAccounts, { pool: bench.pool, reader, holder: 'spec', switch: true });
    await reshardTo(bench, accounts, 3);
    expect(await model()).toMatchObject({ shardCount: 3, position: 2n, state: 'running' });
    expect([await bench.amounts(inFirst), await bench.amounts(inSecond)]).toEqual([[1], [0]]);
  });

  it('is refused to a process, which reports it once; it tries again until a fix comes, and never pauses by it', async () => {
    const [first] = await reshardTo(bench, accounts, 2);
    await bench.happened(renamed(inSecond, 'poison'), credited(inFirst, 1));
    await bring(bench, first, 2n);
    const runner = await started(1, 3);
    await eventually('the runner waits', async () => expect((await runner.status())[0]?.waitsFor).toBeDefined());
    expect((await runner.status())[0]).toMatchObject({
      state: 'running',
      waitsFor: expect.stringContaining('rebuild'),
    });
    await rebuild(tolerantAccounts, { ...request(), holder: 'spec', switch: true });
    await eventually('the model is sharded over three', async () => expect((await model())?.shardCount).toBe(3));
    expect(bench.faults).toEqual([expect.any(ShardsNotAligned)]);
  });

  it('keeps a pause', async () => {
    const [first, second] = await reshardTo(bench, accounts, 2);
    await pauseOwnRow(bench.pool, second ?? first, 0n, { message: 'why' });
    await reshardTo(bench, accounts, 1);
    expect(await model()).toMatchObject({ state: 'paused', pausedAt: 0n, error: { message: 'why', shard: '2/2' } });
    await reshardTo(bench, accounts, 2);
    expect((await model())?.shards).toMatchObject([{ state: 'paused' }, { state: 'paused', pausedAt: 0n }]);
  });

  it('of a model that is paused is made when it is resumed', async () => {
    const whole = await bench.started([accounts]);
    const last = await bench.happened(credited(inFirst, 1), renamed(inSecond, 'poison'), credited(inFirst, 2));
    expect(await whole.waitFor(accounts.name, last, soon)).toBe('paused');
    await whole.stop();
    const [first] = await startedAll(2, tolerantAccounts);
    expect(await first?.waitFor(accounts.name, last, soon)).toBe('paused');
    expect(await first?.resume(accounts.name)).toBe(true);
    expect(await first?.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await model()).toMatchObject({ shardCount: 2, shards: [{ state: 'running' }, { state: 'running' }] });
  });

  it('is not for a process of another version', async () => {
    await reshardTo(bench, accounts, 1);
    const owner = await ownerOf(bench, accountsOfVersion2, { shard: 1, of: 2 });
    await expect(reshard(request(), owner)).rejects.toBeInstanceOf(StaleOwner);
  });

  it('is not made from a ledger that is shorter than the model', async () => {
    const [first] = await reshardTo(bench, accounts, 2);
    await bench.happened(credited(inFirst, 1), credited(inSecond, 1));
    await bring(bench, first, 2n);
    const before = await model();
    const owner = await ownerOf(bench, accounts, { shard: 1, of: 3 });
    const reader = new MemoryEventStore(anyEvent);
    await expect(reshard({ pool: bench.pool, reader }, owner)).rejects.toBeInstanceOf(LedgerTooShort);
    expect(await model()).toEqual(before);
  });

  it('lets nobody in who slept through it, however often the number comes and goes', async () => {
    const [slept] = await reshardTo(bench, accounts, 2);
    await bench.happened(credited(inFirst, 1));
    await reshardTo(bench, accounts, 1);
    await reshardTo(bench, accounts, 2);
    await expect(applyBatch(bench.pool, slept, { events: [], from: 0n, next: 1n })).rejects.toBeInstanceOf(StaleOwner);
    expect((await model())?.shards).toMatchObject([{ position: 0n }, { position: 0n }]);
  });
});

afterAll(() => Workbench.end());
