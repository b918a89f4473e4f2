import { createHash } from 'node:crypto';
import type pg from 'pg';
import { invariant } from '#libs/kernel';
import { MigrationFailed, SchemaAltered, SchemaHalfMigrated, SchemaNewer, SchemaOlder } from './schema-errors.ts';
import { inTransaction, type Queryable } from './transaction.ts';

/** One step of a schema's history. Never edited once released. */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  readonly version: number;
  readonly name: string;
  /** One or several statements that can run in a transaction. */
  readonly sql: string;
}

export interface MigrationSet {
  /** Whose schema it is (`event-store`, `projections`, a context). */
  readonly component: string;
  readonly migrations: readonly Migration[];
}

interface AppliedRow {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** What the libraries themselves keep. Repeatable; runs under the migration lock. */
const GRAPPE_SCHEMA = `
  create schema if not exists grappe;
  create table if not exists grappe.migrations (
    component   text        not null,
    version     integer     not null check (version > 0),
    name        text        not null,
    checksum    text        not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    primary key (component, version)
  );
  create table if not exists grappe.leases (
    name       text        primary key,
    holder     text,
    epoch      bigint      not null check (epoch > 0),
    expires_at timestamptz not null
  );
`;

/** An arbitrary number of its own; the lock ends with its transaction, so that it works behind a transaction pooler. */
const LOCK = 'select pg_advisory_xact_lock(7270713001)';

/**
 * Brings a component's schema up to date: each missing migration in a transaction of its own, together with its row in
 * `grappe.migrations`. Processes that start together migrate once. Refusals, the first that applies:
 * newer, half migrated, altered; then nothing has been changed.
 * @returns the versions that this call applied; none when the schema was up to date
 * @throws SchemaNewer, SchemaHalfMigrated, SchemaAltered, MigrationFailed
 */
export async function migrate(pool: pg.Pool, set: MigrationSet): Promise<{ readonly applied: readonly number[] }> {
  set.migrations.forEach(({ version }, index) => {
    invariant(version === index + 1, `migrations of ${set.component} are numbered 1, 2, 3 … without a gap`);
  });
  const applied: number[] = [];
  for (;;) {
    const migration = await inTransaction(pool, (client) => applyNext(client, set));
    if (migration === undefined) return { applied };
    applied.push(migration.version);
  }
}

/**
 * Looks whether a component's schema is up to date, for processes whose role may not change it: another one migrates.
 * @throws SchemaOlder, SchemaNewer, SchemaHalfMigrated, SchemaAltered
 */
export async function requireMigrated(on: Queryable, set: MigrationSet): Promise<void> {
  const { rows } = await on.query<{ present: boolean }>(
    `select to_regclass('grappe.migrations') is not null as present`,
  );
  const applied = rows[0]?.present === true ? await appliedRows(on, set.component) : [];
  refuseUnfit(set, applied);
  if (applied.length < set.migrations.length)
    throw new SchemaOlder(set.component, applied.length, set.migrations.length);
}

async function applyNext(client: pg.PoolClient, set: MigrationSet): Promise<Migration | undefined> {
  await client.query(LOCK);
  await client.query(GRAPPE_SCHEMA);
  const rows = await appliedRows(client, set.component);
  refuseUnfit(set, rows);
  const migration = set.migrations[rows.length];
  if (migration !== undefined) await apply(client, set.component, migration);
  return migration;
}

async function appliedRows(client: Queryable, component: string): Promise<readonly AppliedRow[]> {
  const { rows } = await client.query<AppliedRow>(
    `select version, name, checksum, finished_at is not null as finished
       from grappe.migrations where component = $1 order by version`,
    [component],
  );
  return rows;
}

function refuseUnfit({ component, migrations }: MigrationSet, rows: readonly AppliedRow[]): void {
  const last = rows.at(-1)?.version ?? 0;
  if (last > migrations.length) throw new SchemaNewer(component, last, migrations.length);
  rows.forEach((row, index) => {
    if (row.version !== index + 1) throw new SchemaHalfMigrated(component, index + 1, 'missing');
    if (!row.finished) throw new SchemaHalfMigrated(component, row.version, 'unfinished');
  });
  for (const row of rows) {
    const known = migrations[row.version - 1];
    if (known !== undefined && checksumOf(known) !== row.checksum) {
      throw new SchemaAltered(component, row.version, row.name);
    }
  }
}

async function apply(client: pg.PoolClient, component: string, migration: Migration): Promise<void> {
  const { version, name, sql } = migration;
  try {
    await client.query(
      `insert into grappe.migrations (component, version, name, checksum, started_at)
         values ($1, $2, $3, $4, clock_timestamp())`,
      [component, version, name, checksumOf(migration)],
    );
    await client.query(sql);
    await client.query(
      'update grappe.migrations set finished_at = clock_timestamp() where component = $1 and version = $2',
      [component, version],
    );
  } catch (error) {
    throw new MigrationFailed(component, version, name, error);
  }
}

/** SHA-256 of the statement text, in hex. */
function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
