import { catalog } from '#libs/contracts';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import { MemoryKeyRing } from '../memory/index.ts';
import { sealing, eventStoreContract } from '../testing/index.ts';
import { openPostgresEventStore, storeSchema } from './index.ts';

eventStoreContract('postgres', async () => {
  const database = await createTestDatabase();
  const pool = connectPool(database.url, { max: 1 });
  await migrate(pool, storeSchema);
  await pool.end();
  const keyRing = new MemoryKeyRing();
  const personal = sealing(keyRing);
  const store = await openPostgresEventStore({ url: database.url, catalog, personal, holder: 'contract' });
  const neighbour = await openPostgresEventStore({ url: database.url, catalog, personal, holder: 'neighbour' });
  const close = async (): Promise<void> => {
    await Promise.all([store.close(), neighbour.close()]);
    await database.drop();
  };
  return { store, neighbour, keyRing, close };
});
