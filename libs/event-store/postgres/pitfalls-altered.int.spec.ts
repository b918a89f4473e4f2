import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MissingPosition, RecordedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { connectPool } from '#libs/postgres';
import { collect, ContractSamples, untilSettled } from '../testing/index.ts';
import { STORE_ROLE, type PostgresEventStore } from './index.ts';
import { createStoreDatabase, openTransaction, type StoreDatabase } from './testing/index.ts';

describe('what is written stays', () => {
  const samples = new ContractSamples(3);
  let db: StoreDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    db = await createStoreDatabase();
    store = await db.open();
    await store.append(samples.organisation(), 'any', samples.renames(5));
    await untilSettled(store);
  });
  afterAll(() => db.close());

  const FORBIDDEN: readonly string[] = [
    `update store.events set record = '{}'`,
    'update store.events set revision = revision + 100',
    'delete from store.events',
    'truncate store.events cascade',
    'drop table store.events cascade',
    'alter table store.events disable trigger all',
    `update store.ledger set leaf_hash = sha256('x')`,
    'update store.ledger set position = position + 1',
    'delete from store.ledger',
    'truncate store.ledger',
    'drop table store.ledger',
    'delete from store.sequencer',
    'insert into store.sequencer (single, mark, head) values (false, 0, 0)',
    `select setval('store.event_seq', 1)`,
    'create table store.mine (id int)',
    'delete from grappe.leases',
  ];
  it.each(FORBIDDEN)('the application may not: %s', async (statement) => {
    const pool = connectPool(db.url, { max: 1, role: STORE_ROLE });
    await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    await pool.end();
    expect((await collect(store.readAll(0n))).flatMap(({ events }) => events)).toHaveLength(5);
  });

  it('the application cannot leave its role behind without being somebody else', async () => {
    const pool = connectPool(db.url, { max: 1, role: STORE_ROLE });
    const { rows } = await pool.query<{ super: boolean }>(
      'select rolsuper or rolbypassrls or rolcreaterole as super from pg_roles where rolname = current_user',
    );
    expect(rows).toEqual([{ super: false }]);
    await pool.end();
  });
});

describe('what is gone is missed', () => {
  const samples = new ContractSamples(4);
  let db: StoreDatabase;
  let store: PostgresEventStore;

  beforeEach(async () => {
    db = await createStoreDatabase();
    store = await db.open();
    for (const event of samples.renames(12)) await store.append(samples.organisation(), 'any', [event]);
    await untilSettled(store);
  });
  afterEach(() => db.close());

  const LOSSES: readonly (readonly [string, string])[] = [
    ['a row of the ledger', 'delete from store.ledger where position = 7'],
    ['an event', 'delete from store.events where seq = (select seq from store.ledger where position = 7)'],
  ];
  const FILTERS = [
    ['no filter', undefined],
    ['a filter that it passed', { types: ['membership.OrganisationRenamed'] }],
    ['a filter that nothing passes', { contexts: ['mergers'] }],
  ] as const;
  const CASES = LOSSES.flatMap(([what, sql]) => FILTERS.map(([by, filter]) => [what, by, sql, filter] as const));

  it.each(CASES)(
    '%s, read with %s: everything before it comes, then the reader stops there',
    async (_what, by, sql, filter) => {
      await db.sql.query(sql);
      const seen: RecordedEvent[] = [];
      const read = async (): Promise<void> => {
        for await (const { events } of store.readAll(0n, { pageSize: 7, filter })) seen.push(...events);
      };
      await expect(read()).rejects.toMatchObject({
        name: 'MissingPosition',
        position: 7n,
      } satisfies Partial<MissingPosition>);
      expect(seen.map(({ position }) => position)).toEqual(
        by === 'a filter that nothing passes' ? [] : [0n, 1n, 2n, 3n, 4n, 5n, 6n],
      );
    },
  );

  it.each(LOSSES)('%s: a subscription and a read of the ledger stop there too', async (_what, sql) => {
    await db.sql.query(sql);
    await expect(collect(store.subscribe(3n))).rejects.toMatchObject({ name: 'MissingPosition', position: 7n });
    await expect(collect(store.readLedger(0n, { pageSize: 5 }))).rejects.toMatchObject({ position: 7n });
  });

  it('nothing behind a missing position is delivered', async () => {
    await db.sql.query('delete from store.ledger where position = 7');
    const first = store.subscribe(8n)[Symbol.asyncIterator]();
    expect(await first.next()).toMatchObject({ value: { next: 12n } });
    await first.return(undefined);
    const seen: bigint[] = [];
    const read = async (): Promise<void> => {
      for await (const { events } of store.readAll(0n, { pageSize: 5 }))
        seen.push(...events.map(({ position }) => position));
    };
    await expect(read()).rejects.toMatchObject({ position: 7n });
    expect(seen.every((position) => position < 7n)).toBe(true);
  });

  it('the end of the ledger was cut off: no sequencer gives its positions a second time', async () => {
    await store.close();
    await db.sql.query('delete from store.ledger where position >= 10');
    const faults: unknown[] = [];
    const next = await db.open({ onError: (error) => faults.push(error) });
    await eventually('the sequencer meets the end of its ledger', () => expect(faults).not.toEqual([]));
    expect(faults[0]).toMatchObject({ name: 'MissingPosition', position: 10n });
    await next.append(samples.organisation(), 'any', [samples.renamed()]);
    expect((await next.status()).head).toBe(10n);
  });

  it('a revision that is gone is noticed by who reads the stream', async () => {
    const stream = samples.organisation();
    await store.append(stream, 'any', samples.renames(4));
    await db.sql.query('delete from store.events where stream = $1 and revision = 2', [stream]);
    await expect(collect(store.read(stream))).rejects.toMatchObject({ name: 'InvariantBroken' });
  });
});

