import os from 'node:os';
import pg from 'pg';
import type { BenchServer } from './server.ts';

/** What the figures were made on; the settings that make commits durable are read from the server itself. */
export async function environmentOf(server: BenchServer, quick: boolean): Promise<Readonly<Record<string, string>>> {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(
      `select current_setting('server_version') as "PostgreSQL", current_setting('fsync') as fsync,
              current_setting('synchronous_commit') as synchronous_commit`,
    );
    const [processor] = os.cpus();
    return {
      ...rows[0],
      Node: process.versions.node,
      processors: `${String(os.availableParallelism())} × ${processor?.model.trim() ?? 'unknown'}`,
      memory: `${(os.totalmem() / 2 ** 30).toFixed(0)} GiB`,
      load: os
        .loadavg()
        .map((load) => load.toFixed(1))
        .join(' '),
      mode: quick ? 'quick' : 'full',
    };
  } finally {
    await client.end();
  }
}
