import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { applyBatch } from '../running/batch.ts';
import { findCheckpoint, StaleOwner } from '../tables/checkpoints.ts';
import { discardParked, retryKey } from '../parking/dead-letters.ts';
import { prepareModel } from '../tables/model.ts';
import { pauseOwnRow } from '../running/owner.ts';
import type { Projection } from '../projection.ts';
import { rebuild, type RebuildReport } from '../rebuild/rebuild.ts';
import type { ProjectionRunner } from '../running/runner.ts';
import { accounts, accountsOfVersion2, fixedAccounts, parkingAccounts, tolerantAccounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { credited, history, moved, renamed } from '../test/histories.ts';
import { accountIn, bring, reshardTo } from '../test/shards.ts';

const soon = { timeoutMs: 10_000 };
const [inFirst, inSecond] = [1, 2].map((shard) => accountIn({ shard, of: 2 })) as [string, string];

describe('a sharded model', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });

  const rebuilt = (switchOver: boolean, projection: Projection = accounts): Promise<RebuildReport> =>
    rebuild(projection, { pool: bench.pool, reader: bench.store, holder: 'spec', switch: switchOver });
  const startedAll = (of: number, projection: Projection): Promise<readonly ProjectionRunner[]> =>
    Promise.all(
      Array.from({ length: of }, (_, index) =>
        bench.started([projection], { pageSize: 7, shards: { [projection.name]: { shard: index + 1, of } } }),
      ),
    );
  const model = () => findCheckpoint(bench.pool, accounts.name);

  describe('that is rebuilt', () => {
    it('is compared at one position, to which lagging shards are brought', async () => {
      const [first, second] = await reshardTo(bench, accounts, 2);
      await bench.happened(...history(120));
      await bring(bench, first, 90n);
      if (second !== undefined) await bring(bench, second, 20n);
      const { comparison, point, switched } = await rebuilt(false);
      expect({ comparison, point, switched }).toMatchObject({
        ...{ comparison: { same: true, differingKeys: [] }, switched: false },
        point: { position: 90n },
      });
      expect((await model())?.shards).toMatchObject([{ position: 90n }, { position: 90n }]);
    });

    it('names the keys that differ', async () => {
      const [first] = await reshardTo(bench, accounts, 2);
      await bench.happened(...history(60));
      await bring(bench, first, 60n);
      const [tampered] = Object.keys(await bench.documents(accounts));
      await bench.pool.query({
        text: `update bank.open_accounts set document = document || '{"balance": -1}' where key = $1`,
        values: [tampered],
      });
      expect((await rebuilt(false)).comparison).toMatchObject({ same: false, differingKeys: [tampered] });
    });

    it('is switched while events keep coming: nothing is lost and nothing applied twice', async () => {
      const runners = await startedAll(3, accounts);
      let writing = true;
      const write = async (): Promise<bigint> => {
        let last = -1n;
        while (writing) {
          const index = Number(last) + 1;
          last = await bench.happened(moved(`account ${String(index % 9)}`, 'sink', index));
          await new Promise((resolve) => setImmediate(resolve)); // a store in memory never gives way by itself
        }
        return last;
      };
      const written = write();
      for (let round = 0; round < 4; round += 1) await rebuilt(true);
      writing = false;
      const last = await written;
      for (const runner of runners) expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
      expect(await bench.amounts('sink')).toEqual(Array.from({ length: Number(last) + 1 }, (_, index) => index));
      expect((await rebuilt(false)).comparison).toMatchObject({ same: true });
      expect((await model())?.shards.map(({ generation }) => generation)).toEqual([5n, 5n, 5n]);
    });

    it('is not compared, but switched, where a shard is paused behind: the rebuild has passed its event', async () => {
      const [first, second = first] = await reshardTo(bench, accounts, 2);
      await bench.happened(credited(inSecond, 1), renamed(inSecond, 'poison'), credited(inFirst, 1));
      await bring(bench, first, 3n);
      const poison = await bring(bench, second, 3n);
      expect(poison?.event.position).toBe(1n);
      await pauseOwnRow(bench.pool, second, 1n, { message: 'why' });
      expect(await rebuilt(false, tolerantAccounts)).toMatchObject({ comparison: undefined, point: { position: 3n } });
      expect(await model()).toMatchObject({ state: 'paused', position: 1n });
      expect(await rebuilt(true, tolerantAccounts)).toMatchObject({ switched: true });
      expect(await model()).toMatchObject({ state: 'running', position: 3n, error: undefined });
      expect([await bench.amounts(inFirst), await bench.amounts(inSecond)]).toEqual([[1], [1, 0]]);
    });

    it('keeps the pause of a shard at whose event the rebuild stands too', async () => {
      const [first, second = first] = await reshardTo(bench, accounts, 2);
      await bench.happened(credited(inSecond, 1), renamed(inSecond, 'poison'));
      await bring(bench, first, 1n);
      await bring(bench, second, 2n);
      await pauseOwnRow(bench.pool, second, 1n, { message: 'why' });
      expect(await rebuilt(true)).toMatchObject({ comparison: { same: true }, point: { position: 1n } });
      expect((await model())?.shards).toMatchObject([
        { state: 'running', generation: 2n },
        { state: 'paused', generation: 2n, pausedAt: 1n, error: { message: 'why' } },
      ]);
    });

    it('takes over what the rebuild has parked, and counts it by shard', async () => {
      const [first, second = first] = await reshardTo(bench, parkingAccounts, 2);
      await bench.happened(renamed(inFirst, 'poison'), renamed(inSecond, 'poison'), credited(inSecond, 1));
      await bring(bench, first, 3n);
      await bring(bench, second, 3n);
      expect((await rebuilt(true, parkingAccounts)).comparison).toMatchObject({ same: true, parked: { keys: 2 } });
      expect((await model())?.shards.map(({ parkedKeys }) => parkedKeys)).toEqual([1, 1]);
      await rebuilt(true, fixedAccounts);
      expect((await model())?.shards.map(({ parkedKeys }) => parkedKeys)).toEqual([0, 0]);
      expect(await bench.parked()).toEqual([]);
    });

    it('begins at the beginning in every shard when somebody has dropped its table', async () => {
      const [first, second = first] = await reshardTo(bench, accounts, 2);
      await bench.happened(credited(inFirst, 1), credited(inSecond, 1));
      await bring(bench, first, 2n);
      await pauseOwnRow(bench.pool, second, 0n, { message: 'why' });
      await bench.pool.query('drop table bank.open_accounts');
      await prepareModel(bench.pool, accounts);
      expect((await model())?.shards).toMatchObject([
        { position: 0n, state: 'running' },
        { position: 0n, state: 'running' },
      ]);
      await bring(bench, first, 2n);
      expect(await bench.amounts(inFirst)).toEqual([1]);
    });
  });

  describe('of a newer version', () => {
    it('is rebuilt once by the first process that has it, and run by all shards', async () => {
      const old = await startedAll(3, accounts);
      const before = await bench.happened(...history(50));
      for (const runner of old) await runner.waitFor(accounts.name, before, soon);
      await Promise.all(old.map((runner) => runner.stop()));
      const runners = await startedAll(3, accountsOfVersion2);
      const last = await bench.happened(credited(inFirst, 1), credited(inSecond, 1));
      for (const runner of runners) expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
      expect(await model()).toMatchObject({ version: 2, generation: 2n, state: 'running', position: 52n });
      expect((await rebuilt(false, accountsOfVersion2)).comparison).toMatchObject({ same: true });
    });

    it('with another number of shards is rebuilt first, and resharded then', async () => {
      const old = await startedAll(2, accounts);
      const before = await bench.happened(...history(50));
      for (const runner of old) await runner.waitFor(accounts.name, before, soon);
      await Promise.all(old.map((runner) => runner.stop()));
      const runners = await startedAll(3, accountsOfVersion2);
      const last = await bench.happened(credited(inFirst, 1), credited(inSecond, 1));
      for (const runner of runners) expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
      expect(await model()).toMatchObject({ version: 2, generation: 2n, shardCount: 3, position: 52n });
    });

    it('refuses the shards of the older one, even at the same position, and stops their processes', async () => {
      const [owner] = await reshardTo(bench, accounts, 2);
      const last = await bench.happened(credited(inFirst, 1));
      await bring(bench, owner, 1n);
      await rebuilt(true, accountsOfVersion2);
      const batch = { events: [], from: last + 1n, next: last + 2n };
      await expect(applyBatch(bench.pool, owner, batch)).rejects.toBeInstanceOf(StaleOwner);
      const [runner] = await startedAll(2, accounts);
      await eventually('the runner is superseded', async () =>
        expect((await runner?.status())?.[0]?.superseded).toBe(true),
      );
    });

    it('says in which shard its own rebuild stopped', async () => {
      await reshardTo(bench, accountsOfVersion2, 2);
      await bench.happened(renamed(inFirst, 'poison'));
      const [runner] = await startedAll(2, { ...accounts, version: 3 });
      await eventually('every shard is paused', async () =>
        expect((await model())?.shards.every(({ state }) => state === 'paused')).toBe(true),
      );
      expect((await runner?.status())?.[0]).toMatchObject({ state: 'paused', pausedAt: 0n, error: { shard: '1/2' } });
    });
  });

  describe('with parked keys', () => {
    const options = () => ({ pool: bench.pool, reader: bench.store, actor: 'alice' });
    const counts = async () => (await model())?.shards.map(({ parkedKeys }) => parkedKeys);

    it('has them retried and discarded, each in its shard', async () => {
      const [first, second = first] = await reshardTo(bench, parkingAccounts, 2);
      await bench.happened(renamed(inFirst, 'poison'), renamed(inSecond, 'poison'), moved(inFirst, inSecond, 4));
      await bring(bench, first, 3n);
      await bring(bench, second, 3n);
      expect(await counts()).toEqual([1, 1]);
      expect(await retryKey(parkingAccounts, inFirst, options())).toMatchObject({ released: 0 });
      expect(await counts()).toEqual([1, 1]);
      expect(await retryKey(fixedAccounts, inFirst, options())).toMatchObject({ released: 2, parked: undefined });
      expect(await counts()).toEqual([0, 1]);
      const discard = { key: inSecond, position: 1n, reason: 'entered twice' };
      expect(await discardParked(parkingAccounts, discard, options())).toMatchObject({ released: 1 });
      expect([await counts(), await bench.amounts(inFirst), await bench.amounts(inSecond)]).toEqual([
        [0, 0],
        [0, -4],
        [4],
      ]);
      expect((await rebuilt(false, fixedAccounts)).comparison).toMatchObject({ same: true });
    });

    it('releases a key while the batches of its shard wait for it, and it for them', async () => {
      const [first] = await reshardTo(bench, parkingAccounts, 2);
      await bench.happened(renamed(inFirst, 'poison'));
      await bring(bench, first, 1n);
      const credits = Array.from({ length: 20 }, (_, index) => credited(inFirst, index));
      const written = (async () => {
        for (const credit of credits) await bring(bench, first, (await bench.happened(credit)) + 1n);
      })();
      await retryKey(fixedAccounts, inFirst, options());
      await written;
      expect(await bench.amounts(inFirst)).toEqual([0, ...credits.map((_, index) => index)]);
      expect(await counts()).toEqual([0, 0]);
    });
  });
});

afterAll(() => Workbench.end());
