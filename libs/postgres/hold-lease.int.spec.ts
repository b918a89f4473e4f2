import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { acquireLease, connectPool, holdLease, migrate, StaleEpoch } from '#libs/postgres';
import type { HoldLeaseRequest, Lease, Pool } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import type { TestDatabase } from '#libs/postgres/testing';

const NAME = 'runner';

describe('holding a lease', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, { component: 'none', migrations: [] });
  });
  beforeEach(async () => {
    await pool.query('truncate grappe.leases');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const request = (signal: AbortSignal, holder = 'a', more: Partial<HoldLeaseRequest> = {}): HoldLeaseRequest => ({
    name: NAME,
    holder,
    ttlMs: 60_000,
    retryMs: 2,
    signal,
    ...more,
  });

  async function untilAborted(signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await once(signal, 'abort');
  }

  /** What a pause longer than the lease comes to: it expires, and somebody else takes it. */
  async function takeOver(holder: string): Promise<Lease | undefined> {
    await pool.query(`update grappe.leases set expires_at = clock_timestamp() - interval '1 second'`);
    return acquireLease(pool, { name: NAME, holder, ttlMs: 60_000 });
  }

  async function read<T>(column: string): Promise<T | undefined> {
    const { rows } = await pool.query<{ value: T }>(`select ${column} as value from grappe.leases where name = $1`, [
      NAME,
    ]);
    return rows[0]?.value;
  }

  it('works while it holds, and gives the lease back at the end', async () => {
    const outer = new AbortController();
    const epochs: bigint[] = [];
    await holdLease(pool, request(outer.signal), async (lease, signal) => {
      epochs.push(lease.epoch);
      expect(await read('holder')).toBe('a');
      outer.abort();
      await untilAborted(signal);
    });
    expect([epochs, await read('holder')]).toEqual([[1n], null]);
  });

  it('does nothing when it is aborted before it begins', async () => {
    await holdLease(pool, request(AbortSignal.abort()), () => Promise.reject(new Error('worked')));
    expect(await read('holder')).toBeUndefined();
  });

  it('ends without having worked while somebody else holds the lease', async () => {
    await acquireLease(pool, { name: NAME, holder: 'b', ttlMs: 60_000 });
    const outer = new AbortController();
    const holding = holdLease(pool, request(outer.signal), () => Promise.reject(new Error('worked')));
    outer.abort();
    await holding;
    expect(await read('holder')).toBe('b');
  });

  it('lets one at a time work, and the next when the first is gone', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const log: string[] = [];
    const worker = (name: string, begun: () => void) => async (lease: Lease, signal: AbortSignal) => {
      log.push(`${name} begins under ${String(lease.epoch)}`);
      begun();
      await untilAborted(signal);
      log.push(`${name} ends`);
    };
    const a = new Promise<void>((begun) => {
      void holdLease(pool, request(first.signal, 'a'), worker('a', begun));
    });
    await a;
    const b = new Promise<void>((begun) => {
      void holdLease(pool, request(second.signal, 'b'), worker('b', begun)).then(() => log.push('b is done'));
    });
    first.abort();
    await b;
    second.abort();
    await eventually('the second one is done', () => expect(log).toContain('b is done'));
    expect(log).toEqual(['a begins under 1', 'a ends', 'b begins under 2', 'b ends', 'b is done']);
  });

  it('prolongs the lease while the work runs', async () => {
    const outer = new AbortController();
    await holdLease(pool, request(outer.signal, 'a', { ttlMs: 300 }), async (lease, signal) => {
      const before = await read<string>('expires_at');
      await eventually('the lease is prolonged', async () => expect(await read<string>('expires_at')).not.toBe(before));
      expect([signal.aborted, lease.epoch, await read('epoch')]).toEqual([false, 1n, 1n]);
      outer.abort();
    });
  });

  it('stops the work when the lease was taken over, leaves it to the new holder, and waits for it again', async () => {
    const outer = new AbortController();
    const epochs: bigint[] = [];
    let next: Lease | undefined;
    await holdLease(pool, request(outer.signal, 'a', { ttlMs: 300 }), async (lease, signal) => {
      epochs.push(lease.epoch);
      if (epochs.length === 2) {
        outer.abort();
        return;
      }
      next = await takeOver('b');
      await untilAborted(signal);
      expect(signal.reason).toBeInstanceOf(StaleEpoch);
      expect(await read('holder')).toBe('b');
      await next?.release();
    });
    expect([epochs, next?.epoch]).toEqual([[1n, 3n], 2n]);
  });

  it('counts the lease as lost when the database does not answer for its whole time', async () => {
    const lonely = connectPool(database.url, { max: 1 });
    const outer = new AbortController();
    try {
      await holdLease(lonely, request(outer.signal, 'a', { ttlMs: 200 }), async (_lease, signal) => {
        const blocked = await lonely.connect();
        try {
          await untilAborted(signal);
          expect(signal.reason).toBeInstanceOf(StaleEpoch);
        } finally {
          outer.abort();
          blocked.release();
        }
      });
    } finally {
      await lonely.end();
    }
    expect.assertions(1);
  });

  it('works again after it returned', async () => {
    const outer = new AbortController();
    const epochs: bigint[] = [];
    await holdLease(pool, request(outer.signal), (lease) => {
      if (epochs.push(lease.epoch) === 3) outer.abort();
      return Promise.resolve();
    });
    expect(epochs).toEqual([1n, 2n, 3n]);
  });

  describe('when the work throws', () => {
    it('passes the error on and gives the lease back', async () => {
      const failure = new Error('poison');
      const holding = holdLease(pool, request(new AbortController().signal), () => Promise.reject(failure));
      await expect(holding).rejects.toBe(failure);
      expect(await read('holder')).toBeNull();
    });

    it('asks again when the error is that its epoch is stale', async () => {
      const outer = new AbortController();
      const epochs: bigint[] = [];
      await holdLease(pool, request(outer.signal), (lease) => {
        epochs.push(lease.epoch);
        if (epochs.length === 2) outer.abort();
        return Promise.reject(new StaleEpoch(lease.name, lease.epoch, undefined));
      });
      expect(epochs).toEqual([1n, 2n]);
    });

    it('does not mistake the stale epoch of another lease for its own', async () => {
      const other = new StaleEpoch('other', 1n, 2n);
      const holding = holdLease(pool, request(new AbortController().signal), () => Promise.reject(other));
      await expect(holding).rejects.toBe(other);
    });

    it('ends quietly when the error is the abort itself', async () => {
      const outer = new AbortController();
      await holdLease(pool, request(outer.signal), (_lease, signal) => {
        outer.abort();
        signal.throwIfAborted();
        return Promise.resolve();
      });
      expect(await read('holder')).toBeNull();
    });

    it('reports an error that came with the loss of the lease, and asks again', async () => {
      const outer = new AbortController();
      const errors: unknown[] = [];
      const options = { ttlMs: 300, onError: (error: unknown) => errors.push(error) };
      let round = 0;
      await holdLease(pool, request(outer.signal, 'a', options), async (_lease, signal) => {
        round += 1;
        if (round === 2) {
          outer.abort();
          return;
        }
        const next = await takeOver('b');
        await untilAborted(signal);
        await next?.release();
        throw new Error('half done');
      });
      expect(errors).toEqual([expect.objectContaining({ message: 'half done' })]);
    });
  });

  describe('when the lease cannot be asked for', () => {
    it('throws if nobody listens', async () => {
      const away = connectPool(database.url.replace(database.name, 'no_such_database'));
      const holding = holdLease(away, request(new AbortController().signal), () => Promise.resolve());
      await expect(holding).rejects.toMatchObject({ code: '3D000' });
      await away.end();
    });

    it('reports it and tries again', async () => {
      const outer = new AbortController();
      const away = connectPool(database.url.replace(database.name, 'no_such_database'));
      const errors: unknown[] = [];
      const onError = (error: unknown): void => {
        if (errors.push(error) === 2) outer.abort();
      };
      await holdLease(away, request(outer.signal, 'a', { onError }), () => Promise.resolve());
      expect(errors).toEqual([expect.objectContaining({ code: '3D000' }), expect.objectContaining({ code: '3D000' })]);
      await away.end();
    });
  });
});
