import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { applyBatch } from '../running/batch.ts';
import { findCheckpoint, StaleOwner } from '../tables/checkpoints.ts';
import { prepareModel } from '../tables/model.ts';
import { claimOwnRow, type Owner } from '../running/owner.ts';
import { accounts, offices, parkingAccounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { closed, credited, moved, opened, renamed, type BankEvent } from '../test/histories.ts';
import { recorded } from '../testing/index.ts';

const soon = { timeoutMs: 10_000 };
const poisoned = (account: string): BankEvent => renamed(account, 'poison');
const since = (account: string, day: string): BankEvent => ({
  type: 'bank.Renamed',
  data: { account, name: 'n', since: day },
});

describe('a projection that parks', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });

  it('parks the key of an event whose handler throws; other keys go on, and so does the checkpoint', async () => {
    const runner = await bench.started([parkingAccounts, offices]);
    const last = await bench.happened(credited('a', 1), poisoned('a'), credited('b', 2), credited('a', 3), opened('x'));
    expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toEqual({
      a: { account: 'a', balance: 1, amounts: [1] },
      b: { account: 'b', balance: 2, amounts: [2] },
    });
    expect(await findCheckpoint(bench.pool, accounts.name)).toMatchObject({
      state: 'running',
      position: 5n,
      parkedKeys: 1,
    });
    expect(await bench.parked()).toEqual([
      { key: 'a', position: 1n, type: 'bank.Renamed', error: 'TypeError: nobody is called poison' },
      { key: 'a', position: 3n, type: 'bank.Credited', error: null },
    ]);
  });

  it('parks later events of the key behind it, in later batches and after a restart, and never applies one', async () => {
    const first = await bench.started([parkingAccounts], { pageSize: 1 });
    await bench.happened(credited('a', 1), poisoned('a'), credited('a', 2), poisoned('a'), closed('a'));
    expect(await first.waitFor(accounts.name, 4n, soon)).toBe('reached');
    await first.stop();
    const second = await bench.started([parkingAccounts]);
    expect(await second.waitFor(accounts.name, await bench.happened(credited('a', 5)), soon)).toBe('reached');
    expect(await bench.documents(accounts)).toEqual({ a: { account: 'a', balance: 1, amounts: [1] } });
    expect((await bench.parked()).map(({ position }) => position)).toEqual([1n, 2n, 3n, 4n, 5n]);
  });

  it('applies an event of several keys to those that are not parked', async () => {
    const runner = await bench.started([parkingAccounts]);
    const last = await bench.happened(poisoned('a'), moved('a', 'b', 5), moved('b', 'a', 2), moved('c', 'b', 1));
    expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toMatchObject({ b: { amounts: [5, -2, 1] }, c: { amounts: [-1] } });
    expect((await bench.parked()).map(({ key, position }) => [key, position])).toEqual([
      ['a', 0n],
      ['a', 1n],
      ['a', 2n],
    ]);
  });

  it.each([
    ['a value that a derived column cannot hold', since('a', 'not a date'), /^error: .*integer/],
    ['a day that the database has not', since('a', '0000-02-01'), /^error: .*date/],
  ])('parks the key whose document the database refuses, and that one only: %s', async (_what, refused, error) => {
    await bench.happened(credited('a', 1), credited('b', 2), refused, credited('a', 3), moved('b', 'a', 4));
    const runner = await bench.started([parkingAccounts]);
    expect(await runner.waitFor(accounts.name, 4n, soon)).toBe('reached');
    expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [1] }, b: { amounts: [2, -4] } });
    const parked = await bench.parked();
    expect(parked.map(({ position }) => position)).toEqual([2n, 3n, 4n]);
    expect(parked[0]?.error).toMatch(error);
  });

  it('finds every refused key of a batch, whatever the number of good ones', async () => {
    const good = Array.from({ length: 300 }, (_, index) => credited(`good ${String(index)}`, index));
    const bad = ['x', 'y', 'z'].map((account) => since(account, 'never'));
    await bench.happened(...good.slice(0, 150), ...bad, poisoned('p'), ...good.slice(150), credited('y', 1));
    const runner = await bench.started([parkingAccounts]);
    expect(await runner.waitFor(accounts.name, 304n, soon)).toBe('reached');
    expect(Object.keys(await bench.documents(accounts))).toHaveLength(300);
    expect((await bench.parked()).map(({ key, position }) => [key, position])).toEqual([
      ['p', 153n],
      ['x', 150n],
      ['y', 151n],
      ['y', 304n],
      ['z', 152n],
    ]);
  });

  it('pauses where it cannot determine the key', async () => {
    const keyless: BankEvent = { type: 'bank.Credited', data: { account: '', amount: 1 } };
    const runner = await bench.started([parkingAccounts]);
    await bench.happened(poisoned('a'), credited('b', 1), keyless, credited('b', 2));
    await eventually('the runner pauses', async () => expect((await runner.status())[0]?.state).toBe('paused'));
    expect((await runner.status())[0]).toMatchObject({ pausedAt: 2n, position: 2n, parkedKeys: 1 });
    expect(await bench.documents(accounts)).toMatchObject({ b: { amounts: [1] } });
  });

  it('keeps where an event stands, and nothing of what is in it', async () => {
    await bench.happened(renamed('a', 'poison'), {
      type: 'bank.Renamed',
      data: { account: 'a', name: 'Jean-Michel Bérard \u0000 "' },
    });
    const runner = await bench.started([parkingAccounts]);
    await runner.waitFor(accounts.name, 1n, soon);
    const { rows } = await bench.pool.query<{ position: bigint; row: string }>(
      'select position, each::text as row from grappe.parked as each order by position',
    );
    expect(rows.map(({ position }) => position)).toEqual([0n, 1n]);
    expect(rows[1]?.row).not.toContain('Bérard');
  });

  it('pauses by default', async () => {
    const runner = await bench.started([accounts]);
    await bench.happened(poisoned('a'), credited('b', 2));
    expect(await runner.waitFor(accounts.name, 1n, soon)).toBe('paused');
    expect(await bench.parked()).toEqual([]);
  });

  it('that no longer parks keeps what is parked waiting, and pauses at the next fault', async () => {
    const parks = await bench.started([parkingAccounts]);
    await parks.waitFor(accounts.name, await bench.happened(poisoned('a')), soon);
    await parks.stop();
    const pauses = await bench.started([accounts]);
    await bench.happened(credited('a', 1), credited('b', 2), poisoned('b'));
    await eventually('the runner pauses', async () => expect((await pauses.status())[0]?.state).toBe('paused'));
    expect((await pauses.status())[0]).toMatchObject({ pausedAt: 3n, position: 3n });
    expect(await bench.documents(accounts)).toMatchObject({ b: { amounts: [2] } });
    expect((await bench.parked()).map(({ position }) => position)).toEqual([0n, 1n]);
  });
});

