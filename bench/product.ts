import { setTimeout as delay } from 'node:timers/promises';
import { catalog } from '../libs/contracts/index.ts';
import type { EventStore } from '../libs/event-store/index.ts';
import { openPostgresEventStore, storeSchema } from '../libs/event-store/postgres/index.ts';
import { connectPool, migrate } from '../libs/postgres/index.ts';
import { projectionsSchema } from '../libs/projections/index.ts';

interface StoreOptions {
  /** How its connections are called. */
  readonly holder?: string;
  /** False where another process gives positions. */
  readonly sequencer?: boolean;
}

/** The product's store as the platform opens it. */
export async function openStore(url: string, { holder = 'bench', sequencer }: StoreOptions = {}): Promise<EventStore> {
  const pool = connectPool(url, { max: 1 });
  try {
    for (const schema of [storeSchema, projectionsSchema]) await migrate(pool, schema);
  } finally {
    await pool.end();
  }
  return openPostgresEventStore({ url, catalog, holder, sequencer });
}

/** Waits until every committed event has its position, and says how many had none. */
export async function waitUntilSequenced(store: EventStore): Promise<number> {
  const { unsequenced } = await store.status();
  while ((await store.status()).unsequenced > 0n) await delay(1);
  return Number(unsequenced);
}
