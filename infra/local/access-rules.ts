import { randomBytes } from 'node:crypto';
import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { prepareFolder } from './prepared-folder.ts';
import type { ServiceUser } from './service-user.ts';

/** The only sockets are loopback TCP. */
const RULES = { password: 'host all all 127.0.0.1/32 scram-sha-256\n', trust: 'host all all 127.0.0.1/32 trust\n' };

/** How a cluster lets clients in. */
export interface Access {
  /** Of the superuser; undefined where every connection from this machine is trusted. */
  readonly password: string | undefined;
}

/** The password of a data folder: drawn once, in a file that its owner alone can read. Of two starts at once one draws it. */
export async function accessOf(dataFolder: string, asksForPassword: boolean): Promise<Access> {
  if (!asksForPassword) return { password: undefined };
  const folder = join(dataFolder, 'access');
  const drawn = randomBytes(24).toString('base64url');
  const prepare = (draft: string) => writeFile(join(draft, 'password'), `${drawn}\n`, { mode: 0o600 });
  await prepareFolder({ folder, mark: 'password', draftName: 'access', prepare });
  return { password: (await readFile(join(folder, 'password'), 'utf8')).trim() };
}

/** The flags by which `initdb` makes a cluster that lets clients in so. `make` is called with them. */
export async function withAccess(
  draft: string,
  { password }: Access,
  { ids }: ServiceUser,
  make: (flags: readonly string[]) => Promise<void>,
): Promise<void> {
  if (password === undefined) {
    await make(['--auth=trust']);
    await writeFile(join(draft, 'pg_hba.conf'), RULES.trust);
    return;
  }
  // Beside the draft, as whom it is made alone can read it.
  const file = `${draft}.password`;
  try {
    await writeFile(file, password, { mode: 0o600 });
    if (ids !== undefined) await chown(file, ids.uid, ids.gid);
    await make(['--auth=scram-sha-256', `--pwfile=${file}`]);
  } finally {
    await rm(file, { force: true });
  }
  await writeFile(join(draft, 'pg_hba.conf'), RULES.password);
}

/** A cluster of an earlier release trusts everybody on this machine: from now on it asks for the password. Can be run again. */
export async function requirePassword(data: string, { password }: Access, port: number): Promise<void> {
  const file = join(data, 'pg_hba.conf');
  if (password === undefined || (await readFile(file, 'utf8')) !== RULES.trust) return;
  const client = new pg.Client({ connectionString: urlOf(port, 'postgres', { password }) });
  await client.connect();
  try {
    // The password first: whatever interrupts this, the next start can come in.
    await client.query(`alter role postgres password ${client.escapeLiteral(password)}`);
    await writeFile(file, RULES.password);
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}

/** A superuser's URL. */
export function urlOf(port: number, database: string, { password }: Access): string {
  const login = password === undefined ? 'postgres' : `postgres:${password}`;
  return `postgres://${login}@127.0.0.1:${String(port)}/${encodeURIComponent(database)}`;
}
