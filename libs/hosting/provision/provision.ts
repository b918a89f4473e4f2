import type pg from 'pg';
import { KEYS_ROLE } from '#libs/event-store/personal';
import { assertRoleName, connectPool, ensureRoleSql, errorCode, inTransaction, migrate } from '#libs/postgres';
import { SHARED_SCHEMAS } from '../schemas.ts';
import { chooseStore } from '../store-choice.ts';

/** Names of contexts are parts of names of roles, schemas and streams. */
const CONTEXT = /^[a-z][a-z0-9]{0,30}$/;

/** The database role of a context: `grappe_<context>`. @throws TypeError for a name that is none of a context */
export function contextRole(context: string): string {
  if (!CONTEXT.test(context)) throw new TypeError(`not the name of a context: ${JSON.stringify(context)}`);
  const role = `grappe_${context}`;
  assertRoleName(role);
  return role;
}

interface SharedTable {
  readonly table: string;
  readonly rights: string;
  /** The condition of a context's own rows. */
  readonly own: (context: string) => string;
}

const named = (column: string) => (context: string) => `starts_with(${column}, '${context}.')`;

/** Tables of all contexts in which a role sees and changes the rows of its own context only. */
const SHARED: readonly SharedTable[] = [
  { table: 'projections', rights: 'select, insert, update', own: named('name') },
  { table: 'projection_shards', rights: 'select, insert, update, delete', own: named('name') },
  { table: 'projection_shadows', rights: 'select, insert, update, delete', own: named('name') },
  { table: 'parked', rights: 'select, insert, update, delete', own: named('projection') },
  { table: 'dead_letter_log', rights: 'select, insert', own: named('projection') },
  { table: 'consumers', rights: 'select, insert, update', own: named('name') },
  { table: 'timers', rights: 'select, insert, update', own: named('manager') },
  {
    table: 'leases',
    rights: 'select, insert, update',
    own: (context) => `name ~ '^(projection|rebuild|consumer|timers):${context}[.]'`,
  },
];

/**
 * Turns row security on where contexts share tables. Owners and superusers are not held by it, and `grappe_app`, as which the
 * store of the one process and the sequencer act, keeps what it may.
 */
const ROW_SECURITY = `
  ${['store.events', ...SHARED.map(({ table }) => `grappe.${table}`)]
    .map((table) => `alter table ${table} enable row level security;`)
    .join('\n  ')}
  ${policy('reading', 'store.events', 'for select to public using (true)')}
  ${policy('appending', 'store.events', 'for insert to grappe_app with check (true)')}
  ${policy('sequencing', 'grappe.leases', 'to grappe_app using (true) with check (true)')}
`;

/** Answers of commands stand beside the events, where those are in the database: every context reads them, and keeps its own. */
const ANSWERS_SECURITY = `
  alter table store.answers enable row level security;
  ${policy('reading', 'store.answers', 'for select to public using (true)')}
  ${policy('keeping', 'store.answers', 'to grappe_app using (true) with check (true)')}
`;

/**
 * What a context's role may: add events to its own streams, read every event and position, own the schema of its read models, and
 * keep its own checkpoints and leases. Everything here can be run again.
 * @param writesEvents false where events are written elsewhere, and only the sequencer adds them here
 */
function contextRightsSql(context: string, writesEvents: boolean): string {
  const role = contextRole(context);
  const event = `starts_with(stream, '${context}.') and starts_with(type, '${context}.') and ${RECORD_AGREES}`;
  const shared = SHARED.map(({ table, own, rights }) => {
    const rows = policy(role, `grappe.${table}`, `to ${role} using (${own(context)}) with check (${own(context)})`);
    return `revoke all on grappe.${table} from ${role};\n  grant ${rights} on grappe.${table} to ${role};\n  ${rows}`;
  });
  return `
  grant usage on schema store, grappe to ${role};
  grant select on store.events, store.ledger, store.epochs, grappe.migrations, grappe.relay to ${role};
  grant select, insert on grappe.actors to ${role};
  ${writesEvents ? appendingRights(role, event, `context = '${context}'`) : ''}
  ${shared.join('\n  ')}
  create schema if not exists ${context};
  ${handOver(context, role)}
`;
}

/** The columns of an event that a context gives. Its number is the database's: one out of turn would hold up all that come after it. */
const GIVEN = 'event_id, stream, revision, type, recorded_at, command_id, command_index, record';

/**
 * Readers believe the record, rights and filters look at the columns: both say the same. U+0000, which a record may hold, has no place in
 * jsonb; that it is read as a blank makes no record agree that does not.
 */
const RECORD_AGREES = `replace(record, '\\u0000', '\\u0020')::jsonb @> jsonb_build_object(
    'id', event_id::text, 'stream', stream, 'type', type, 'metadata',
    jsonb_build_object('recordedAt', to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))`;

function appendingRights(role: string, event: string, own: string): string {
  return `revoke insert on store.events from ${role};
  grant insert (${GIVEN}) on store.events to ${role};
  grant select on store.sequencer to ${role};
  grant usage on sequence store.event_seq to ${role};
  grant select, insert, update, delete on store.answers to ${role};
  ${policy(role, 'store.answers', `to ${role} using (${own}) with check (${own})`)}
  ${policy(role, 'store.events', `for insert to ${role} with check (${event})`)}`;
}

/** The schema and what stands in it already: one process may have made the read models before. */
function handOver(context: string, role: string): string {
  return `alter schema ${context} owner to ${role};
  do $$ declare each text; begin
    for each in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = '${context}' and tableowner <> '${role}'
    loop execute 'alter table ' || each || ' owner to ${role}'; end loop;
  end $$;`;
}

function policy(name: string, table: string, rule: string): string {
  return `drop policy if exists ${name} on ${table};\n  create policy ${name} on ${table} ${rule};`;
}

/** A context that runs as a service of its own, and its login. */
export interface ContextLogin {
  readonly context: string;
  /** Undefined where the server trusts those who connect, as those of tests do. */
  readonly password: string | undefined;
}

/** An arbitrary number of its own; two provisionings at once would meet at the same roles. */
const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7270713003)';

/**
 * Prepares a database for separate services: makes it where there is none, migrates it, and gives each context a login role that may write its own streams and
 * read models only. Can be run again; a password that is handed in replaces the one before.
 * @param adminUrl of a superuser, or of an owner of the database who may create roles
 * @param kurrentUrl of the KurrentDB that keeps the events. Default: they are in the database.
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
    for (const schema of [storeSchema, ...SHARED_SCHEMAS]) await migrate(pool, schema);
    await inTransaction(pool, async (client) => {
      await client.query(ONE_AT_A_TIME);
      await client.query(kurrentUrl === undefined ? ROW_SECURITY + ANSWERS_SECURITY : ROW_SECURITY);
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
  // Its key ring alone acts as that role: what the context reads and writes elsewhere sees no key.
  await client.query(`grant ${KEYS_ROLE} to ${role} with inherit false, set true`);
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
