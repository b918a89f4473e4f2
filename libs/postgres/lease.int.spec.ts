import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acquireLease,
  assertEpoch,
  connectPool,
  findHeldLeases,
  inTransaction,
  migrate,
  passLease,
  StaleEpoch,
} from '#libs/postgres';
import type { Lease, Pool } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import type { TestDatabase } from '#libs/postgres/testing';

const NAME = 'sequencer';
const TTL_MS = 60_000;

describe('a lease', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, { component: 'none', migrations: [] });
    await pool.query('create table written (by text)');
  });
  beforeEach(async () => {
    await pool.query('truncate grappe.leases, written');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const ask = (holder: string, ttlMs = TTL_MS): Promise<Lease | undefined> =>
    acquireLease(pool, { name: NAME, holder, ttlMs });

  async function held(holder: string): Promise<Lease> {
    const lease = await ask(holder);
    if (lease === undefined) throw new Error(`${holder} did not get the lease`);
    return lease;
  }

  /** What a pause of the holder comes to, without waiting for it. */
  async function letTimePass(): Promise<void> {
    await pool.query(`update grappe.leases set expires_at = clock_timestamp() - interval '1 second'`);
  }

  async function row(): Promise<unknown> {
    const { rows } = await pool.query(
      `select holder, epoch, expires_at > clock_timestamp() as running,
              expires_at - clock_timestamp() between interval '59 seconds' and interval '60 seconds' as "fullTime"
         from grappe.leases where name = $1`,
      [NAME],
    );
    return rows[0];
  }

  it('is given to the first request, for its time by the clock of the database', async () => {
    const lease = await held('a');
    expect([lease.name, lease.epoch]).toEqual([NAME, 1n]);
    expect(await row()).toEqual({ holder: 'a', epoch: 1n, running: true, fullTime: true });
  });

  it.each([['another'], ['a']])('is given to nobody else while it runs, whatever the name: %s', async (holder) => {
    await held('a');
    expect(await ask(holder)).toBeUndefined();
    expect(await row()).toMatchObject({ holder: 'a', epoch: 1n });
  });

  it('has one winner when many ask at once, new or expired', async () => {
    for (const epoch of [1n, 2n, 3n]) {
      const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => ask(`h${String(index)}`)));
      expect(answers.filter((lease) => lease !== undefined).map((lease) => lease.epoch)).toEqual([epoch]);
      await letTimePass();
    }
  });

  it('is one of many: names do not meet', async () => {
    await held('a');
    const other = await acquireLease(pool, { name: 'other', holder: 'b', ttlMs: TTL_MS });
    expect(other?.epoch).toBe(1n);
  });

  it('is taken over when it has expired, under the next epoch', async () => {
    await held('a');
    await letTimePass();
    expect((await held('b')).epoch).toBe(2n);
    expect(await row()).toEqual({ holder: 'b', epoch: 2n, running: true, fullTime: true });
  });

  it('is prolonged from now', async () => {
    const lease = await held('a');
    await pool.query(`update grappe.leases set expires_at = clock_timestamp() + interval '1 second'`);
    expect(await lease.renew()).toBe(true);
    expect(await row()).toEqual({ holder: 'a', epoch: 1n, running: true, fullTime: true });
  });

  it('is prolonged even after it expired, as long as nobody took it', async () => {
    const lease = await held('a');
    await letTimePass();
    expect(await lease.renew()).toBe(true);
    expect(await ask('b')).toBeUndefined();
  });

  it('is not prolonged by a holder who lost it, and the new holder keeps it', async () => {
    const lost = await held('a');
    await letTimePass();
    await held('b');
    expect(await lost.renew()).toBe(false);
    await lost.release();
    expect(await row()).toMatchObject({ holder: 'b', epoch: 2n, running: true });
  });

  it('is free at once when released, and epochs go on', async () => {
    const lease = await held('a');
    await lease.release();
    expect(await lease.renew()).toBe(false);
    expect((await held('b')).epoch).toBe(2n);
  });

  it('is prolonged with the others of its process, one that is lost or locked without harm to them', async () => {
    const named = async (name: string): Promise<Lease> => {
      const lease = await acquireLease(pool, { name, holder: 'a', ttlMs: TTL_MS });
      if (lease === undefined) throw new Error(`${name} is held`);
      return lease;
    };
    const [locked, lost, kept] = [await named('locked'), await named('lost'), await named('kept')];
    await letTimePass();
    const taken = await acquireLease(pool, { name: 'lost', holder: 'b', ttlMs: TTL_MS });
    const answers: string[] = [];
    const renew = async (what: string, lease: Lease | undefined): Promise<void> => {
      answers.push(`${what}: ${String(await lease?.renew())}`);
    };
    const client = await pool.connect();
    await client.query(`begin; select from grappe.leases where name = 'locked' for share`);
    const all = [renew('locked', locked), renew('lost', lost), renew('taken', taken), renew('kept', kept)];
    await Promise.all(all.slice(1));
    expect(answers.toSorted()).toEqual(['kept: true', 'lost: false', 'taken: true']);
    await client.query('commit');
    client.release();
    await all[0];
    expect(answers.at(-1)).toBe('locked: true');
  });

  describe('passes through a transaction', () => {
    const pass = (): Promise<bigint | undefined> => inTransaction(pool, (client) => passLease(client, NAME));

    it('new or free: whoever held it is out, and the next holder has a higher epoch', async () => {
      expect(await pass()).toBe(1n);
      const before = await held('a');
      await letTimePass();
      expect([before.epoch, await pass(), await before.renew()]).toEqual([2n, 3n, false]);
      expect((await held('b')).epoch).toBe(4n);
    });

    it('not while somebody holds it', async () => {
      const lease = await held('a');
      expect(await pass()).toBeUndefined();
      expect([await lease.renew(), (await row()) as object]).toMatchObject([true, { holder: 'a', epoch: 1n }]);
    });

    it('or not at all, when that is rolled back', async () => {
      const lease = await held('a');
      await letTimePass();
      const undone = inTransaction(pool, async (client) => {
        await passLease(client, NAME);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await lease.renew()).toBe(true);
    });
  });

  it('is found by the beginning of its name while somebody holds it', async () => {
    const names = ['a', 'a 2', 'a 1', 'b', 'a 3'];
    for (const name of names) await acquireLease(pool, { name, holder: `of ${name}`, ttlMs: TTL_MS });
    await pool.query(`update grappe.leases set expires_at = clock_timestamp() where name = 'a 3'`);
    await inTransaction(pool, (client) => passLease(client, 'a 4'));
    const found = await findHeldLeases(pool, 'a');
    expect(found.map(({ name, holder }) => [name, holder])).toEqual([
      ['a', 'of a'],
      ['a 1', 'of a 1'],
      ['a 2', 'of a 2'],
    ]);
  });

  describe('fences writes by its epoch', () => {
    function write(lease: Pick<Lease, 'name' | 'epoch'>, by: string): Promise<void> {
      return inTransaction(pool, async (client) => {
        await client.query('insert into written values ($1)', [by]);
        await assertEpoch(client, lease.name, lease.epoch);
      });
    }

    async function writers(): Promise<unknown[]> {
      return (await pool.query<{ by: string }>('select by from written order by by')).rows.map(({ by }) => by);
    }

    it('lets the holder write', async () => {
      await write(await held('a'), 'a');
      expect(await writers()).toEqual(['a']);
    });

    it('lets a holder write whose time is over while nobody took over', async () => {
      const lease = await held('a');
      await letTimePass();
      await write(lease, 'a');
      expect(await writers()).toEqual(['a']);
    });

    it('refuses a holder who was paused and taken over: nothing of the transaction is stored', async () => {
      const paused = await held('a');
      await letTimePass();
      const next = await held('b');
      const refusal = await write(paused, 'a').catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StaleEpoch);
      expect(refusal).toMatchObject({
        lease: NAME,
        epoch: 1n,
        currentEpoch: 2n,
        message: 'lease "sequencer" is no longer held under epoch 1 (it is at epoch 2)',
      });
      await write(next, 'b');
      expect(await writers()).toEqual(['b']);
    });

    it('refuses after a release', async () => {
      const lease = await held('a');
      await lease.release();
      await expect(write(lease, 'a')).rejects.toMatchObject({ name: 'StaleEpoch', currentEpoch: 1n });
      expect(await writers()).toEqual([]);
    });

    it('refuses an unknown lease and an epoch that is still to come', async () => {
      await expect(write({ name: 'unknown', epoch: 1n }, 'a')).rejects.toMatchObject({ currentEpoch: undefined });
      const lease = await held('a');
      await expect(write({ name: NAME, epoch: lease.epoch + 1n }, 'a')).rejects.toMatchObject({ currentEpoch: 1n });
    });

    it('keeps others from taking over until the transaction ends, without keeping them waiting', async () => {
      const lease = await held('a');
      await letTimePass();
      await inTransaction(pool, async (client) => {
        await assertEpoch(client, lease.name, lease.epoch);
        expect(await ask('b')).toBeUndefined();
        await client.query(`insert into written values ('a')`);
      });
      expect((await held('b')).epoch).toBe(2n);
      expect(await writers()).toEqual(['a']);
    });

    it('frees the lease of a holder that froze inside its transaction', async () => {
      const lease = await held('a');
      await letTimePass();
      const frozen = await pool.connect();
      await frozen.query('begin');
      await assertEpoch(frozen, lease.name, lease.epoch, 1);
      let next: Lease | undefined;
      while (next === undefined) next = await ask('b');
      expect(next.epoch).toBe(2n);
      await expect(frozen.query('commit')).rejects.toHaveProperty('message');
      frozen.release(true);
    });

    it('limits idling in that transaction only', async () => {
      const lease = await held('a');
      const limit = async (query: Pick<Pool, 'query'>): Promise<unknown> =>
        (await query.query<{ limit: string }>(`select current_setting('idle_in_transaction_session_timeout') as limit`))
          .rows[0]?.limit;
      const client = await pool.connect();
      try {
        await client.query('begin');
        await assertEpoch(client, lease.name, lease.epoch);
        expect(await limit(client)).toBe('30s');
        await client.query('commit');
        expect(await limit(client)).toBe('0');
      } finally {
        client.release();
      }
    });
  });
});
