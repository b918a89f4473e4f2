import type pg from 'pg';
import { catalog } from '#libs/contracts';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import {
  kurrentSchema,
  openKurrentEventStore,
  type KurrentEventStore,
  type KurrentEventStoreOptions,
} from '../index.ts';
import { startKurrentDouble, type DoubleOptions, type KurrentDouble } from './kurrent-double.ts';

export type StoreSettings = Partial<KurrentEventStoreOptions>;

/** A double with a ledger of its own beside it, for a suite. */
export interface KurrentWorld {
  readonly sql: pg.Pool;
  readonly ledgerUrl: string;
  /** The double that runs now. */
  double(): KurrentDouble;
  /** Another store, as another process would have one. Closed with the world at the latest. */
  open(settings?: StoreSettings): Promise<KurrentEventStore>;
  /** Stops the double. `begin` starts one on the same port. Default: with the same log. */
  stop(): Promise<void>;
  begin(options?: DoubleOptions): Promise<void>;
  close(): Promise<void>;
}

export async function createKurrentWorld(options: DoubleOptions = {}): Promise<KurrentWorld> {
  const database = await createTestDatabase();
  const sql = connectPool(database.url, { max: 3 });
  await migrate(sql, kurrentSchema);
  let double = await startKurrentDouble(options);
  const stores: KurrentEventStore[] = [];
  return {
    sql,
    ledgerUrl: database.url,
    double: () => double,
    open: async (settings = {}) => {
      const url = double.url;
      const store = await openKurrentEventStore({ url, ledgerUrl: database.url, catalog, holder: 'spec', ...settings });
      stores.push(store);
      return store;
    },
    stop: () => double.close(),
    begin: async (again = {}) => {
      double = await startKurrentDouble({ port: double.port, log: double.log, ...again });
    },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await double.close();
      await sql.end();
      await database.drop();
    },
  };
}
