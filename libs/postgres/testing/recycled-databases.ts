import pg from 'pg';
import { migrate, type MigrationSet } from '../migrate.ts';
import { connectPool } from '../pool.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/**
 * Databases for suites in which every test has one of its own: what a test gives back is emptied and given to the next one, which takes a
 * tenth of the time of making one and its schema. For tests that change rows, and schemas of their own; one that changes the schemas it
 * was given, or a setting of the database, takes `createTestDatabase`.
 */
export class RecycledDatabases {
  readonly #free: TestDatabase[] = [];

  /** @param sets what is in `grappe` from the start */
  constructor(private readonly sets: readonly MigrationSet[]) {}

  /** An empty one with its schemas. To drop it is to give it back. */
  async open(): Promise<TestDatabase> {
    const database = this.#free.pop() ?? (await this.#made());
    return { ...database, drop: () => this.#emptied(database) };
  }

  /** Removes them; to be called when the suite ends. */
  async end(): Promise<void> {
    for (const database of this.#free.splice(0)) await database.drop();
  }

  async #made(): Promise<TestDatabase> {
    const database = await createTestDatabase();
    const pool = connectPool(database.url, { max: 1 });
    for (const set of this.sets) await migrate(pool, set);
    await pool.end();
    return database;
  }

  async #emptied(database: TestDatabase): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // Triggers keep rows that are added and never removed.
    await client.query('set session_replication_role = replica');
    await client.query(EMPTY);
    await client.end();
    this.#free.push(database);
  }
}

/** Whoever is still connected goes, then every schema but ours, and every row but those that say what was migrated. */
const EMPTY = `do $$ declare each text; begin
  perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  for each in select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('grappe', 'public', 'information_schema')
  loop execute format('drop schema %I cascade', each); end loop;
  for each in select tablename from pg_tables where schemaname = 'grappe' and tablename <> 'migrations'
  loop execute format('delete from grappe.%I', each); end loop;
end $$`;
