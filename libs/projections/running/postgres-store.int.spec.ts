import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { openPostgresEventStore, storeSchema } from '#libs/event-store/postgres';
import type { EventStore } from '#libs/event-store';
import { instant } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { rebuild } from '../rebuild/rebuild.ts';
import { replay } from '../rebuild/replay.ts';
import { ProjectionRunner } from './runner.ts';
import { projectionsSchema } from '../tables/schema.ts';
import { accounts } from '../test/accounts.ts';
import { anyEvent } from '../test/bench.ts';
import { credited, history } from '../test/histories.ts';
import { recorded } from '../testing/index.ts';

const soon = { timeoutMs: 10_000 };

describe('projections of a ledger in PostgreSQL', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let store: EventStore;
  let runner: ProjectionRunner;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, storeSchema);
    await migrate(pool, projectionsSchema);
    store = await openPostgresEventStore({ url: database.url, catalog: anyEvent, holder: 'spec' });
    runner = new ProjectionRunner({ pool, source: store, reader: store, projections: [accounts], holder: 'spec' });
    await append(history(120));
    await runner.start();
  });
  afterAll(async () => {
    await runner.stop();
    await store.close();
    await pool.end();
    await database.drop();
  });

  const append = async (events: ReturnType<typeof history>, first = 0n): Promise<void> => {
    for (const { stream, revision: _revision, position: _position, ...event } of recorded(events, first))
      await store.append(stream, 'any', [event]);
  };

  it('catch up, go on live, and equal their rebuild', async () => {
    expect(await runner.waitFor(accounts.name, 119n, soon)).toBe('reached');
    await append([credited('live', 1), credited('live', 2)], 120n);
    expect(await runner.waitFor(accounts.name, 121n, soon)).toBe('reached');
    const report = await rebuild(accounts, { pool, reader: store, holder: 'spec', switch: true });
    expect(report).toMatchObject({ comparison: { same: true }, point: { position: 122n } });
  });

  it('replay to a position and to an instant', async () => {
    const all = { pool, reader: store };
    const whole = await replay(accounts, { ...all, until: { position: 999n }, tag: 'whole' });
    const early = await replay(accounts, { ...all, until: { instant: instant('1999-01-01T00:00:00Z') }, tag: 'early' });
    const { digest } = await rebuild(accounts, { ...all, holder: 'spec', switch: false });
    expect(whole).toMatchObject({ digest, lastPosition: 121n });
    expect(early).toMatchObject({ digest: { documents: 0n }, lastPosition: undefined });
  });

  it('pause where the ledger has a hole', async () => {
    await runner.stop();
    await append([credited('hole', 1), credited('hole', 2), credited('hole', 3)], 122n);
    await eventually('every event has its position', async () => expect((await store.status()).unsequenced).toBe(0n));
    await pool.query('delete from store.ledger where position = 123');
    await runner.start();
    expect(await runner.waitFor(accounts.name, 124n, soon)).toBe('paused');
    expect((await runner.status())[0]).toMatchObject({ state: 'paused', pausedAt: 123n });
  });
});
