import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import {
  connectPool,
  migrate,
  requireMigrated,
  MigrationFailed,
  SchemaAltered,
  SchemaHalfMigrated,
  SchemaNewer,
} from '#libs/postgres';
import type { Migration, Pool } from '#libs/postgres';
import { createTestDatabase, schemaSnapshot } from '#libs/postgres/testing';
import type { TestDatabase } from '#libs/postgres/testing';

const FIRST: Migration = { version: 1, name: 'first', sql: 'create table a (id integer); insert into a values (1);' };
const SECOND: Migration = { version: 2, name: 'second', sql: 'insert into a values (2)' };
const THIRD: Migration = { version: 3, name: 'third', sql: 'insert into a values (3)' };
const ALTERED: Migration = { ...SECOND, sql: 'insert into a values (22)' };
const BROKEN: Migration = { version: 2, name: 'broken', sql: 'insert into a values (2); select 1 / 0' };

const shop = (...migrations: readonly Migration[]) => ({ component: 'shop', migrations });

describe('migrations', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
  });
  beforeEach(async () => {
    await pool.query('drop schema if exists grappe cascade; drop table if exists a');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  async function rowsOfA(): Promise<unknown[]> {
    return (await pool.query<{ id: number }>('select id from a order by id')).rows.map(({ id }) => id);
  }

  it('applies what is missing, in order, once', async () => {
    expect(await migrate(pool, shop(FIRST, SECOND))).toEqual({ applied: [1, 2] });
    expect(await migrate(pool, shop(FIRST, SECOND))).toEqual({ applied: [] });
    expect(await migrate(pool, shop(FIRST, SECOND, THIRD))).toEqual({ applied: [3] });
    expect(await rowsOfA()).toEqual([1, 2, 3]);
  });

  it('records what was applied, and when it began and finished', async () => {
    await migrate(pool, shop(FIRST));
    const { rows } = await pool.query(
      `select component, version, name, checksum, started_at <= finished_at as finished from grappe.migrations`,
    );
    expect(rows).toEqual([
      {
        component: 'shop',
        version: 1,
        name: 'first',
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        finished: true,
      },
    ]);
  });

  it('keeps components apart', async () => {
    await migrate(pool, shop(FIRST, SECOND));
    const other = { component: 'other', migrations: [{ ...FIRST, sql: 'insert into a values (7)' }] };
    expect(await migrate(pool, other)).toEqual({ applied: [1] });
    expect(await rowsOfA()).toEqual([1, 2, 7]);
  });

  it('runs once when processes start together', async () => {
    const pools = [connectPool(database.url), connectPool(database.url), connectPool(database.url)];
    try {
      const outcomes = await Promise.all(pools.map((one) => migrate(one, shop(FIRST, SECOND, THIRD))));
      expect(outcomes.flatMap(({ applied }) => applied).toSorted()).toEqual([1, 2, 3]);
      expect(await rowsOfA()).toEqual([1, 2, 3]);
    } finally {
      await Promise.all(pools.map((one) => one.end()));
    }
  });

  it('waits for a migration that another process is at, and does not repeat it', async () => {
    const other = await pool.connect();
    try {
      await migrate(pool, shop());
      await other.query('begin');
      await other.query('select pg_advisory_xact_lock(7270713001)');
      const outcome = migrate(pool, shop(FIRST));
      await untilSomebodyWaits();
      await other.query('commit');
      expect(await outcome).toEqual({ applied: [1] });
    } finally {
      other.release();
    }
  });

  async function untilSomebodyWaits(): Promise<void> {
    const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    await eventually('somebody waits', async () => expect((await pool.query(waiting)).rows).not.toEqual([]));
  }

  it('leaves nothing of a migration that fails, keeps those before it, and goes on when it is mended', async () => {
    const failure = await migrate(pool, shop(FIRST, BROKEN)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationFailed);
    expect(failure).toMatchObject({
      component: 'shop',
      version: 2,
      message: 'Migration 2 (broken) of "shop" failed and was rolled back: division by zero',
      cause: { code: '22012' },
    });
    expect(await rowsOfA()).toEqual([1]);
    expect(await migrate(pool, shop(FIRST, SECOND))).toEqual({ applied: [2] });
  });

  describe('refuses', () => {
    interface Row {
      readonly what: string;
      readonly damage: string;
      readonly known: readonly Migration[];
      readonly refusal: new (...details: never[]) => Error;
      readonly message: string;
    }
    const rows: readonly Row[] = [
      {
        what: 'a schema that newer code made',
        damage: '',
        known: [FIRST, SECOND],
        refusal: SchemaNewer,
        message: 'The database schema of "shop" is at version 3, and this program knows versions up to 2 only.',
      },
      {
        what: 'a newer one first, though it is also half migrated and altered',
        damage: 'update grappe.migrations set finished_at = null where version = 1',
        known: [FIRST, ALTERED],
        refusal: SchemaNewer,
        message: 'is at version 3, and this program knows versions up to 2 only',
      },
      {
        what: 'a gap in the middle',
        damage: 'delete from grappe.migrations where version = 2',
        known: [FIRST, SECOND, THIRD],
        refusal: SchemaHalfMigrated,
        message: 'is half migrated: it has no record of migration 2 although later ones were applied',
      },
      {
        what: 'a gap at the beginning',
        damage: 'delete from grappe.migrations where version = 1',
        known: [FIRST, SECOND, THIRD],
        refusal: SchemaHalfMigrated,
        message: 'it has no record of migration 1',
      },
      {
        what: 'a migration that began and never finished',
        damage: 'update grappe.migrations set finished_at = null where version = 3',
        known: [FIRST, SECOND, THIRD],
        refusal: SchemaHalfMigrated,
        message: 'it says that migration 3 began and never finished',
      },
      {
        what: 'a half migrated one before an altered one',
        damage: 'update grappe.migrations set finished_at = null where version = 3',
        known: [FIRST, ALTERED, THIRD],
        refusal: SchemaHalfMigrated,
        message: 'it says that migration 3 began and never finished',
      },
      {
        what: 'an applied migration with other content',
        damage: '',
        known: [FIRST, ALTERED, THIRD],
        refusal: SchemaAltered,
        message: 'Migration 2 (second) of "shop" was applied with other content than this program has.',
      },
    ];

    it.each(rows)('$what', async ({ damage, known, refusal, message }) => {
      await migrate(pool, shop(FIRST, SECOND, THIRD));
      await pool.query(damage);
      const before = await pool.query('select * from grappe.migrations order by version');
      const failure = await migrate(pool, shop(...known)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(refusal);
      expect(failure).toHaveProperty('message', expect.stringContaining(message));
      expect(await rowsOfA()).toEqual([1, 2, 3]);
      expect((await pool.query('select * from grappe.migrations order by version')).rows).toEqual(before.rows);
    });

    it.each([
      ['begin at 2', [SECOND]],
      ['have a gap', [FIRST, THIRD]],
      ['repeat a number', [FIRST, FIRST]],
    ])('lists of migrations that %s: nothing is touched', async (_what, migrations) => {
      await expect(migrate(pool, shop(...migrations))).rejects.toThrow('numbered 1, 2, 3 … without a gap');
      expect(await schemaSnapshot(pool, ['grappe'])).toBe('');
    });
  });

  describe('that only looks, for a role that may change nothing,', () => {
    it('is content with what is up to date', async () => {
      await migrate(pool, shop(FIRST, SECOND));
      await expect(requireMigrated(pool, shop(FIRST, SECOND))).resolves.toBeUndefined();
    });

    it.each([
      ['nothing at all', [], 0],
      ['less', [FIRST], 1],
    ])('refuses a database that has %s, and leaves it so', async (_what, applied, databaseVersion) => {
      if (applied.length > 0) await migrate(pool, shop(...applied));
      const before = await schemaSnapshot(pool, ['grappe']);
      await expect(requireMigrated(pool, shop(FIRST, SECOND))).rejects.toMatchObject({
        name: 'SchemaOlder',
        databaseVersion,
        codeVersion: 2,
      });
      expect(await schemaSnapshot(pool, ['grappe'])).toBe(before);
    });

    it('refuses a newer one and an altered one as a migration does', async () => {
      await migrate(pool, shop(FIRST, SECOND));
      await expect(requireMigrated(pool, shop(FIRST))).rejects.toBeInstanceOf(SchemaNewer);
      await expect(requireMigrated(pool, shop(FIRST, ALTERED))).rejects.toBeInstanceOf(SchemaAltered);
    });
  });
});
