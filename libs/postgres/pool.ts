import pg from 'pg';
import { assertRoleName } from './roles.ts';
import { checkSession, MARK } from './session.ts';
import { parsers } from './type-parsers.ts';

export type { Pool, PoolClient } from 'pg';

export interface PoolOptions {
  /** The most connections. Default: 10. */
  readonly max?: number | undefined;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string | undefined;
  /** Every connection acts as this role (`set role`), which the user of the URL must be a member of. */
  readonly role?: string | undefined;
}

/**
 * A pool whose clients read int8 as bigint, and date and timestamptz as text (a day has no time zone; an instant is written in
 * UTC). The parsers belong to this pool: pg's global ones stay as they are. The pool replaces a connection that breaks.
 *
 * Role and time zone travel in the startup packet; a pooler in between has to let `options` pass. Each connection is asked once whether it
 * did: one that is somebody else rejects with SessionDiffers.
 * @throws TypeError for a role that is not a plain lower-case name
 */
export function connectPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    ...sessionOf(url, options.role),
    max: options.max ?? 10,
    application_name: options.applicationName,
    types: parsers,
  });
  pool.on('error', () => undefined);
  return pool;
}

/**
 * The settings of a pool whose connections act as a role and are asked whether they do, for clients that make a pool of their own. What
 * stands in the URL itself comes after these and wins. A connection that breaks in somebody's hands is reported by what is under way on it,
 * and never ends the process.
 * @throws TypeError for a role that is not a plain lower-case name
 */
export function sessionOf(url: string, role?: string) {
  const connectionString = actingAs(url, role);
  return { connectionString, verify: checkSession(connectionString) };
}

function actingAs(url: string, role: string | undefined): string {
  if (role !== undefined) assertRoleName(role);
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  const settings = [`-c timezone=UTC -c ${MARK}=on`, role === undefined ? '' : `-c role=${role}`, options ?? ''];
  parsed.searchParams.set('options', settings.filter(Boolean).join(' '));
  return parsed.toString();
}
