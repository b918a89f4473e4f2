import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { hasCode, isAlive } from './system.ts';

/** What a running server says of itself in `postmaster.pid` (PostgreSQL, src/include/utils/pidfile.h). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping` or `standby`; empty before the first. */
  readonly status: string;
}

const LINE = { pid: 0, port: 3, status: 7 } as const;

/**
 * The server of a data directory. Undefined when there is none; a file left by a killed server counts as none, also when its
 * number belongs to some other program by now (numbers repeat after a restart of a container).
 */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const recorded = await readLock(data);
  return recorded !== undefined && (await isPostgres(recorded.pid)) ? recorded : undefined;
}

/** Removes a killed server's lock whose number another program has now: the server itself would refuse to start. */
export async function removeForeignLock(data: string): Promise<void> {
  const recorded = await readLock(data);
  if (recorded !== undefined && isAlive(recorded.pid) && !(await isPostgres(recorded.pid))) {
    await rm(join(data, 'postmaster.pid'), { force: true });
  }
}

/** Asks a server that was found whether it serves this directory. */
export async function isServerOf(found: Postmaster, data: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: `postgres://postgres@127.0.0.1:${String(found.port)}/postgres`,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readLock(data: string): Promise<Postmaster | undefined> {
  const lines = (await textOf(join(data, 'postmaster.pid'))).split('\n').map((line) => line.trim());
  const pid = Number(lines[LINE.pid]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[LINE.port] ?? ''), status: lines[LINE.status] ?? '' };
}

/** Where the system does not tell a program's name, being alive has to do. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  return (await textOf(`/proc/${String(pid)}/comm`)).trim() === 'postgres';
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return '';
    throw error;
  });
}
