import type pg from 'pg';
import { messagingSchema } from '#libs/messaging';
import { connectPool, ensureRoleSql, errorCode, inTransaction, migrate } from '#libs/postgres';
import { projectionsSchema } from '#libs/projections';
import { chooseStore } from '../store-choice.ts';
import { contextRightsSql, contextRole, ROW_SECURITY } from './context-role.ts';

export { contextRole };

/** A context that runs as a process of its own, and how it logs in. */
export interface ContextLogin {
  readonly context: string;
  /** Undefined where the server trusts those who connect, as the embedded one does. */
  readonly password: string | undefined;
}

/** Any number that nobody else takes; two provisionings at once would meet at the same roles. */
const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7270713003)';

/**
 * Prepares a database for separate services: makes it where there is none, migrates it, and gives each context a login role that may write its own streams and
 * read models only. Can be run again; a password that is handed in replaces the one before.
 * @param adminUrl of a superuser, or of an owner of the database who may create roles
 * @param kurrentUrl of the KurrentDB that keeps the events; they are in the database unless told
 * @throws the errors of `migrate`
 */
export async function provisionDatabase(
  adminUrl: string,
  logins: readonly ContextLogin[],
  kurrentUrl?: string,
): Promise<void> {
  const { schema: storeSchema } = await chooseStore(kurrentUrl);
  await ensureDatabase(adminUrl);
  const pool = connectPool(adminUrl, { max: 1, applicationName: 'grappe provision' });
  try {
    for (const schema of [storeSchema, projectionsSchema, messagingSchema]) await migrate(pool, schema);
    await inTransaction(pool, async (client) => {
      await client.query(ONE_AT_A_TIME);
      await client.query(ROW_SECURITY);
      for (const login of logins) await provisionContext(client, login, kurrentUrl === undefined);
    });
  } finally {
    await pool.end();
  }
}

async function provisionContext(
  client: pg.PoolClient,
  { context, password }: ContextLogin,
  writesEvents: boolean,
): Promise<void> {
  const role = contextRole(context);
  await client.query(ensureRoleSql(role));
  await client.query(`alter role ${role} login nosuperuser nocreatedb nocreaterole`);
  // A utility statement takes no parameters; the client quotes the text.
  if (password !== undefined) await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`);
  await client.query(`grant ${role} to current_user`);
  await client.query(contextRightsSql(context, writesEvents));
}

/** invalid_catalog_name: there is no database of that name. */
const NO_DATABASE = '3D000';

async function ensureDatabase(adminUrl: string): Promise<void> {
  const wanted = connectPool(adminUrl, { max: 1 });
  try {
    await wanted.query('select 1');
  } catch (error) {
    if (errorCode(error) !== NO_DATABASE) throw error;
    await createDatabase(adminUrl);
  } finally {
    await wanted.end();
  }
}

async function createDatabase(adminUrl: string): Promise<void> {
  const url = new URL(adminUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const pool = connectPool(url.toString(), { max: 1 });
  try {
    await pool.query(`create database "${name.replaceAll('"', '""')}"`);
  } finally {
    await pool.end();
  }
}
