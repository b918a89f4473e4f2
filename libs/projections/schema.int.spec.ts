import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { connectPool, migrate, schemaSnapshot } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { findCheckpoint } from './checkpoints.ts';
import { projectionsSchema } from './schema.ts';

const RELEASED = new URL('./schema-v2.txt', import.meta.url);

describe('the schema of projections', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, { ...projectionsSchema, migrations: projectionsSchema.migrations.slice(0, 1) });
    await pool.query(`insert into grappe.projections (name, version, position) values ('bank.accounts', 3, 7)`);
    expect(await migrate(pool, projectionsSchema)).toEqual({ applied: [2] });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('is the released one', async () => {
    expect(await schemaSnapshot(pool, ['grappe'])).toBe(readFileSync(RELEASED, 'utf8'));
  });

  it('takes checkpoints of the version before along, with nothing parked', async () => {
    expect(await findCheckpoint(pool, 'bank.accounts')).toMatchObject({ version: 3, position: 7n, parkedKeys: 0 });
  });
});
