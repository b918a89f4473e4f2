import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PoisonEvent } from '../folding/fold.ts';
import type { Projection } from '../projection.ts';
import { LedgerTooShort } from './rebuild-fold.ts';
import { rebuild, type RebuildOptions } from './rebuild.ts';
import { accounts, tolerantAccounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { credited, history, renamed } from '../test/histories.ts';

const soon = { timeoutMs: 10_000 };
const small = { pageSize: 7, documentsInUse: 3, keptCharacters: 1_500, eventsBetweenWrites: 20 };

describe('a rebuild', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });

  const rebuilt = (projection: Projection, options: Partial<RebuildOptions> = {}) =>
    rebuild(projection, {
      pool: bench.pool,
      reader: bench.store,
      holder: 'spec',
      switch: false,
      limits: small,
      ...options,
    });

  const live = async (projection: Projection, events: ReturnType<typeof history>) => {
    const runner = await bench.started([projection], { pageSize: 9 });
    expect(await runner.waitFor(projection.name, await bench.happened(...events), soon)).toBe('reached');
    return runner;
  };

  it.each([
    ['everything in memory', {}],
    ['hardly anything in memory', small],
    ['one event at a time', { pageSize: 1, documentsInUse: 0, keptCharacters: 0 }],
    ['each new document written beside the fold', { pageSize: 4, newDocumentsAWrite: 1 }],
  ])('gives what the live model has: %s', async (_what, limits) => {
    await live(accounts, history(150));
    const report = await rebuilt(accounts, { limits });
    expect(report).toMatchObject({
      point: { position: 150n },
      comparison: { same: true, differingKeys: [], live: report.digest },
      switched: false,
      resumedFrom: 0n,
    });
    expect(report.digest.documents).toBe(BigInt(Object.keys(await bench.documents(accounts)).length));
    expect(await bench.tables('bank')).toEqual(['open_accounts']);
  });

  it('names the documents that somebody changed, removed or added', async () => {
    const runner = await live(accounts, history(60));
    await runner.stop();
    await bench.pool.query(`update bank.open_accounts set document = jsonb_set(document, '{balance}', '1')
      where key = 'account 3'`);
    await bench.pool.query(`delete from bank.open_accounts where key = 'account 5'`);
    await bench.pool.query(`insert into bank.open_accounts (key, document) values ('account 99', '{}')`);
    const { comparison, digest } = await rebuilt(accounts);
    expect(comparison?.same).toBe(false);
    expect(comparison?.live).not.toEqual(digest);
    expect(comparison?.differingKeys).toEqual(['account 3', 'account 5', 'account 99']);
    expect((await rebuilt(accounts, { differingKeysLimit: 2 })).comparison?.differingKeys).toHaveLength(2);
  });

  it('compares with the live model as it stands in the end, not as it stood when its digest was first taken', async () => {
    const runner = await live(accounts, history(60));
    let moved = false;
    const report = await rebuilt(accounts, {
      limits: { pageSize: 5 },
      reader: {
        status: () => bench.store.status(),
        readAll: async function* (from, options) {
          for await (const page of bench.store.readAll(from, options)) {
            if (!moved) {
              moved = true;
              await runner.waitFor(accounts.name, await bench.happened(credited('account 3', 4)), soon);
            }
            yield page;
          }
        },
      },
    });
    expect(report).toMatchObject({ point: { position: 61n }, comparison: { same: true, live: report.digest } });
  });

  it('repairs when it takes the place, and the live model goes on from there', async () => {
    const runner = await live(accounts, history(60));
    const before = await bench.documents(accounts);
    await bench.pool.query(`update bank.open_accounts set document = '{"account": "x"}'`);
    expect((await rebuilt(accounts, { switch: true })).switched).toBe(true);
    expect(await bench.documents(accounts)).toEqual(before);
    const last = await bench.happened(credited('account 3', 4));
    expect(await runner.waitFor(accounts.name, last, soon)).toBe('reached');
    expect((await runner.status())[0]).toMatchObject({ generation: 2n, state: 'running', position: 61n });
    expect((await rebuilt(accounts)).comparison?.same).toBe(true);
    expect(await bench.tables('bank')).toEqual(['open_accounts']);
  });

  it('keeps the indexes and the derived columns of the definition', async () => {
    await live(accounts, history(20));
    const indexes = async () =>
      (
        await bench.pool.query<{ def: string }>(
          `select regexp_replace(indexdef, 'INDEX \\S+', 'INDEX') as def from pg_indexes
           where schemaname = 'bank' order by 1`,
        )
      ).rows;
    const before = await indexes();
    expect(before).toHaveLength(3);
    await rebuilt(accounts, { switch: true });
    await rebuilt(accounts, { switch: true });
    expect(await indexes()).toEqual(before);
    const { rows } = await bench.pool.query(
      `select count(*) as n from bank.open_accounts where balance is distinct from (document ->> 'balance')::integer`,
    );
    expect(rows).toEqual([{ n: 0n }]);
  });

  it('builds a model that never ran, up to the head', async () => {
    await bench.happened(...history(80));
    const report = await rebuilt(accounts, { switch: true });
    expect(report).toMatchObject({ point: { position: 80n }, comparison: undefined, switched: true });
    const runner = await bench.started([accounts]);
    expect((await runner.status())[0]).toMatchObject({ position: 80n, state: 'running' });
    expect((await rebuilt(accounts)).comparison?.same).toBe(true);
  });

  it('reports how far it is', async () => {
    await bench.happened(...history(50));
    let now = 0;
    const seen: unknown[] = [];
    await rebuilt(accounts, {
      limits: { pageSize: 10 },
      nowMs: () => (now += 100),
      onProgress: (progress) => seen.push(progress),
    });
    const relevant = history(50).filter(({ type }) => type !== 'office.Opened').length;
    expect(seen.at(0)).toMatchObject({ target: 50n, events: 10n, eventsPerSecond: 100 });
    expect(seen.at(-1)).toMatchObject({ position: 50n, target: 50n, events: BigInt(relevant), estimatedMsLeft: 0 });
  });

  it('goes on where it was interrupted, and gives the same', async () => {
    await live(accounts, history(140));
    const stop = new AbortController();
    const interrupted = rebuilt(accounts, {
      signal: stop.signal,
      onProgress: ({ position }) => {
        if (position > 70n) stop.abort(new Error('enough'));
      },
    });
    await expect(interrupted).rejects.toThrow('enough');
    const report = await rebuilt(accounts);
    expect(report.resumedFrom).toBeGreaterThan(20n);
    expect(report).toMatchObject({ comparison: { same: true }, point: { position: 140n } });
  });

  it('counts the events of both runs together', async () => {
    const events = history(90);
    await bench.happened(...events);
    const stop = new AbortController();
    const onProgress = ({ position }: { position: bigint }) => {
      if (position > 40n) stop.abort();
    };
    await expect(rebuilt(accounts, { signal: stop.signal, onProgress })).rejects.toThrow();
    const { point } = await rebuilt(accounts, { switch: true });
    expect(point.events).toBe(BigInt(events.filter(({ type }) => type !== 'office.Opened').length));
  });

  it.each(['pg_terminate_backend', 'a failing statement'])(
    'that dies inside a write (%s) has written nothing of it',
    async (how) => {
      await live(accounts, history(100));
      await bench.pool.query(`create function bank.die() returns trigger language plpgsql as $$ begin
        if new.key = 'account 9' then
          ${how === 'pg_terminate_backend' ? 'perform pg_terminate_backend(pg_backend_pid());' : `raise exception 'no';`}
        end if; return new; end $$`);
      const arm = async () => {
        await bench.pool.query(`create trigger die before insert on bank.open_accounts_g2
          for each row execute function bank.die()`);
      };
      let armed: Promise<void> | undefined;
      const dying = rebuilt(accounts, {
        limits: { ...small, eventsBetweenWrites: 3 },
        onProgress: () => {
          armed ??= arm();
        },
      });
      await expect(dying).rejects.toThrow();
      await armed;
      const { rows } = await bench.pool.query<{ position: bigint }>('select position from grappe.projection_shadows');
      expect(rows[0]?.position).toBeLessThan(100n);
      await bench.pool.query('drop function bank.die() cascade');
      expect(await rebuilt(accounts)).toMatchObject({ comparison: { same: true } });
    },
  );

  it('refuses what the fold refuses, and takes what a fixed one takes', async () => {
    await bench.happened(credited('a', 1), renamed('a', 'poison'), credited('a', 2));
    await expect(rebuilt(accounts, { switch: true })).rejects.toBeInstanceOf(PoisonEvent);
    expect(await bench.documents(accounts)).toEqual({});
    await rebuilt(tolerantAccounts, { switch: true });
    expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [1, 0, 2] } });
  });

  it('of a paused model ends at the event that paused it, and leaves it paused', async () => {
    const runner = await bench.started([accounts]);
    await bench.happened(credited('a', 1), renamed('a', 'poison'), credited('a', 2));
    expect(await runner.waitFor(accounts.name, 2n, soon)).toBe('paused');
    const report = await rebuilt(accounts, { switch: true });
    expect(report).toMatchObject({ point: { position: 1n }, comparison: { same: true }, switched: true });
    expect((await runner.status())[0]).toMatchObject({ state: 'paused', pausedAt: 1n, generation: 2n });
  });

  it('refuses a ledger that ends before the live model does', async () => {
    const runner = await live(accounts, history(20));
    await runner.stop();
    await bench.pool.query('update grappe.projections set position = 1000');
    await expect(rebuilt(accounts)).rejects.toBeInstanceOf(LedgerTooShort);
  });

  it('runs once at a time: a second one waits for the first', async () => {
    await live(accounts, history(100));
    const reports = await Promise.all([rebuilt(accounts), rebuilt(accounts)]);
    expect(reports.map(({ comparison }) => comparison?.same)).toEqual([true, true]);
  });
});

afterAll(() => Workbench.end());
