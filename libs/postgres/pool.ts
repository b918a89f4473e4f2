import pg from 'pg';
import { parsers } from './type-parsers.ts';

export interface PoolOptions {
  /** The most connections; 10 unless told. */
  readonly max?: number | undefined;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string | undefined;
  /** Every connection acts as this role (`set role`), which the user of the URL must be a member of. */
  readonly role?: string | undefined;
  /** Hears of connections that broke while nobody used them; the pool has replaced them already. */
  readonly onConnectionError?: ((error: Error) => void) | undefined;
}

const ROLE_PATTERN = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * A pool whose clients read int8 as bigint, and date and timestamptz as text (a day has no time zone; an instant is written in
 * UTC). The parsers belong to this pool: pg's global ones stay as they are. A connection that breaks never ends the process.
 *
 * Role and time zone travel in the startup packet and cost no round trip; a pooler in between has to let `options` pass.
 * @throws TypeError for a role that is not a plain lower-case name
 */
export function connectPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withStartupOptions(url, options.role),
    max: options.max ?? 10,
    application_name: options.applicationName,
    types: parsers,
  });
  const report = options.onConnectionError ?? ((): void => undefined);
  pool.on('error', report);
  // A client that is checked out has lost the pool's own listener; without one, a broken connection would end the process.
  pool.on('connect', (client) => {
    client.on('error', report);
  });
  return pool;
}

/** The settings that stand in the URL itself come after these and win. */
function withStartupOptions(url: string, role: string | undefined): string {
  if (role !== undefined && !ROLE_PATTERN.test(role)) throw new TypeError(`not a role name: ${JSON.stringify(role)}`);
  const settings = ['-c timezone=UTC', ...(role === undefined ? [] : [`-c role=${role}`])];
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  parsed.searchParams.delete('options');
  const options = encodeURIComponent([...settings, ...(given === null ? [] : [given])].join(' '));
  const others = parsed.searchParams.toString();
  parsed.search = others === '' ? `options=${options}` : `${others}&options=${options}`;
  return parsed.toString();
}
