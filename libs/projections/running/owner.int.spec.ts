import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applyBatch } from './batch.ts';
import { findCheckpoint, findCheckpoints, resumeProjection, StaleOwner } from '../tables/checkpoints.ts';
import { prepareModel } from '../tables/model.ts';
import { claimOwnRow, pauseOwnRow, type Owner } from './owner.ts';
import { accounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { credited, history } from '../test/histories.ts';
import { recorded } from '../testing/index.ts';

const events = recorded([credited('a', 1), credited('a', 2), credited('a', 3), credited('a', 4)]);
const batch = (from: bigint, next: bigint) => ({
  events: events.filter(({ position }) => position >= from && position < next),
  from,
  next,
});

describe('who may write a model', () => {
  let bench: Workbench;
  const first: Owner = { projection: accounts, epoch: 1n };
  const second: Owner = { projection: accounts, epoch: 2n };
  beforeEach(async () => {
    bench = await Workbench.open();
    await prepareModel(bench.pool, accounts);
    await claimOwnRow(bench.pool, first);
  });
  afterEach(async () => {
    await bench.close();
  });

  const amounts = async () => (await bench.documents(accounts))['a'];

  it('an owner that was taken over is refused, and nothing of its batch is there', async () => {
    await applyBatch(bench.pool, first, batch(0n, 2n));
    await claimOwnRow(bench.pool, second);
    await expect(applyBatch(bench.pool, first, batch(2n, 4n))).rejects.toBeInstanceOf(StaleOwner);
    expect(await amounts()).toMatchObject({ amounts: [1, 2] });
    await applyBatch(bench.pool, second, batch(2n, 4n));
    expect(await amounts()).toMatchObject({ amounts: [1, 2, 3, 4] });
  });

  it('an older epoch cannot claim, pause or move', async () => {
    await claimOwnRow(bench.pool, second);
    await expect(claimOwnRow(bench.pool, first)).rejects.toBeInstanceOf(StaleOwner);
    await expect(pauseOwnRow(bench.pool, first, 0n, { message: 'no' })).rejects.toBeInstanceOf(StaleOwner);
    expect(await findCheckpoint(bench.pool, accounts.name)).toMatchObject({ state: 'running', epoch: 2n });
  });

  it('a batch whose commit was not answered is not applied a second time', async () => {
    await applyBatch(bench.pool, first, batch(0n, 2n));
    await expect(applyBatch(bench.pool, first, batch(0n, 2n))).rejects.toBeInstanceOf(StaleOwner);
    expect(await amounts()).toMatchObject({ amounts: [1, 2] });
  });

  it.each([1, 2, 4])('the definition of version %i does not write a model of version 3', async (version) => {
    await bench.pool.query('update grappe.projections set version = 3');
    const owner = { projection: { ...accounts, version }, epoch: 1n };
    await expect(applyBatch(bench.pool, owner, batch(0n, 1n))).rejects.toBeInstanceOf(StaleOwner);
  });

  it('nobody writes a paused model, and a pause is not overwritten', async () => {
    await pauseOwnRow(bench.pool, first, 0n, { message: 'first' });
    await expect(applyBatch(bench.pool, first, batch(0n, 1n))).rejects.toBeInstanceOf(StaleOwner);
    await expect(pauseOwnRow(bench.pool, first, 0n, { message: 'second' })).rejects.toBeInstanceOf(StaleOwner);
    expect((await findCheckpoint(bench.pool, accounts.name))?.error).toEqual({ message: 'first' });
    expect(await resumeProjection(bench.pool, accounts.name)).toBe(true);
    expect(await resumeProjection(bench.pool, accounts.name)).toBe(false);
    expect(await resumeProjection(bench.pool, 'bank.nobody')).toBe(false);
  });

  it('models that pass a page together are moved together; one that is stale or locked keeps none of them', async () => {
    const owners = ['bank.kept', 'bank.stale', 'bank.locked'].map((name) => ({
      projection: { ...accounts, name },
      epoch: 1n,
    }));
    for (const owner of owners) {
      await prepareModel(bench.pool, owner.projection);
      await claimOwnRow(bench.pool, owner);
    }
    const [kept, stale, locked] = owners as [Owner, Owner, Owner];
    await claimOwnRow(bench.pool, { ...stale, epoch: 2n });
    const nothing = { events: [], from: 0n, next: 7n };
    const client = await bench.pool.connect();
    await client.query(`begin; select from grappe.projections where name = 'bank.locked' for update`);
    const moved = [kept, stale, { ...stale, epoch: 2n }, locked].map((owner) => applyBatch(bench.pool, owner, nothing));
    const outcomes = await Promise.allSettled(moved.slice(0, 3));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(moved[1]).rejects.toBeInstanceOf(StaleOwner);
    await client.query('commit');
    client.release();
    await moved[3];
    const found = await findCheckpoints(bench.pool, [
      ...owners.map(({ projection }) => projection.name),
      'bank.nobody',
    ]);
    expect(found.map(({ name, position }) => [name, position])).toEqual([
      ['bank.kept', 7n],
      ['bank.locked', 7n],
      ['bank.stale', 7n],
    ]);
  });

  it('two that take turns by stealing leave what one alone would leave', async () => {
    const whole = recorded(history(60));
    let epoch = 10n;
    let position = 0n;
    while (position < 60n) {
      const thief = { projection: accounts, epoch: (epoch += 1n) };
      const claimed = await claimOwnRow(bench.pool, thief);
      position = claimed.position;
      const mine = whole.filter((event) => event.position >= position).slice(0, 7);
      const next = position + BigInt(mine.length);
      const both = await Promise.allSettled([
        applyBatch(bench.pool, thief, { events: mine, from: position, next }),
        applyBatch(bench.pool, { projection: accounts, epoch: epoch - 1n }, { events: mine, from: position, next }),
      ]);
      expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      position = next;
    }
    const stolen = await bench.documents(accounts);
    await bench.pool.query('drop table bank.open_accounts');
    await prepareModel(bench.pool, accounts);
    await applyBatch(bench.pool, { projection: accounts, epoch }, { events: whole, from: 0n, next: 60n });
    expect(await bench.documents(accounts)).toEqual(stolen);
  });

  describe('killed between the documents and the checkpoint', () => {
    const armed = async (what: string) => {
      await bench.pool.query(`create function bank.die() returns trigger language plpgsql as $$ begin
        ${what} return new; end $$`);
      await bench.pool.query(`create constraint trigger die after insert or update on bank.open_accounts
        deferrable initially deferred for each row execute function bank.die()`);
    };

    it.each([
      ['the connection', 'perform pg_terminate_backend(pg_backend_pid());'],
      ['the commit', `raise exception using errcode = '40001';`],
    ])('%s: both are lost together, and the next try applies once', async (_what, how) => {
      await armed(how);
      await expect(applyBatch(bench.pool, first, batch(0n, 2n))).rejects.toThrow();
      expect(await bench.documents(accounts)).toEqual({});
      expect(await findCheckpoint(bench.pool, accounts.name)).toMatchObject({ position: 0n, state: 'running' });
      await bench.pool.query('drop function bank.die() cascade');
      await applyBatch(bench.pool, first, batch(0n, 2n));
      expect(await amounts()).toMatchObject({ amounts: [1, 2] });
    });

    it('a runner whose connections die again and again applies each event once', async () => {
      const runner = await bench.started([accounts], { pageSize: 2 });
      const credits = Array.from({ length: 40 }, (_, index) => credited('b', index));
      for (const credit of credits) {
        await bench.happened(credit);
        await bench.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`);
      }
      expect(await runner.waitFor(accounts.name, 39n, { timeoutMs: 20_000 })).toBe('reached');
      expect(await bench.documents(accounts)).toMatchObject({ b: { amounts: credits.map((_, index) => index) } });
    });
  });
});

afterAll(() => Workbench.end());
