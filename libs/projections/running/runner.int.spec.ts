import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { accounts, offices, tolerantAccounts } from '../test/accounts.ts';
import { repeating, Workbench } from '../test/bench.ts';

const credited = (account: string, amount: number) => ({ type: 'bank.Credited', data: { account, amount } }) as const;
const renamed = (account: string, name: string) => ({ type: 'bank.Renamed', data: { account, name } }) as const;
const opened = (office: string) => ({ type: 'office.Opened', data: { office } }) as const;
const soon = { timeoutMs: 10_000 };

describe('a projection that runs', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });

  it('catches up with what was there and goes on live', async () => {
    await bench.happened(credited('a', 5), credited('b', 7));
    const runner = await bench.started([accounts]);
    const last = await bench.happened(
      { type: 'bank.Moved', data: { from: 'a', to: 'b', amount: 2 } },
      credited('c', 1),
      { type: 'bank.Closed', data: { account: 'c' } },
    );
    expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toEqual({
      a: { account: 'a', balance: 3, amounts: [5, -2] },
      b: { account: 'b', balance: 9, amounts: [7, 2] },
    });
  });

  it('goes on where it was after a restart', async () => {
    const first = await bench.started([accounts]);
    const before = await bench.happened(credited('a', 1));
    expect(await first.waitFor(accounts.name, before, soon)).toBe('reached');
    await first.stop();
    const last = await bench.happened(credited('a', 2));
    const second = await bench.started([accounts]);
    expect(await second.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toEqual({ a: { account: 'a', balance: 3, amounts: [1, 2] } });
  });

  it('applies an event once though the source delivers it again', async () => {
    await bench.happened(credited('a', 1), credited('a', 2), credited('a', 3));
    const first = await bench.started([accounts]);
    expect(await first.waitFor(accounts.name, 2n, soon)).toBe('reached');
    await first.stop();
    const again = await bench.started([accounts], { source: repeating(bench.store, 2n) });
    const last = await bench.happened(credited('a', 4));
    expect(await again.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toEqual({ a: { account: 'a', balance: 10, amounts: [1, 2, 3, 4] } });
  });

  it('moves past events it does not read, so that nobody waits for them in vain', async () => {
    const runner = await bench.started([accounts]);
    const last = await bench.happened(opened('x'), opened('y'));
    expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toEqual({});
  });

  it('writes down later that it passed them: readers know at once, and a stop loses nothing', async () => {
    const rowAt = async () =>
      (await bench.pool.query<{ position: bigint }>('select position from grappe.projections')).rows[0]?.position;
    const runner = await bench.started([accounts], { pace: { restMs: 3_600_000 } });
    const last = await bench.happened(opened('x'), opened('y'));
    expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await runner.status(2n)).toMatchObject([{ position: 2n, lag: 0n }]);
    expect(await runner.position(accounts.name)).toBe(2n);
    expect(String(await rowAt())).toBe('0');
    await runner.stop();
    expect(String(await rowAt())).toBe('2');
  });

  it('derives columns from the document, absent members as null', async () => {
    const runner = await bench.started([accounts]);
    const last = await bench.happened(
      { type: 'bank.Renamed', data: { account: 'a', name: 'Ä"\\\n', since: '2016-03-31' } },
      credited('b', 4),
    );
    await runner.waitFor(accounts.name, last, soon);
    const { rows } = await bench.pool.query('select key, name, balance, since from bank.open_accounts order by key');
    expect(rows).toEqual([
      { key: 'a', name: 'Ä"\\\n', balance: 0, since: '2016-03-31' },
      { key: 'b', name: null, balance: 4, since: null },
    ]);
  });

  describe('side by side', () => {
    it('two runners of one projection apply each event once', async () => {
      const runners = [await bench.started([accounts]), await bench.started([accounts])];
      const amounts = Array.from({ length: 60 }, (_, index) => index);
      for (const amount of amounts) await bench.happened(credited('a', amount));
      expect(await runners[0]?.waitFor(accounts.name, 59n, soon)).toBe('reached');
      expect(await runners[1]?.waitFor(accounts.name, 59n, soon)).toBe('reached');
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts } });
      const owned = await Promise.all(runners.map((runner) => runner.status()));
      expect(owned.flat().filter((status) => status.owned)).toHaveLength(1);
    });

    it('the other takes over when one stops', async () => {
      const first = await bench.started([accounts]);
      await first.waitFor(accounts.name, await bench.happened(credited('a', 1)), soon);
      const second = await bench.started([accounts]);
      await first.stop();
      const last = await bench.happened(credited('a', 2));
      expect(await second.waitFor(accounts.name, last, soon)).toBe('reached');
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [1, 2] } });
    });
  });

  describe('at a poison event', () => {
    it('pauses there, says why, and disturbs no other projection', async () => {
      const runner = await bench.started([accounts, offices]);
      await bench.happened(credited('a', 1), renamed('a', 'poison'), credited('a', 2), opened('x'));
      expect(await runner.waitFor(offices.name, 3n, soon)).toBe('reached');
      expect(await runner.waitFor(accounts.name, 3n, soon)).toBe('paused');
      const [paused, other] = await runner.status(4n);
      expect(paused).toMatchObject({
        state: 'paused',
        position: 1n,
        pausedAt: 1n,
        lag: 3n,
        error: { message: 'nobody is called poison', stream: 'bank.spec-1', type: 'bank.Renamed' },
      });
      expect(other).toMatchObject({ state: 'running', position: 4n, lag: 0n, error: undefined });
      expect(await bench.documents(accounts)).toEqual({ a: { account: 'a', balance: 1, amounts: [1] } });
    });

    it('stays paused after a restart, pauses again when resumed without a fix, goes on after one', async () => {
      const first = await bench.started([accounts]);
      await bench.happened(credited('a', 1), renamed('a', 'poison'), credited('a', 2));
      await eventually('the runner pauses', async () => expect((await first.status())[0]?.state).toBe('paused'));
      const before = bench.faults.length;
      expect(await first.resume(accounts.name)).toBe(true);
      await eventually('the runner meets the fault again', () => expect(bench.faults.length).toBeGreaterThan(before));
      await eventually('the runner pauses again', async () => expect((await first.status())[0]?.state).toBe('paused'));
      await first.stop();

      const fixed = await bench.started([tolerantAccounts]);
      expect(await fixed.waitFor(accounts.name, 2n, soon)).toBe('paused');
      expect(await fixed.resume(accounts.name)).toBe(true);
      expect(await fixed.waitFor(accounts.name, 2n, soon)).toBe('reached');
      expect(await fixed.resume(accounts.name)).toBe(false);
      expect((await fixed.status())[0]).toMatchObject({ state: 'running', error: undefined, pausedAt: undefined });
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [1, 0, 2], name: 'poison' } });
    });

    it.each([
      ['a value that a derived column cannot hold', { account: 'a', name: 'n', since: 'not a date' }, /integer/],
      ['a day that the database has not', { account: 'a', name: 'n', since: '0000-02-01' }, /date/],
    ])('finds the one event of a batch that the database refuses: %s', async (_what, data, message) => {
      await bench.happened(credited('a', 1), credited('b', 2), { type: 'bank.Renamed', data }, credited('a', 3));
      const runner = await bench.started([accounts]);
      expect(await runner.waitFor(accounts.name, 3n, soon)).toBe('paused');
      const [status] = await runner.status();
      expect(status).toMatchObject({ pausedAt: 2n, position: 2n, error: { type: 'bank.Renamed' } });
      expect(status?.error?.message).toMatch(message);
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [1] }, b: { amounts: [2] } });
    });
  });

  describe('waiting for what was written', () => {
    it('gives up after its time', async () => {
      const runner = await bench.started([accounts]);
      expect(await runner.waitFor(accounts.name, 0n, { timeoutMs: 30 })).toBe('timeout');
    });

    it('gives up when aborted', async () => {
      const runner = await bench.started([accounts]);
      expect(await runner.waitFor(accounts.name, 0n, { ...soon, signal: AbortSignal.timeout(20) })).toBe('timeout');
    });

    it('sees progress that another process makes', async () => {
      const here = bench.runner([accounts]);
      await bench.started([accounts]);
      const waiting = here.waitFor(accounts.name, 0n, soon);
      await bench.happened(credited('a', 1));
      expect(await waiting).toBe('reached');
    });
  });
});

afterAll(() => Workbench.end());
