import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type pg from 'pg';
import { propertySeed } from '#libs/kernel/testing';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, type TestDatabase, schemaSnapshot } from '#libs/postgres/testing';
import { findCheckpoint } from './checkpoints.ts';
import { projectionsSchema } from './schema.ts';
import { shardOf, SHARDS_LIMIT } from '../sharding/shard.ts';

/** What the database can hold as a key. */
const keys = fc.string({ unit: 'binary', minLength: 1 }).filter((key) => !key.includes('\0'));
const RELEASED = new URL('./schema-v5.txt', import.meta.url);

describe('the schema of projections', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, { ...projectionsSchema, migrations: projectionsSchema.migrations.slice(0, 1) });
    await pool.query(`insert into grappe.projections (name, version, position) values ('bank.accounts', 3, 7)`);
    expect(await migrate(pool, projectionsSchema)).toEqual({ applied: [2, 3, 4, 5, 6] });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('is the released one', async () => {
    expect(await schemaSnapshot(pool, ['grappe'])).toBe(readFileSync(RELEASED, 'utf8'));
  });

  it('says in which shard a key is as the code does', async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: SHARDS_LIMIT }), async (key, of) => {
        const { rows } = await pool.query('select grappe.shard_of($1, $2) as shard', [key, of]);
        expect(rows).toEqual([{ shard: shardOf(key, of) }]);
      }),
      { seed: propertySeed() },
    );
  });

  it('takes checkpoints of the version before along, with nothing parked and not sharded', async () => {
    expect(await findCheckpoint(pool, 'bank.accounts')).toMatchObject({
      ...{ version: 3, position: 7n, parkedKeys: 0 },
      ...{ shardCount: 1, shards: [] },
    });
  });
});
