import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractSamples, readEvents, untilSettled } from '#libs/event-store/testing';
import { startKurrentDouble, type KurrentDouble } from '#libs/event-store/kurrent/testing';
import type { EventStore } from '#libs/event-store';
import { connectPool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { chooseStore } from '../store-choice.ts';
import { contextRole, provisionDatabase } from './provision.ts';

const LOGINS = [{ context: 'membership', password: undefined }];

describe('a database beside a KurrentDB, prepared for separate services', () => {
  let database: TestDatabase;
  let double: KurrentDouble;
  const stores: EventStore[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    double = await startKurrentDouble();
    await provisionDatabase(database.url, LOGINS, double.url);
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await double.close();
    await database.drop();
  });

  async function open(holder: string, role?: string): Promise<EventStore> {
    const choice = await chooseStore(double.url);
    const sequencer = role === undefined;
    const store = await choice.open({ databaseUrl: database.url, holder, role, sequencer, leaseMs: 5_000 });
    stores.push(store);
    return store;
  }

  it("what a context's service appends gets its position from the sequencer's", async () => {
    const samples = new ContractSamples();
    const context = await open('membership', contextRole('membership'));
    const relay = await open('relay');
    const event = samples.renamed();
    await context.append(samples.organisation(), 'no-stream', [event]);
    expect(await untilSettled(relay)).toBe(1n);
    expect(await context.positionOf(event.id)).toBe(0n);
    expect((await readEvents(context.subscribe(0n, { signal: AbortSignal.timeout(200) }))).map(({ id }) => id)).toEqual(
      [event.id],
    );
  });

  it("a context's role adds nothing to the ledger itself", async () => {
    const pool = connectPool(database.url, { max: 1, role: contextRole('membership') });
    for (const table of ['store.events', 'store.ledger'])
      await expect(pool.query(`insert into ${table} select * from ${table}`)).rejects.toMatchObject({ code: '42501' });
    await pool.end();
  });

  it('can be prepared again', async () => {
    await expect(provisionDatabase(database.url, LOGINS, double.url)).resolves.toBeUndefined();
  });
});