describe('what was written past the store', () => {
  const samples = new ContractSamples(6);
  let db: StoreDatabase;
  let store: PostgresEventStore;

  beforeEach(async () => {
    db = await createStoreDatabase();
    store = await db.open();
  });
  afterEach(() => db.close());

  const ALTERED = [
    ['id', 'event_id = gen_random_uuid()'],
    ['stream', `stream = 'membership.organisation-0193f6a0-0000-7000-8000-00000000beef'`],
    ['type', `type = 'membership.OrganisationDeclared'`],
  ] as const;
  it.each(ALTERED)('a record in a row of another %s is read by nobody as that', async (_what, change) => {
    const [before, after, commandId] = [samples.organisation(), samples.organisation(), samples.id()];
    await store.append(before, 'any', [samples.renamed()], { commandId });
    await store.append(after, 'any', samples.renames(2));
    await untilSettled(store);
    await db.sql.query(`update store.events set ${change} where stream = $1`, [before]);
    const differs = { name: 'RecordDiffers', record: expect.stringContaining(before) as unknown };
    const { rows } = await db.sql.query<{ stream: typeof before }>(
      'select stream from store.events where command_id = $1',
      [commandId],
    );
    const types = ['membership.OrganisationRenamed', 'membership.OrganisationDeclared'];
    await expect(collect(store.read(rows[0]?.stream ?? before))).rejects.toMatchObject(differs);
    await expect(store.readCommand(commandId)).rejects.toMatchObject(differs);
    await expect(collect(store.readAll(0n))).rejects.toMatchObject(differs);
    await expect(collect(store.readAll(0n, { filter: { types } }))).rejects.toMatchObject(differs);
    await expect(collect(store.subscribe(0n))).rejects.toMatchObject(differs);
    expect((await collect(store.readAll(1n))).flatMap(({ events }) => events)).toHaveLength(2);
  });

  it('a number out of turn leaves those behind that come after it, and they are counted', async () => {
    const open = await openTransaction(db.sql);
    await open.insert(samples.organisation(), 0, samples.renamed(), 9_000_000_000_000_000_000n);
    await open.commit();
    await eventually('the sequencer has passed it', async () => {
      await store.append(samples.organisation(), 'any', [samples.renamed()]);
      const { rows } = await db.sql.query<{ mark: bigint }>('select mark from store.sequencer');
      return (rows[0]?.mark ?? 0n) > 1_000_000_000_000n || rows;
    });
    for (let index = 0; index < 3; index += 1) await store.append(samples.organisation(), 'any', [samples.renamed()]);
    expect((await store.status()).unsequenced).toBeGreaterThanOrEqual(3n);
  });

  it('a number below the mark is counted too, by whoever looks next', async () => {
    for (const event of samples.renames(3)) await store.append(samples.organisation(), 'any', [event]);
    await untilSettled(store);
    await eventually('the mark is stored', async () => {
      const { rows } = await db.sql.query<{ mark: bigint }>('select mark from store.sequencer');
      return rows[0]?.mark === 3n || rows;
    });
    const open = await openTransaction(db.sql);
    await open.insert(samples.organisation(), 0, samples.renamed(), -5n);
    await open.commit();
    const next = await db.open({ sequencer: false });
    expect(await next.status()).toEqual({ head: 3n, unsequenced: 1n });
  });
});
