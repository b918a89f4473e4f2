import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { connectPool } from '#libs/postgres';
import { findCheckpoint } from '../tables/checkpoints.ts';
import { discardParked, retryAll, retryKey, type DeadLetterOptions, type Release } from './dead-letters.ts';
import { listParked } from './parked-rows.ts';
import type { Projection } from '../projection.ts';
import { accounts, accountsOfVersion2, fixedAccounts, parkingAccounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { closed, credited, history, moved, renamed, type BankEvent } from '../test/histories.ts';

const soon = { timeoutMs: 10_000 };
const poisoned = (account: string): BankEvent => renamed(account, 'poison');

/** A day that JavaScript has and PostgreSQL has not. */
const refusedByTheDatabase = (account: string) =>
  ({ type: 'bank.Renamed', data: { account, name: 'n', since: '0000-02-01' } }) as const;

describe('dead letters', () => {
  let bench: Workbench;
  let options: DeadLetterOptions;
  beforeEach(async () => {
    bench = await Workbench.open();
    options = { pool: bench.pool, reader: bench.store, actor: 'alice' };
  });
  afterEach(async () => {
    await bench.close();
  });

  const parkedBy = async (...events: readonly BankEvent[]) => {
    const runner = await bench.started([parkingAccounts]);
    expect(await runner.waitFor(accounts.name, await bench.happened(...events), soon)).toBe('reached');
    return runner;
  };
  const retried = async (projection: Projection): Promise<readonly Release[]> => {
    const releases: Release[] = [];
    for await (const release of retryAll(projection, options)) releases.push(release);
    return releases;
  };
  const parkedKeys = async () => (await findCheckpoint(bench.pool, accounts.name))?.parkedKeys;

  describe('retried', () => {
    it('after a fix, bring the document to what the fold gives, in order', async () => {
      await parkedBy(credited('a', 1), poisoned('a'), credited('b', 9), credited('a', 2), moved('a', 'b', 3));
      expect(await retryKey(fixedAccounts, 'a', options)).toEqual({ key: 'a', released: 3, parked: undefined });
      expect(await bench.documents(accounts)).toEqual({
        a: { account: 'a', balance: 0, amounts: [1, 0, 2, -3], name: 'poison' },
        b: { account: 'b', balance: 12, amounts: [9, 3] },
      });
      expect([await bench.parked(), await parkedKeys()]).toEqual([[], 0]);
    });

    it('after a fix, a document that a later event removes is removed', async () => {
      await parkedBy(credited('a', 1), poisoned('a'), closed('a'));
      await retryKey(fixedAccounts, 'a', options);
      expect(await bench.documents(accounts)).toEqual({});
    });

    it('without a fix, stay where they were, with the attempt', async () => {
      await parkedBy(credited('a', 1), poisoned('a'), credited('a', 2));
      const before = await bench.documents(accounts);
      for (const attempts of [1, 2]) {
        const { parked, released } = await retryKey(parkingAccounts, 'a', options);
        expect({ parked, released }).toEqual({
          parked: { position: 1n, waiting: 1, error: { name: 'TypeError', message: 'nobody is called poison' } },
          released: 0,
        });
        expect(await listed()).toMatchObject([{ key: 'a', position: 1n, attempts, waiting: 1 }]);
      }
      expect(await bench.documents(accounts)).toEqual(before);
      expect(await parkedKeys()).toBe(1);
    });

    it('after half a fix, come as far as they go and stand there with the new error', async () => {
      const evil = (): never => {
        throw new RangeError('nobody is credited');
      };
      const half: Projection = {
        ...fixedAccounts,
        on: { ...fixedAccounts.on, 'bank.Credited': { does: 'upserts', keys: () => 'a', evolve: evil } },
      };
      await parkedBy(poisoned('a'), moved('a', 'b', 3), credited('a', 2), closed('a'));
      expect(await retryKey(half, 'a', options)).toMatchObject({ released: 2, parked: { position: 2n, waiting: 1 } });
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [0, -3], name: 'poison' } });
      expect((await bench.parked()).map(({ position, error }) => [position, error])).toEqual([
        [2n, 'RangeError: nobody is credited'],
        [3n, null],
      ]);
      expect(await bench.log()).toEqual([
        { action: 'parked', key: 'a', position: 0n },
        { action: 'released', key: 'a', position: 0n },
        { action: 'failed', key: 'a', position: 2n },
      ]);
    });

    it('of which the database refuses one, come as far as that', async () => {
      await parkedBy(poisoned('a'), credited('a', 1), refusedByTheDatabase('a'), credited('a', 2));
      expect(await retryKey(fixedAccounts, 'a', options)).toMatchObject({ released: 2, parked: { position: 2n } });
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [0, 1] } });
    });

    it('all at once are tried key by key; one that fails holds no other', async () => {
      await parkedBy(...['a', 'b', 'c'].map(poisoned), refusedByTheDatabase('b'));
      expect(await retried(fixedAccounts)).toMatchObject([
        { key: 'a', parked: undefined },
        { key: 'b', parked: { position: 3n } },
        { key: 'c', parked: undefined },
      ]);
      expect(await parkedKeys()).toBe(1);
    });

    it('are read again in the version that their type has now', async () => {
      await parkedBy(poisoned('a'), credited('a', 7));
      const upcasting: DeadLetterOptions['reader'] = {
        status: () => bench.store.status(),
        readAll: async function* (from, how) {
          for await (const { events, next } of bench.store.readAll(from, how))
            yield {
              events: events.map((event) =>
                event.type === 'bank.Credited'
                  ? { ...event, schemaVersion: 2, data: { ...event.data, amount: 700 } }
                  : event,
              ),
              next,
            };
        },
      };
      await retryKey(fixedAccounts, 'a', { ...options, reader: upcasting });
      expect(await bench.documents(accounts)).toMatchObject({ a: { amounts: [0, 700] } });
    });

    it('while the projection runs elsewhere and events of the key keep coming, lose and repeat none', async () => {
      const runner = await parkedBy(credited('a', 0), poisoned('a'));
      await runner.stop();
      const elsewhere = await bench.started([fixedAccounts], { pageSize: 20 });
      const other = connectPool(bench.url);
      let writing = true;
      const write = async (): Promise<bigint> => {
        let last = 1n;
        while (writing) {
          last = await bench.happened(credited('a', Number(last)));
          await new Promise((resolve) => setImmediate(resolve));
        }
        return last;
      };
      const written = write();
      await eventually('more than five are parked', async () =>
        expect((await bench.parked()).length).toBeGreaterThan(5),
      );
      expect(await retryKey(fixedAccounts, 'a', { ...options, pool: other })).toMatchObject({ parked: undefined });
      await eventually('more than twenty are there', async () =>
        expect((await bench.amounts('a')).length).toBeGreaterThan(20),
      );
      writing = false;
      const last = await written;
      expect(await elsewhere.waitFor(accounts.name, last, soon)).toBe('reached');
      await other.end();
      const amounts = Array.from({ length: Number(last) - 1 }, (_, index) => index + 1);
      expect(await bench.amounts('a')).toEqual([0, 0, ...amounts]);
    });

    it('are refused by a process whose definition is of another version than the model', async () => {
      await parkedBy(poisoned('a'));
      const newer = { ...accountsOfVersion2, onPoison: 'park' as const };
      await expect(retryKey(newer, 'a', options)).rejects.toMatchObject({
        name: 'ModelOfOtherVersion',
        found: 1,
        required: 2,
      });
    });

    it('are refused where nothing is parked, or another ledger is read', async () => {
      await parkedBy(poisoned('a'));
      await expect(retryKey(fixedAccounts, 'b', options)).rejects.toMatchObject({
        name: 'NotParked',
        found: undefined,
      });
      const other = await Workbench.open();
      await other.happened(credited('x', 1));
      const reader: DeadLetterOptions['reader'] = {
        status: () => other.store.status(),
        readAll: async function* (from, how) {
          for await (const { events, next } of other.store.readAll(from, how))
            yield { events: events.map((event) => ({ ...event, id: 'another' as typeof event.id })), next };
        },
      };
      await expect(retryKey(fixedAccounts, 'a', { ...options, reader })).rejects.toMatchObject({
        name: 'LedgerDiffers',
        position: 0n,
        found: 'another',
      });
      await other.close();
      expect(await parkedKeys()).toBe(1);
    });

    it('killed before the end of their transaction: nothing is released, and the next try releases once', async () => {
      await parkedBy(credited('a', 1), poisoned('a'), credited('a', 2));
      await bench.pool.query(`create function bank.die() returns trigger language plpgsql as $$ begin
        perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
      await bench.pool.query(`create constraint trigger die after insert or update on bank.open_accounts
        deferrable initially deferred for each row execute function bank.die()`);
      await expect(retryKey(fixedAccounts, 'a', options)).rejects.toThrow();
      expect(await bench.amounts('a')).toEqual([1]);
      expect([await parkedKeys(), (await bench.parked()).length]).toEqual([1, 2]);
      await bench.pool.query('drop function bank.die() cascade');
      await retryKey(fixedAccounts, 'a', options);
      expect(await bench.amounts('a')).toEqual([1, 0, 2]);
    });

    it('by two at once are released once', async () => {
      await parkedBy(credited('a', 1), poisoned('a'), credited('a', 2));
      const both = await Promise.allSettled([1, 2].map(() => retryKey(fixedAccounts, 'a', options)));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await bench.amounts('a')).toEqual([1, 0, 2]);
    });
  });

  describe('discarded', () => {
    it('are left out; what waited behind them is applied in order, and the log says who and why', async () => {
      await parkedBy(credited('a', 1), poisoned('a'), credited('a', 2), credited('a', 3));
      const discard = { key: 'a', position: 1n, reason: 'a joke' };
      expect(await discardParked(parkingAccounts, discard, options)).toEqual({
        key: 'a',
        released: 2,
        parked: undefined,
      });
      expect(await bench.amounts('a')).toEqual([1, 2, 3]);
      const { rows } = await bench.pool.query(`select action, actor, reason, position, event_id, version, events
        from grappe.dead_letter_log where action <> 'parked' order by id`);
      expect(rows).toMatchObject([
        { action: 'discarded', actor: 'alice', reason: 'a joke', position: 1n, version: 1, events: 1n },
        { action: 'released', actor: 'alice', reason: null, position: 2n, events: 2n },
      ]);
    });

    it('one by one, where the next one fails too', async () => {
      await parkedBy(poisoned('a'), credited('a', 1), poisoned('a'), credited('a', 2));
      const first = await discardParked(parkingAccounts, { key: 'a', position: 0n, reason: 'r' }, options);
      expect(first).toMatchObject({ released: 1, parked: { position: 2n, waiting: 1 } });
      expect(await bench.amounts('a')).toEqual([1]);
      await discardParked(parkingAccounts, { key: 'a', position: 2n, reason: 'r' }, options);
      expect(await bench.amounts('a')).toEqual([1, 2]);
    });

    it.each([
      ['an event that only waits', { key: 'a', position: 2n, reason: 'r' }, { name: 'NotParked', found: 1n }],
      ['a key that is not parked', { key: 'b', position: 1n, reason: 'r' }, { name: 'NotParked', found: undefined }],
      ['no reason', { key: 'a', position: 1n, reason: ' ' }, { name: 'TypeError' }],
    ])('never %s', async (_what, discard, error) => {
      await parkedBy(credited('a', 1), poisoned('a'), credited('a', 2));
      await expect(discardParked(parkingAccounts, discard, options)).rejects.toMatchObject(error);
      expect(await bench.parked()).toHaveLength(2);
    });

    it('leave a log that nobody changes', async () => {
      await parkedBy(poisoned('a'));
      for (const statement of ['update grappe.dead_letter_log set key = key', 'delete from grappe.dead_letter_log'])
        await expect(bench.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
      await expect(bench.pool.query('truncate grappe.dead_letter_log')).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('are listed by key, a page at a time', async () => {
    await parkedBy(...history(20), ...['c', 'a', 'b'].map(poisoned), credited('a', 1), credited('a', 2));
    const first = await listed(2);
    expect(first).toMatchObject([
      { projection: accounts.name, key: 'a', position: 21n, type: 'bank.Renamed', attempts: 0, waiting: 2 },
      { key: 'b', stream: 'bank.spec-1', error: { name: 'TypeError' }, waiting: 0 },
    ]);
    expect(await listed(2, first.at(-1))).toMatchObject([{ key: 'c', position: 20n }]);
    expect(await listParked(bench.pool, { projections: ['bank.others'], limit: 9 })).toEqual([]);
  });

  const listed = (limit = 10, after?: { readonly projection: string; readonly key: string }) =>
    listParked(bench.pool, { projections: [accounts.name], limit, after });
});

afterAll(() => Workbench.end());
