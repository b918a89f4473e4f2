import { ensureRoleSql, type MigrationSet } from '#libs/postgres';

/** The role that key rings act as: it may read and add keys, and neither change nor destroy one. */
export const KEYS_ROLE = 'grappe_keys';

/**
 * The keys of persons, in a schema of their own: it is left out of the backup of events, and has its own, which is kept for a short time. A
 * key that was destroyed keeps its row, so that an erased text is another thing than one whose key is missing.
 */
export const keysSchema: MigrationSet = {
  component: 'keys',
  migrations: [
    {
      version: 1,
      name: 'keys of persons',
      sql: `
create schema keys;
create table keys.personal (
  subject      text        collate "C" not null,
  number       integer     not null check (number > 0),
  kek          text        not null,
  wrapped      bytea,
  drawn_at     timestamptz not null default clock_timestamp(),
  destroyed_at timestamptz,
  primary key (subject, number),
  check ((wrapped is null) = (destroyed_at is not null))
);
${ensureRoleSql(KEYS_ROLE)}
grant ${KEYS_ROLE} to current_user;
grant usage on schema keys to ${KEYS_ROLE};
grant select, insert on keys.personal to ${KEYS_ROLE};`,
    },
  ],
};
