import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, type TestDatabase, schemaSnapshot } from '#libs/postgres/testing';
import { findConsumer, messagingSchema } from './index.ts';

const RELEASED = new URL('./schema-v4.txt', import.meta.url);

describe('the schema of messaging', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, { ...messagingSchema, migrations: messagingSchema.migrations.slice(0, 2) });
    await pool.query(`insert into grappe.consumers (name, position) values ('bank.transfers', 7)`);
    expect(await migrate(pool, messagingSchema)).toEqual({ applied: [3, 4] });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('is the released one', async () => {
    expect(await schemaSnapshot(pool, ['grappe'])).toBe(readFileSync(RELEASED, 'utf8'));
  });

  it('takes positions of the version before along', async () => {
    expect(await findConsumer(pool, 'bank.transfers')).toMatchObject({ position: 7n, state: 'running' });
  });
});
