import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { startPostgres } from '#infra/local';
import { catalog } from '#libs/contracts';
import type { Uuid } from '#libs/kernel';
import { connectPool, migrate } from '#libs/postgres';
import { ContractSamples, collect, countFrom, idsOf, readEvents, untilSettled, take } from '../testing/index.ts';
import { openPostgresEventStore, STORE_ROLE, storeSchema } from './index.ts';
import { createStoreDatabase, openTransaction } from './testing/index.ts';

/**
 * Restoring by COPY and `setval`, which is what a dump does: the pg_dump of an older release refuses this server.
 */
describe('a ledger that was restored', () => {
  it('begins an epoch: positions from then on are of it, those before keep theirs, and only the owner can', async () => {
    const samples = new ContractSamples(8);
    const db = await createStoreDatabase();
    try {
      const before = await db.open();
      await before.append(samples.organisation(), 'any', samples.renames(3));
      await untilSettled(before);
      await before.close();
      const begin = 'select store.begin_epoch() as epoch';
      await expect(db.sql.query(`set role ${STORE_ROLE}; ${begin}`)).rejects.toMatchObject({ code: '42501' });
      const { rows } = await db.sql.query<{ epoch: Uuid }>(begin);
      const after = await db.open();
      expect(after.epoch).toBe(rows[0]?.epoch);
      expect(after.epoch).not.toBe(before.epoch);
      await after.append(samples.organisation(), 'any', samples.renames(2));
      await untilSettled(after);
      const epochs = (await collect(after.readLedger(0n))).flat().map(({ epoch }) => epoch);
      expect(epochs).toEqual([before.epoch, before.epoch, before.epoch, after.epoch, after.epoch]);
    } finally {
      await db.close();
    }
  });
});

describe('restored into a new server', () => {
  it('whose transaction ids start elsewhere: everything is there, appends and positions go on', async () => {
    const samples = new ContractSamples(5);
    const old = await createStoreDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'grappe-restore-'));
    const server = await startPostgres({ dataFolder: folder, diesWithParent: true });
    const target = connectPool(server.url(), { max: 2 });
    try {
      const store = await old.open();
      const stream = samples.organisation();
      const commandId = samples.id();
      await store.append(stream, 'any', samples.renames(20), { commandId });
      const gap = await openTransaction(old.sql);
      await gap.insert(samples.organisation(), 0, samples.renamed());
      await store.append(stream, 19n, samples.renames(3));
      await untilSettled(store);
      await gap.rollback();
      await store.close();
      // Committed but without a position: a dump may be taken at any moment.
      const pending = samples.renamed();
      const last = await openTransaction(old.sql);
      await last.insert(samples.organisation(), 0, pending);
      await last.commit();

      await migrate(target, storeSchema);
      await restore(old.sql, target);
      expect(await horizon(target)).toBeLessThan(await horizon(old.sql));

      const restored = await openPostgresEventStore({ url: server.url(), catalog, holder: 'restored' });
      expect(await untilSettled(restored)).toBe(24n);
      const event = samples.renamed();
      await restored.append(stream, 22n, [event]);
      await expect(restored.append(stream, 'any', samples.renames(1), { commandId })).resolves.toMatchObject({
        repeated: true,
        streams: [{ firstRevision: 0n, lastRevision: 19n }],
      });
      const seen = await take(restored.subscribe(0n), 25);
      expect(seen.map(({ position }) => position)).toEqual(countFrom(0n, 25));
      expect(idsOf(seen.slice(-2))).toEqual([pending.id, event.id]);
      const again = await old.open({ sequencer: false });
      const before = await readEvents(again.readAll(0n));
      expect(seen.slice(0, before.length)).toEqual(before);
      const hashes = async (rows: ReturnType<typeof restored.readLedger>): Promise<readonly string[]> =>
        (await collect(rows)).flat().map(({ leafHash }) => Buffer.from(leafHash).toString('hex'));
      expect((await hashes(restored.readLedger(0n))).slice(0, before.length)).toEqual(
        await hashes(again.readLedger(0n)),
      );
      await restored.close();
    } finally {
      await target.end();
      await server.stop();
      await old.close();
      await rm(folder, { recursive: true, force: true });
      await rm(server.dataFolder, { recursive: true, force: true });
    }
  });
});

async function restore(source: pg.Pool, target: pg.Pool): Promise<void> {
  const [out, into] = [await source.connect(), await target.connect()];
  await into.query('truncate store.sequencer');
  for (const table of ['store.events', 'store.ledger', 'store.sequencer', 'grappe.leases'])
    await pipeline(out.query(copyTo(`copy ${table} to stdout`)), into.query(copyFrom(`copy ${table} from stdin`)));
  const { rows } = await out.query<{ last_value: bigint }>('select last_value from store.event_seq');
  await into.query(`select setval('store.event_seq', $1)`, [rows[0]?.last_value]);
  out.release();
  into.release();
}

async function horizon(pool: pg.Pool): Promise<bigint> {
  const { rows } = await pool.query<{ id: bigint }>('select pg_current_xact_id()::text::bigint as id');
  return rows[0]?.id ?? 0n;
}
