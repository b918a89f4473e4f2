import { readFile } from 'node:fs/promises';
import pg from 'pg';

/** The processes of each part of a system, by the name of the part. */
export type Parts = Readonly<Record<string, readonly number[]>>;

/** What each part has used up to a moment, in seconds of processor; read from Linux's `/proc`, and nothing elsewhere. */
interface Reading {
  readonly parts: Parts;
  readonly seconds: ReadonlyMap<number, number>;
  readonly at: number;
}

/** `USER_HZ`, in which `/proc` counts: 100 on every Linux. */
const TICKS_PER_SECOND = 100;

export async function readProcessors(parts: Parts): Promise<Reading> {
  const pids = Object.values(parts).flat();
  const read = await Promise.all(pids.map(async (pid) => [pid, await processorSeconds(pid)] as const));
  return { parts, seconds: new Map(read), at: performance.now() };
}

/** How many processors each part kept busy between two readings, of the processes that were there at the second. */
export function processorsBetween(before: Reading, after: Reading): ReadonlyMap<string, number> {
  const used = (pid: number): number => (after.seconds.get(pid) ?? 0) - (before.seconds.get(pid) ?? 0);
  const elapsed = (after.at - before.at) / 1_000;
  const busy = Object.entries(after.parts).map(([part, pids]) => {
    return [part, pids.reduce((sum, pid) => sum + used(pid), 0) / elapsed] as const;
  });
  return new Map(process.platform === 'linux' ? busy : []);
}

/** The processes of a server, all in one part or, with `nameOf`, by what their connections call themselves. */
export async function postgresParts(url: string, nameOf = (_application: string) => 'PostgreSQL'): Promise<Parts> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number; application: string | null }>(
      'select pid, application_name as application from pg_stat_activity where pid <> pg_backend_pid()',
    );
    const parts: Record<string, number[]> = {};
    for (const { pid, application } of rows) (parts[nameOf(application ?? '')] ??= []).push(pid);
    return parts;
  } finally {
    await client.end();
  }
}

/** User and system time of a process (proc(5), fields 14 and 15); its name in brackets may hold spaces. */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}
