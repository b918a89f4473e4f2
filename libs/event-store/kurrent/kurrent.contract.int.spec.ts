import { askForKurrent } from '#infra/local/testing';
import { catalog } from '#libs/contracts';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import { MemoryKeyRing } from '../memory/index.ts';
import { sealing, eventStoreContract, type EventStoreHarness } from '../testing/index.ts';
import { kurrentSchema, openKurrentEventStore } from './index.ts';
import { startKurrentDouble } from './testing/index.ts';

const server = await askForKurrent();

eventStoreContract('kurrent, the double of its protocol', async () => {
  const double = await startKurrentDouble();
  const harness = await open(double.url);
  return {
    ...harness,
    close: async () => {
      await harness.close();
      await double.close();
    },
  };
});

const { url } = server;
if (url !== undefined) eventStoreContract(`kurrent, ${server.kind}`, () => open(url));

async function open(url: string): Promise<EventStoreHarness> {
  const database = await createTestDatabase();
  const pool = connectPool(database.url, { max: 1 });
  await migrate(pool, kurrentSchema);
  await pool.end();
  const keyRing = new MemoryKeyRing();
  const personal = sealing(keyRing);
  const store = await openKurrentEventStore({ url, ledgerUrl: database.url, catalog, personal, holder: 'contract' });
  const neighbour = await openKurrentEventStore({
    url,
    ledgerUrl: database.url,
    catalog,
    personal,
    holder: 'neighbour',
  });
  const close = async (): Promise<void> => {
    await Promise.all([store.close(), neighbour.close()]);
    await database.drop();
  };
  return { store, neighbour, keyRing, close };
}
