import { catalog } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { kurrentSchema, openKurrentEventStore } from '#libs/event-store/kurrent';
import { startKurrentDouble } from '#libs/event-store/kurrent/testing';
import { createStoreDatabase } from '#libs/event-store/postgres/testing';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';

/** Two stores over one ledger, as two processes have them. */
export interface TwoProcesses {
  readonly stores: readonly [EventStore, EventStore];
  close(): Promise<void>;
}

export async function onPostgres(): Promise<TwoProcesses> {
  const database = await createStoreDatabase();
  return { stores: [await database.open(), await database.open()], close: () => database.close() };
}

export async function onKurrent(): Promise<TwoProcesses> {
  const [double, database] = await Promise.all([startKurrentDouble(), createTestDatabase()]);
  const pool = connectPool(database.url, { max: 1 });
  await migrate(pool, kurrentSchema);
  await pool.end();
  const open = (holder: string) => openKurrentEventStore({ url: double.url, ledgerUrl: database.url, catalog, holder });
  const stores = [await open('one'), await open('two')] as const;
  const close = async (): Promise<void> => {
    await Promise.all(stores.map((store) => store.close()));
    await double.close();
    await database.drop();
  };
  return { stores, close };
}
