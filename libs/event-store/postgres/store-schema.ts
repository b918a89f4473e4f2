import { ensureRoleSql, type MigrationSet } from '#libs/postgres';
import { ANSWERS, STORE_ROLE } from './answers-schema.ts';
import { APPEND_FUNCTION, FIRST_APPEND_FUNCTION } from './append-function.ts';
import { EPOCHS } from './epochs-schema.ts';
import { SEQUENCE_FUNCTION } from './sequence-function.ts';

/**
 * `seq` is not the position (see the sequencer). Its default takes a transaction id before the number: then a number that is
 * missing from a snapshot belongs to a transaction older than any id taken after that snapshot.
 */
const TABLES = `
  create schema store;

  create sequence store.event_seq as bigint cache 1;

  create table store.events (
    seq           bigint      primary key
                  default case when pg_current_xact_id() is not null then nextval('store.event_seq') end,
    event_id      uuid        not null unique,
    stream        text        collate "C" not null,
    revision      bigint      not null check (revision >= 0),
    type          text        collate "C" not null,
    recorded_at   timestamptz not null,
    command_id    uuid,
    command_index integer,
    record        text        not null,
    unique (stream, revision)
  );
  create unique index events_command on store.events (command_id, command_index) where command_id is not null;

  create table store.ledger (
    position  bigint primary key check (position >= 0),
    seq       bigint not null unique,
    leaf_hash bytea  not null check (octet_length(leaf_hash) = 32)
  );

  create table store.sequencer (
    single boolean primary key default true check (single),
    mark bigint  not null,
    head bigint  not null
  );
  insert into store.sequencer (mark, head) values (0, 0);
`;

const RIGHTS = `
  ${ensureRoleSql(STORE_ROLE)}
  grant usage on schema store, grappe to ${STORE_ROLE};
  grant select, insert on store.events, store.ledger to ${STORE_ROLE};
  grant select, update on store.sequencer to ${STORE_ROLE};
  grant usage on sequence store.event_seq to ${STORE_ROLE};
  grant select, insert, update on grappe.leases to ${STORE_ROLE};
`;

/** The tables of the store; to be migrated before a store is opened. */
export const storeSchema: MigrationSet = {
  component: 'event-store',
  migrations: [
    {
      version: 1,
      name: 'events, ledger and sequencer',
      sql: TABLES + FIRST_APPEND_FUNCTION + SEQUENCE_FUNCTION + RIGHTS,
    },
    { version: 2, name: 'answers of commands that stored nothing', sql: ANSWERS + APPEND_FUNCTION },
    { version: 3, name: 'epochs of the ledger', sql: EPOCHS },
  ],
};
