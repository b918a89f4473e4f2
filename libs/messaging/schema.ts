import type { MigrationSet } from '#libs/postgres';

/** What consumers, timers and the relay keep in the application database. To be applied by `migrate` before one runs. */
export const messagingSchema: MigrationSet = {
  component: 'messaging',
  migrations: [
    {
      version: 1,
      name: 'consumers',
      sql: `
create table grappe.consumers (
  name text primary key,
  position bigint not null default 0 check (position >= 0),
  epoch bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'paused')),
  paused_at_position bigint,
  error jsonb,
  updated_at timestamptz not null default clock_timestamp(),
  check ((state = 'paused') = (error is not null and paused_at_position is not null))
);`,
    },
    {
      version: 2,
      name: 'relay',
      sql: `
create table grappe.relay (
  single boolean primary key default true check (single),
  position bigint not null default 0 check (position >= 0),
  frontier text not null default '',
  timestamp_ms bigint not null default 0,
  epoch bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'stopped')),
  error jsonb,
  updated_at timestamptz not null default clock_timestamp(),
  check ((state = 'stopped') = (error is not null))
);`,
    },
    {
      version: 3,
      name: 'timers',
      // An instant is text that sorts as time does, and may lie in years that a timestamp does not know.
      sql: `
create table grappe.timers (
  process text not null,
  id text not null,
  due_at text collate "C" not null,
  data json not null,
  state text not null default 'waiting' check (state in ('waiting', 'fired', 'failed')),
  error text,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (process, id),
  check ((state = 'failed') = (error is not null))
);
create index timers_unfired on grappe.timers (process, due_at, id) where state <> 'fired';`,
    },
    {
      version: 4,
      name: 'timers are of process managers',
      sql: 'alter table grappe.timers rename column process to manager;',
    },
  ],
};
