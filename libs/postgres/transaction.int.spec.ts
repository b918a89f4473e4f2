import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectPool, inTransaction, TransactionRolledBack } from '#libs/postgres';
import type { Pool } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import type { TestDatabase } from '#libs/postgres/testing';

describe('a transaction', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url, { max: 1 });
    await pool.query('create table entry (id integer primary key)');
  });
  beforeEach(async () => {
    await pool.query('truncate entry cascade');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  async function entries(): Promise<unknown[]> {
    return (await pool.query<{ id: number }>('select id from entry order by id')).rows.map(({ id }) => id);
  }

  it('commits what the work did and gives its answer', async () => {
    const answer = await inTransaction(pool, async (client) => {
      await client.query('insert into entry values (1)');
      await client.query('insert into entry values (2)');
      return 'done';
    });
    expect([answer, await entries()]).toEqual(['done', [1, 2]]);
  });

  it('rolls back and passes on what the work throws', async () => {
    const refusal = new Error('no');
    const work = inTransaction(pool, async (client) => {
      await client.query('insert into entry values (1)');
      throw refusal;
    });
    await expect(work).rejects.toBe(refusal);
    expect(await entries()).toEqual([]);
  });

  it('passes on what the server refuses, and the connection is good for the next', async () => {
    const work = inTransaction(pool, async (client) => {
      await client.query('insert into entry values (1), (1)');
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await entries()).toEqual([]);
  });

  it('does not call a transaction committed whose failed statement was swallowed', async () => {
    const work = inTransaction(pool, async (client) => {
      await client.query('insert into entry values (1)');
      await client.query('select 1 / 0').catch(() => undefined);
    });
    await expect(work).rejects.toThrow(TransactionRolledBack);
    expect(await entries()).toEqual([]);
  });

  it('refuses a commit that the server refuses (a deferred constraint)', async () => {
    await pool.query('create table part (id integer references entry deferrable initially deferred)');
    const work = inTransaction(pool, (client) => client.query('insert into part values (9)'));
    await expect(work).rejects.toMatchObject({ code: '23503' });
    expect((await pool.query('select * from part')).rows).toEqual([]);
  });

  it('destroys a connection that broke inside, and the pool makes another', async () => {
    const before = await backend();
    const work = inTransaction(pool, async (client) => {
      await client.query('insert into entry values (1)');
      await client.query('select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(work).rejects.toMatchObject({ code: '57P01' });
    expect(await entries()).toEqual([]);
    expect(await backend()).not.toBe(before);
  });

  async function backend(): Promise<number | undefined> {
    return (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  }
});
