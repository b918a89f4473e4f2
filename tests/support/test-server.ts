import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#infra/local';

/**
 * The database server of one test run, as a process of its own: prints the superuser's URL, and ends (server stopped, folder
 * removed) when its standard input does, so that a killed run leaves nothing behind.
 */
const dataFolder = await mkdtemp(join(tmpdir(), 'grappe-test-'));
const server = await startPostgres({ dataFolder, settings: { max_connections: '300' }, diesWithParent: true });
process.stdout.write(`${server.url()}\n`);
process.stdin.on('end', () => {
  void server
    .stop()
    .then(() =>
      Promise.all([dataFolder, server.dataFolder].map((folder) => rm(folder, { recursive: true, force: true }))),
    )
    .then(() => process.exit(0));
});
process.stdin.resume();
