import type { MigrationSet } from '#libs/postgres';

/**
 * Rows belong to a generation of the model: a rebuild parks for itself and brings its rows along when it takes the place. The row
 * with an error is the event at which its key stands; the others of the key wait behind it in order of position. Until version 5
 * the event itself was kept too, as `json`, which takes every text an event may hold.
 */
const PARKED_EVENTS = `
alter table grappe.projections
  add column parked_keys integer not null default 0 check (parked_keys >= 0),
  add column releases bigint not null default 0;
alter table grappe.projection_shadows add column discards bigint not null default 0;

create table grappe.parked (
  projection text collate "C" not null,
  generation bigint not null,
  key text collate "C" not null,
  position bigint not null check (position >= 0),
  event_id uuid not null,
  stream text not null,
  type text not null,
  event json not null,
  error_name text,
  error_message text,
  attempts integer not null default 0 check (attempts >= 0),
  parked_at timestamptz not null default clock_timestamp(),
  attempted_at timestamptz,
  primary key (projection, generation, key, position),
  check ((error_name is null) = (error_message is null))
);
create unique index parked_heads on grappe.parked (projection, generation, key) where error_name is not null;

create table grappe.dead_letter_log (
  id bigint generated always as identity primary key,
  projection text collate "C" not null,
  version integer not null,
  generation bigint not null,
  key text collate "C" not null,
  action text not null check (action in ('parked', 'released', 'failed', 'discarded')),
  position bigint not null,
  event_id uuid not null,
  events bigint not null default 1,
  actor text,
  reason text,
  error_name text,
  error_message text,
  at timestamptz not null default clock_timestamp(),
  check ((action = 'discarded') = (reason is not null)),
  check (action <> 'discarded' or actor is not null)
);
create index dead_letter_log_discarded on grappe.dead_letter_log (projection, version) where action = 'discarded';
create index dead_letter_log_of_key on grappe.dead_letter_log (projection, key, id);

create function grappe.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are added and never changed or removed', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger dead_letter_log_is_append_only before update or delete or truncate on grappe.dead_letter_log
  for each statement execute function grappe.refuse_change();`;

/**
 * A sharded model has one row for each shard (`share` until version 4). While it has them, the position, the state and the count of
 * parked keys in the model's own row say nothing: they are those of its shards. Version and generation stand in both and change in one
 * transaction, so that a batch needs only the row of its shard. There is no foreign key: a row that is updated twice in a transaction has
 * it checked, which locks the model's row after that of the shard, the opposite of the order that everybody else keeps.
 */
const SHARES = `
alter table grappe.projections add column shares integer not null default 1 check (shares > 0);

create table grappe.projection_shares (
  name text not null,
  share integer not null,
  of integer not null,
  version integer not null check (version > 0),
  generation bigint not null,
  position bigint not null check (position >= 0),
  epoch bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'paused')),
  paused_at_position bigint,
  error jsonb,
  parked_keys integer not null default 0 check (parked_keys >= 0),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (name, share),
  check (share between 1 and of),
  check ((state = 'paused') = (error is not null and paused_at_position is not null))
);

create function grappe.share_of(key text, of integer) returns integer language sql immutable strict parallel safe
return ((('x' || encode(substr(sha256(convert_to(key, 'UTF8')), 1, 4), 'hex'))::bit(32)::bigint * of) >> 32)::integer + 1;`;

/** Renames what version 3 called shares; constraints follow the names of their tables. */
const SHARDS = `
alter table grappe.projections rename column shares to shards;
alter table grappe.projection_shares rename to projection_shards;
alter table grappe.projection_shards rename column share to shard;
alter function grappe.share_of(text, integer) rename to shard_of;
do $$ declare each record; begin
  for each in select conrelid::regclass as owner, conname as name from pg_constraint
    where conrelid in ('grappe.projections'::regclass, 'grappe.projection_shards'::regclass) and conname like '%shares%'
  loop execute format('alter table %s rename constraint %I to %I', each.owner, each.name, replace(each.name, 'shares', 'shards'));
  end loop;
end $$;`;

/** An event stands in the ledger, where its personal texts are sealed: what is parked is read there again, by its position. */
const PARKED_BY_POSITION = 'alter table grappe.parked drop column event;';

/** Indexes over parts of texts. It comes with PostgreSQL, and whoever owns the database may install it. */
const TRIGRAMS = 'create extension if not exists pg_trgm;';

/** What projections keep beside the read models themselves. To be applied by `migrate` before anything here runs. */
export const projectionsSchema: MigrationSet = {
  component: 'projections',
  migrations: [
    {
      version: 1,
      name: 'checkpoints',
      sql: `
create table grappe.projections (
  name text primary key,
  version integer not null check (version > 0),
  position bigint not null default 0 check (position >= 0),
  epoch bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'paused', 'rebuilding')),
  paused_at_position bigint,
  error jsonb,
  generation bigint not null default 1,
  updated_at timestamptz not null default clock_timestamp(),
  check ((state = 'paused') = (error is not null and paused_at_position is not null))
);
create table grappe.projection_shadows (
  name text primary key,
  version integer not null check (version > 0),
  generation bigint not null,
  position bigint not null default 0 check (position >= 0),
  events bigint not null default 0,
  epoch bigint not null,
  started_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);`,
    },
    { version: 2, name: 'parked events', sql: PARKED_EVENTS },
    { version: 3, name: 'shares', sql: SHARES },
    { version: 4, name: 'shares are called shards', sql: SHARDS },
    { version: 5, name: 'parked events by their position', sql: PARKED_BY_POSITION },
    { version: 6, name: 'trigrams', sql: TRIGRAMS },
  ],
};
