import { catalog } from '#libs/contracts';
import { openPostgresEventStore, storeSchema } from '#libs/event-store/postgres';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import { messagingContract, storeHarness } from './testing/index.ts';

const open = async () => {
  const database = await createTestDatabase();
  const superuser = connectPool(database.url, { max: 1 });
  await migrate(superuser, storeSchema);
  const store = await openPostgresEventStore({ url: database.url, catalog, holder: 'contract' });
  const close = async (): Promise<void> => {
    await store.close();
    await superuser.end();
    await database.drop();
  };
  const remove = async (position: bigint): Promise<void> => {
    await superuser.query('delete from store.ledger where position = $1', [position]);
  };
  return { ...storeHarness(store, close), remove };
};

messagingContract('the subscription of a store in PostgreSQL', open, { canLose: true });
