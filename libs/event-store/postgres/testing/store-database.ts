import type pg from 'pg';
import { catalog } from '#libs/contracts';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import {
  openPostgresEventStore,
  storeSchema,
  type PostgresEventStore,
  type PostgresEventStoreOptions,
} from '../index.ts';

export type StoreSettings = Partial<Omit<PostgresEventStoreOptions, 'catalog'>>;

/** A database of its own with the store's schema, for a suite. */
export interface StoreDatabase {
  readonly url: string;
  readonly database: TestDatabase;
  /** Connections of a superuser, for what no application may do. */
  readonly sql: pg.Pool;
  /** Another store on the database, as another process would have one. Closed with the database at the latest. */
  open(settings?: StoreSettings): Promise<PostgresEventStore>;
  close(): Promise<void>;
}

export async function createStoreDatabase(): Promise<StoreDatabase> {
  const database = await createTestDatabase();
  const sql = connectPool(database.url, { max: 6 });
  await migrate(sql, storeSchema);
  const stores: PostgresEventStore[] = [];
  return {
    url: database.url,
    database,
    sql,
    open: async (settings = {}) => {
      const store = await openPostgresEventStore({ url: database.url, catalog, holder: 'spec', ...settings });
      stores.push(store);
      return store;
    },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await sql.end();
      await database.drop();
    },
  };
}
