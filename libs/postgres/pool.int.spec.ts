import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import pg from 'pg';
import { connectPool, ensureRoleSql, sessionOf } from '#libs/postgres';
import type { Pool, PoolClient } from '#libs/postgres';
import { createTestDatabase, startDroppingPooler } from '#libs/postgres/testing';
import type { TestDatabase } from '#libs/postgres/testing';

/** What a client of pg holds its socket in. */
interface Connection {
  readonly stream: Socket;
}

const ROLE = 'pool_spec_reader';

describe('a pool', () => {
  let database: TestDatabase;
  let admin: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    admin = connectPool(database.url);
    await admin.query(`${ensureRoleSql(ROLE)} create table secret (id bigint, at timestamptz, day date);`);
    await admin.query(`insert into secret values (9007199254740993, '2016-04-01T00:30:00+02', '2016-03-31')`);
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  async function withPool<T>(pool: Pool, work: (pool: Pool) => Promise<T>): Promise<T> {
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  }

  it('reads 64-bit numbers exactly, days without a zone and instants in UTC', async () => {
    const { rows } = await admin.query('select id, at, day, array[id] as ids from secret');
    expect(rows).toEqual([
      { id: 9007199254740993n, at: '2016-03-31 22:30:00+00', day: '2016-03-31', ids: [9007199254740993n] },
    ]);
  });

  it('sends bigint parameters exactly', async () => {
    const { rows } = await admin.query('select $1::int8 + 1 as next', [9223372036854775806n]);
    expect(rows).toEqual([{ next: 9223372036854775807n }]);
  });

  it('shows its name and keeps to its size', async () => {
    await withPool(connectPool(database.url, { applicationName: 'pool-spec', max: 2 }), async (pool) => {
      await Promise.all(Array.from({ length: 8 }, () => pool.query('select 1')));
      const { rows } = await pool.query(
        `select count(*) as connections from pg_stat_activity where application_name = 'pool-spec'`,
      );
      expect(rows).toEqual([{ connections: 2n }]);
    });
  });

  it.each([
    ['its role option', () => connectPool(database.url, { role: ROLE })],
    ['the URL of the test database', () => connectPool(database.urlFor(ROLE))],
  ])('acts as the role of %s', async (_source, open) => {
    await withPool(open(), async (pool) => {
      expect((await pool.query('select current_user as name')).rows).toEqual([{ name: ROLE }]);
      await expect(pool.query('select * from secret')).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('keeps the other settings of its URL', async () => {
    const url = `${database.url}?application_name=from-url&options=${encodeURIComponent('-c statement_timeout=1234')}`;
    await withPool(connectPool(url, { role: ROLE }), async (pool) => {
      const { rows } = await pool.query(
        `select current_setting('application_name') as name, current_setting('statement_timeout') as timeout,
                current_setting('role') as role, current_setting('timezone') as zone`,
      );
      expect(rows).toEqual([{ name: 'from-url', timeout: '1234ms', role: ROLE, zone: 'UTC' }]);
    });
  });

  describe('behind a pooler that drops the startup options', () => {
    it.each([
      ['with a role', { role: ROLE }],
      ['without one', {}],
    ])('has no connection, and says what is missing: %s', async (_what, options) => {
      const pooler = await startDroppingPooler(database.url);
      await withPool(connectPool(pooler.url, { ...options, max: 1 }), async (pool) => {
        for (const ask of [() => pool.query('select 1'), () => pool.connect()]) {
          await expect(ask()).rejects.toMatchObject({
            name: 'SessionDiffers',
            message: expect.stringContaining('has to let the startup parameter "options" pass') as unknown,
            found: { role: 'postgres', mark: null },
            required: { role: 'role' in options ? options.role : undefined, timezone: 'UTC', mark: 'on' },
          });
        }
      });
      await pooler.close();
    });

    it('asks each connection once', async () => {
      await withPool(connectPool(database.url, { role: ROLE, max: 1 }), async (pool) => {
        const client = await pool.connect();
        client.release();
        const texts: string[] = [];
        const query = client.query.bind(client) as (text: string) => unknown;
        Object.assign(client, {
          query: (text: string, ...more: unknown[]) => {
            texts.push(text);
            return (query as (...all: unknown[]) => unknown)(text, ...more);
          },
        });
        await pool.query('select 1 as one');
        expect(texts).toEqual(['select 1 as one']);
      });
    });
  });

  describe('when the server ends a connection', () => {
    async function endBackend(client: PoolClient): Promise<void> {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const gone = new Promise((resolve) => client.once('end', resolve));
      await admin.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await gone;
    }

    it.each([
      ['of its own', () => connectPool(database.url, { max: 1 })],
      ['that somebody else makes with its settings', () => new pg.Pool({ ...sessionOf(database.url), max: 1 })],
    ])('goes on while a connection is asked who it is, in a pool %s', async (_whose, open) => {
      await withPool(open(), async (pool) => {
        pool.once('connect', (client) => {
          const { stream } = Reflect.get(client, 'connection') as Connection;
          setImmediate(() => stream.destroy(new Error('the server went away')));
        });
        await expect(pool.connect()).rejects.toThrow('the server went away');
        expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      });
    });

    it.each([
      ['idle', true],
      ['checked out', false],
    ])('goes on: %s', async (_state, idle) => {
      await withPool(connectPool(database.url, { max: 1 }), async (pool) => {
        const client = await pool.connect();
        if (idle) client.release();
        await endBackend(client);
        if (!idle) client.release(true);
        expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      });
    });
  });
});
