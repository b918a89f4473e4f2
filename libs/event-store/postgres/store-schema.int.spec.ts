import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, schemaSnapshot } from '#libs/postgres/testing';
import { catalog } from '#libs/contracts';
import { openPostgresEventStore, storeSchema } from './index.ts';
import { createStoreDatabase, type StoreDatabase } from './testing/index.ts';

const RELEASED = new URL('./schema-v3.txt', import.meta.url);

describe('the schema of the store', () => {
  let db: StoreDatabase;
  beforeAll(async () => {
    db = await createStoreDatabase();
  });
  afterAll(() => db.close());

  it('is the released one', async () => {
    expect(await schemaSnapshot(db.sql, ['store'])).toBe(readFileSync(RELEASED, 'utf8'));
  });

  it('is migrated once by processes that start together', async () => {
    const database = await createTestDatabase();
    const pool = connectPool(database.url, { max: 4 });
    const outcomes = await Promise.all([0, 1, 2, 3].map(() => migrate(pool, storeSchema)));
    expect(outcomes.flatMap(({ applied }) => applied).sort()).toEqual(
      storeSchema.migrations.map(({ version }) => version),
    );
    await pool.end();
    await database.drop();
  });

  it('may be migrated in several databases of one server at once: roles belong to the server', async () => {
    const databases = await Promise.all([0, 1, 2].map(() => createTestDatabase()));
    const pools = databases.map(({ url }) => connectPool(url, { max: 1 }));
    await expect(Promise.all(pools.map((pool) => migrate(pool, storeSchema)))).resolves.toHaveLength(3);
    await Promise.all(pools.map((pool) => pool.end()));
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('of a newer release is refused with both versions', async () => {
    const older = { ...storeSchema, migrations: storeSchema.migrations.slice(0, -1) };
    await expect(migrate(db.sql, older)).rejects.toMatchObject({ name: 'SchemaNewer' });
  });

  it('that is missing is said to be missing', async () => {
    const database = await createTestDatabase();
    await expect(openPostgresEventStore({ url: database.url, catalog, holder: 'x' })).rejects.toMatchObject({
      code: '42P01',
    });
    await database.drop();
  });
});
