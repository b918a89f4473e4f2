import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { rebuild } from './rebuild.ts';
import { accounts, accountsOfVersion2 } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { credited, history, renamed } from '../test/histories.ts';

const soon = { timeoutMs: 10_000 };

describe('taking the place of a live model', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });

  it.each([
    ['plain', undefined],
    ['prepared', 'model'],
  ])('readers never see an empty or mixed model (%s statements)', async (_what, name) => {
    const credits = Array.from({ length: 40 }, (_, index) => credited(`account ${String(index)}`, 1));
    const runner = await bench.started([accounts]);
    await runner.waitFor(accounts.name, await bench.happened(...credits), soon);
    let reading = true;
    const read = async (): Promise<number> => {
      let answers = 0;
      const client = await bench.pool.connect();
      try {
        while (reading) {
          const { rows } = await client.query<{ n: bigint; sum: bigint }>({
            ...(name === undefined ? {} : { name }),
            text: 'select count(*) as n, sum(balance) as sum from bank.open_accounts',
          });
          expect(rows).toEqual([{ n: 40n, sum: 40n }]);
          answers += 1;
        }
      } finally {
        client.release();
      }
      return answers;
    };
    const readers = [read(), read(), read()];
    for (let round = 0; round < 5; round += 1)
      await rebuild(accounts, { pool: bench.pool, reader: bench.store, holder: 'spec', switch: true });
    reading = false;
    for (const answers of await Promise.all(readers)) expect(answers).toBeGreaterThan(5);
  });

  it('while events keep coming, nothing is lost and nothing applied twice', async () => {
    const runner = await bench.started([accounts], { pageSize: 3 });
    let writing = true;
    const write = async (): Promise<bigint> => {
      let last = -1n;
      while (writing) {
        last = await bench.happened(credited('a', Number(last)));
        await new Promise((resolve) => setImmediate(resolve)); // a store in memory never gives way by itself
      }
      return last;
    };
    const written = write();
    for (let round = 0; round < 5; round += 1)
      await rebuild(accounts, { pool: bench.pool, reader: bench.store, holder: 'spec', switch: true });
    writing = false;
    const last = await written;
    expect(await runner.waitFor(accounts.name, last, { timeoutMs: 40_000 })).toBe('reached');
    const { comparison } = await rebuild(accounts, {
      pool: bench.pool,
      reader: bench.store,
      holder: 'spec',
      switch: false,
    });
    expect(comparison).toMatchObject({ same: true });
    const amounts = Array.from({ length: Number(last) + 1 }, (_, index) => index - 1);
    expect(await bench.documents(accounts)).toMatchObject({ a: { amounts } });
  });

  describe('a new version of the definition', () => {
    it('is rebuilt on start before it goes live; the old model serves until then', async () => {
      const old = await bench.started([accounts]);
      await old.waitFor(accounts.name, await bench.happened(...history(50)), soon);
      await old.stop();
      const before = await bench.documents(accounts);
      const runner = bench.runner([accountsOfVersion2]);
      await runner.start();
      expect(Object.keys(await bench.documents(accounts))).toEqual(Object.keys(before));
      const last = await bench.happened(credited('new', 1), credited('new', 2));
      expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
      expect((await runner.status())[0]).toMatchObject({ version: 2, generation: 2n, state: 'running', position: 52n });
      const { rows } = await bench.pool.query(`select entries from bank.open_accounts where key = 'new'`);
      expect(rows).toEqual([{ entries: 2 }]);
      expect(await bench.tables('bank')).toEqual(['open_accounts']);
    });

    it('takes an event that paused the old one', async () => {
      const old = await bench.started([accounts]);
      const last = await bench.happened(credited('a', 1), renamed('a', 'poison'), credited('a', 2));
      expect(await old.waitFor(accounts.name, last, soon)).toBe('paused');
      await old.stop();
      const runner = await bench.started([accountsOfVersion2]);
      expect(await runner.waitFor(accounts.name, last, soon)).toBe('paused');
      await runner.resume(accounts.name);
      expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [1, 0, 2], entries: 3 } });
    });

    it('pauses with the reason when its own rebuild meets a poison event, and the old model stays', async () => {
      const old = await bench.started([accountsOfVersion2]);
      const last = await bench.happened(credited('a', 1), renamed('a', 'poison'));
      expect(await old.waitFor(accounts.name, last, soon)).toBe('reached');
      await old.stop();
      const before = await bench.documents(accounts);
      const runner = await bench.started([{ ...accounts, version: 3 }]);
      await eventually('the runner pauses', async () => expect((await runner.status())[0]?.state).toBe('paused'));
      expect((await runner.status())[0]).toMatchObject({ version: 2, pausedAt: 1n, error: { type: 'bank.Renamed' } });
      expect(await bench.documents(accounts)).toEqual(before);
    });

    it('stops a process that still runs the older one, for good', async () => {
      const old = await bench.started([accounts]);
      await old.waitFor(accounts.name, await bench.happened(credited('a', 1)), soon);
      await rebuild(accountsOfVersion2, { pool: bench.pool, reader: bench.store, holder: 'spec', switch: true });
      await bench.happened(credited('a', 2));
      await eventually('the old runner is superseded', async () =>
        expect((await old.status())[0]?.superseded).toBe(true),
      );
      const current = await bench.started([accountsOfVersion2]);
      expect(await current.waitFor(accounts.name, 1n, soon)).toBe('reached');
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [1, 2], entries: 2 } });
    });
  });
});

afterAll(() => Workbench.end());
