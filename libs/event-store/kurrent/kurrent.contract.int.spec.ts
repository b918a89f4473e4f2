import { appendFileSync } from 'node:fs';
import { catalog } from '#libs/contracts';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import { eventStoreContract, type EventStoreHarness } from '../testing/index.ts';
import { kurrentSchema, openKurrentEventStore } from './index.ts';
import { startKurrentDouble } from './testing/index.ts';

const SERVER = process.env['KURRENTDB_URL'];
const REPORT = process.env['GRAPPE_TEST_SERVERS'];

/** `npm test` says at its end what the suites ran on. */
if (REPORT !== undefined)
  appendFileSync(
    REPORT,
    `KurrentDB: gRPC double${SERVER === undefined ? ' only' : ', and the server of KURRENTDB_URL'}\n`,
  );

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

if (SERVER !== undefined) eventStoreContract('kurrent, the server of KURRENTDB_URL', () => open(SERVER));

async function open(url: string): Promise<EventStoreHarness> {
  const database = await createTestDatabase();
  const pool = connectPool(database.url, { max: 1 });
  await migrate(pool, kurrentSchema);
  await pool.end();
  const store = await openKurrentEventStore({ url, ledgerUrl: database.url, catalog, holder: 'contract' });
  const neighbour = await openKurrentEventStore({ url, ledgerUrl: database.url, catalog, holder: 'neighbour' });
  const close = async (): Promise<void> => {
    await Promise.all([store.close(), neighbour.close()]);
    await database.drop();
  };
  return { store, neighbour, close };
}
