import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectPool, ensureRoleSql, migrate } from '#libs/postgres';
import type { Pool } from '#libs/postgres';
import { createTestDatabase, schemaSnapshot } from '#libs/postgres/testing';
import type { TestDatabase } from '#libs/postgres/testing';

const SHOP = `
  ${ensureRoleSql('snapshot_reader')}
  create schema shop;
  grant usage on schema shop to snapshot_reader;
  create type shop.size as enum ('small', 'large');
  create domain shop.code as text check (value ~ '^[A-Z]+$');
  create table shop.item (
    id bigint generated always as identity primary key,
    code shop.code not null unique,
    size shop.size default 'small',
    price integer check (price > 0),
    twice integer generated always as (price * 2) stored
  );
  create index on shop.item (price) where size = 'large';
  create table shop.sale (item bigint references shop.item, at date not null);
  create view shop.dear as select id from shop.item where price > 100;
  create function shop.refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
  create trigger fixed before update on shop.item for each row execute function shop.refuse();
  grant select, insert on shop.item to snapshot_reader;
  grant update (price) on shop.item to snapshot_reader;
`;

describe('the snapshot of a schema', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await pool.query(SHOP);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('names everything that the schema holds', async () => {
    expect(await schemaSnapshot(pool, ['shop'])).toMatchInlineSnapshot(`
      "schema shop
        grant usage to snapshot_reader
      domain shop.code text CHECK ((VALUE ~ '^[A-Z]+$'::text))
      view shop.dear as SELECT id FROM shop.item WHERE (price > 100);
        id bigint
      table shop.item
        id bigint not null generated always as identity
        code shop.code not null
        size shop.size default 'small'::shop.size
        price integer
        twice integer generated always as ((price * 2)) stored
        constraint item_code_key UNIQUE (code)
        constraint item_pkey PRIMARY KEY (id)
        constraint item_price_check CHECK ((price > 0))
        INDEX item_price_idx ON shop.item USING btree (price) WHERE (size = 'large'::shop.size)
        TRIGGER fixed BEFORE UPDATE ON shop.item FOR EACH ROW EXECUTE FUNCTION shop.refuse()
        grant insert, select to snapshot_reader
        grant update (price) to snapshot_reader
      sequence shop.item_id_seq
      FUNCTION shop.refuse()
       RETURNS trigger
       LANGUAGE plpgsql
      AS $function$ begin raise 'no'; end $function$
        grant execute on shop.refuse() to public
      table shop.sale
        item bigint
        at date not null
        constraint sale_item_fkey FOREIGN KEY (item) REFERENCES shop.item(id)
      enum shop.size ('small', 'large')
      "
    `);
  });

  it('describes what the libraries keep themselves', async () => {
    await migrate(pool, { component: 'nothing', migrations: [] });
    expect(await schemaSnapshot(pool, ['grappe'])).toMatchInlineSnapshot(`
      "schema grappe
      table grappe.leases
        name text not null
        holder text
        epoch bigint not null
        expires_at timestamp with time zone not null
        constraint leases_epoch_check CHECK ((epoch > 0))
        constraint leases_pkey PRIMARY KEY (name)
      table grappe.migrations
        component text not null
        version integer not null
        name text not null
        checksum text not null
        started_at timestamp with time zone not null
        finished_at timestamp with time zone
        constraint migrations_pkey PRIMARY KEY (component, version)
        constraint migrations_version_check CHECK ((version > 0))
      "
    `);
  });

  it('is the same on another database with the same history', async () => {
    const twin = await createTestDatabase();
    const twinPool = connectPool(twin.url);
    try {
      await twinPool.query(SHOP);
      expect(await schemaSnapshot(twinPool, ['shop'])).toBe(await schemaSnapshot(pool, ['shop']));
    } finally {
      await twinPool.end();
      await twin.drop();
    }
  });

  it.each([
    ['a column', 'alter table shop.sale add note text'],
    ['a right', 'revoke insert on shop.item from snapshot_reader'],
    ['a function body', `create or replace function shop.refuse() returns trigger language plpgsql as $$ begin end $$`],
    ['an index', 'create index on shop.sale (at)'],
  ])('changes with %s', async (_what, statement) => {
    const before = await schemaSnapshot(pool, ['shop']);
    await pool.query(statement);
    expect(await schemaSnapshot(pool, ['shop'])).not.toBe(before);
  });
});
