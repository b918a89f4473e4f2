import { describe, expect, it } from '@jest/globals';
import { connectPool } from '#libs/postgres';
import type { Pool } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';

describe('a test database', () => {
  async function withPool<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
    const pool = connectPool(url);
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  }

  it("is empty, a superuser's, and another one each time", async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(first.name).not.toBe(second.name);
    const rows = await withPool(first.url, async (pool) => {
      await pool.query('create table mine ()');
      const asked = `select current_database() as name, current_setting('is_superuser') as superuser`;
      return (await pool.query<{ name: string; superuser: string }>(asked)).rows;
    });
    expect(rows).toEqual([{ name: first.name, superuser: 'on' }]);
    await withPool(second.url, (pool) => expect(pool.query('table mine')).rejects.toMatchObject({ code: '42P01' }));
    await Promise.all([first.drop(), second.drop()]);
  });

  it('can be a copy of another', async () => {
    const template = await createTestDatabase();
    await withPool(template.url, (pool) => pool.query('create table kept as select 7 as n'));
    const copy = await createTestDatabase({ template: template.name });
    expect(await withPool(copy.url, async (pool) => (await pool.query<{ n: number }>('table kept')).rows)).toEqual([
      { n: 7 },
    ]);
    await Promise.all([template.drop(), copy.drop()]);
  });

  it('goes away though somebody is connected, and may be dropped twice', async () => {
    const database = await createTestDatabase();
    const pool = connectPool(database.url);
    await pool.query('select 1');
    await database.drop();
    await database.drop();
    await expect(pool.query('select 1')).rejects.toHaveProperty('code');
    await pool.end();
  });

  it('has a URL for the superuser too', async () => {
    const database = await createTestDatabase();
    expect(database.urlFor()).toBe(database.url);
    await database.drop();
  });
});
