import type { MigrationSet } from '#libs/postgres';

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
  ],
};