describe('parked in the transaction of the batch', () => {
  let bench: Workbench;
  const owner: Owner = { projection: parkingAccounts, epoch: 1n };
  const events = recorded([credited('a', 1), poisoned('a'), credited('a', 2), credited('b', 3)]);
  const batch = { events, from: 0n, next: 4n };
  beforeEach(async () => {
    bench = await Workbench.open();
    await prepareModel(bench.pool, parkingAccounts);
    await claimOwnRow(bench.pool, owner);
  });
  afterEach(async () => {
    await bench.close();
  });

  it('by nobody but the newest owner', async () => {
    await claimOwnRow(bench.pool, { ...owner, epoch: 2n });
    await expect(applyBatch(bench.pool, owner, batch)).rejects.toBeInstanceOf(StaleOwner);
    expect(await bench.parked()).toEqual([]);
  });

  it('once, though the batch is delivered again', async () => {
    await applyBatch(bench.pool, owner, batch);
    await expect(applyBatch(bench.pool, owner, batch)).rejects.toBeInstanceOf(StaleOwner);
    expect(await bench.parked()).toHaveLength(2);
  });

  it.each([
    ['the connection', 'perform pg_terminate_backend(pg_backend_pid());'],
    ['the commit', `raise exception using errcode = '40001';`],
  ])('killed before its end (%s): documents, checkpoint and parked events are lost together', async (_what, how) => {
    await bench.pool.query(`create function bank.die() returns trigger language plpgsql as $$ begin
      ${how} return new; end $$`);
    await bench.pool.query(`create constraint trigger die after insert on grappe.parked
      deferrable initially deferred for each row execute function bank.die()`);
    await expect(applyBatch(bench.pool, owner, batch)).rejects.toThrow();
    expect([await bench.documents(accounts), await bench.parked(), await bench.log()]).toEqual([{}, [], []]);
    expect(await findCheckpoint(bench.pool, accounts.name)).toMatchObject({ position: 0n, parkedKeys: 0 });
    await bench.pool.query('drop function bank.die() cascade');
    await applyBatch(bench.pool, owner, batch);
    expect(await findCheckpoint(bench.pool, accounts.name)).toMatchObject({ position: 4n, parkedKeys: 1 });
    expect(await bench.log()).toEqual([{ action: 'parked', key: 'a', position: 1n }]);
  });

  it('and forgotten with a model whose table is gone', async () => {
    await applyBatch(bench.pool, owner, batch);
    await bench.pool.query('drop table bank.open_accounts');
    await prepareModel(bench.pool, parkingAccounts);
    expect(await bench.parked()).toEqual([]);
    expect(await findCheckpoint(bench.pool, accounts.name)).toMatchObject({ position: 0n, parkedKeys: 0 });
  });
});

afterAll(() => Workbench.end());
