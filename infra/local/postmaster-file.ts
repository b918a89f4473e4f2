import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './has-code.ts';
import { isAlive } from './process-state.ts';

/** What a running server says of itself in `postmaster.pid` (PostgreSQL, src/include/utils/pidfile.h). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

const LINE = { pid: 0, port: 3, status: 7 } as const;

/** The server of a data directory, or undefined when there is none (a file left by a killed server counts as none). */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await textOf(join(data, 'postmaster.pid'))).split('\n').map((line) => line.trim());
  const pid = Number(lines[LINE.pid]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  return { pid, port: Number(lines[LINE.port] ?? ''), status: lines[LINE.status] ?? '' };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}
