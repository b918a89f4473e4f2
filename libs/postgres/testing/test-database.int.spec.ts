import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import type { TestDatabase } from '#libs/postgres/testing';

describe('a test database', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  it('is a database of its own', async () => {
    const { rows } = await pool.query('select current_database() as name, 7::int8 as n');
    expect(rows).toEqual([{ name: database.name, n: 7n }]);
    expect(
      (await migrate(pool, { component: 'x', migrations: [{ version: 1, name: 'a', sql: 'create table a()' }] }))
        .applied,
    ).toEqual([1]);
  });
});
