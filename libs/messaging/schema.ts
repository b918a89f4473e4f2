import type { MigrationSet } from '#libs/postgres';

/** What consumers and the relay keep in the application database. To be applied by `migrate` before one runs. */
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
  ],
};
