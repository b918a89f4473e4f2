import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabaseOptions {
  /** The name of a database to copy; it may have no connections. */
  readonly template?: string | undefined;
}

export interface TestDatabase {
  /** A superuser's URL. */
  readonly url: string;
  readonly name: string;
  /** A URL whose connections act as that role (the superuser without one). */
  urlFor(role?: string): string;
  /** Removes the database, even with open connections. */
  drop(): Promise<void>;
}

/** The server of this test run: a superuser's URL. The run's global set-up starts it and says where it is. */
export function testServerUrl(): string {
  const url = process.env['GRAPPE_TEST_POSTGRES'];
  if (url === undefined) throw new Error('GRAPPE_TEST_POSTGRES is not set: run the suite through jest.config.js');
  return url;
}

/** An empty database for one suite on the server of the run. Roles are shared by all databases of the server. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${String(process.pid)}_${randomBytes(6).toString('hex')}`;
  const template = options.template ?? 'template1';
  await onServer(`create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`);
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    name,
    urlFor: (role) => (role === undefined ? url.toString() : asRole(url, role)),
    drop: () => onServer(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  };
}

function asRole(url: URL, role: string): string {
  const separator = url.search === '' ? '?' : '&';
  return `${url.toString()}${separator}options=${encodeURIComponent(`-c role=${role}`)}`;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
