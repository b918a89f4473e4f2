import { ensureRoleSql, type MigrationSet } from '#libs/postgres';
import { STORE_ROLE } from '../postgres/answers-schema.ts';
import { EPOCHS } from '../postgres/epochs-schema.ts';

/**
 * The ledger of a KurrentDB, in the two tables from which readers of the PostgreSQL store read, so that they are the same code.
 * `record` is a copy: a page by position is one query instead of as many reads as it has streams. `seq` is the position.
 * Whatever stands here can be made again from the log of KurrentDB, in the same order and with the same hashes.
 */
const TABLES = `
  create schema store;

  create table store.events (
    seq              bigint      primary key check (seq >= 0),
    event_id         uuid        not null unique,
    stream           text        collate "C" not null,
    revision         bigint      not null check (revision >= 0),
    type             text        collate "C" not null,
    recorded_at      timestamptz not null,
    commit_position  bigint      not null,
    prepare_position bigint      not null,
    record           text        not null,
    unique (stream, revision),
    unique (commit_position, prepare_position)
  );

  create table store.ledger (
    position  bigint primary key references store.events (seq),
    seq       bigint not null unique check (seq = position),
    leaf_hash bytea  not null check (octet_length(leaf_hash) = 32)
  );
`;

const RIGHTS = `
  ${ensureRoleSql(STORE_ROLE)}
  grant usage on schema store, grappe to ${STORE_ROLE};
  grant select, insert on store.events, store.ledger to ${STORE_ROLE};
  grant select, insert, update on grappe.leases to ${STORE_ROLE};
`;

/**
 * What a store on KurrentDB keeps in PostgreSQL; to be migrated before one is opened. It stands where the tables of the PostgreSQL
 * store would, so that one database serves one store: the second kind finds its schema taken and is refused.
 */
export const kurrentSchema: MigrationSet = {
  component: 'event-store-kurrent',
  migrations: [
    { version: 1, name: 'the ledger of a KurrentDB', sql: TABLES + RIGHTS },
    { version: 2, name: 'epochs of the ledger', sql: EPOCHS },
  ],
};
