import { access, chmod, mkdir, mkdtemp, readFile, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres } from '#infra/local';
import type { LocalPostgres, StartPostgresOptions } from '#infra/local';
import { readPostmaster } from './postgres-server.ts';
import { serviceUser } from './service-user.ts';

const onlyRoot = process.getuid?.() === 0 ? it : it.skip;

describe('the embedded PostgreSQL started by root', () => {
  let parent: string;
  let folders = 0;
  const running: LocalPostgres[] = [];
  beforeAll(async () => {
    parent = await realpath(await mkdtemp(join(tmpdir(), 'grappe-launcher-')));
    await chmod(parent, 0o755);
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  const newFolder = (): string => join(parent, String((folders += 1)));

  async function start(dataFolder: string, more: Partial<StartPostgresOptions> = {}): Promise<LocalPostgres> {
    const server = await startPostgres({ dataFolder, ...more });
    running.push(server);
    return server;
  }

  onlyRoot('runs as an unprivileged user, who owns the data and nobody else reads them', async () => {
    const server = await start(newFolder());
    const { ids } = await serviceUser();
    const postmaster = await readPostmaster(join(server.dataFolder, 'data'));
    const status = await readFile(`/proc/${String(postmaster?.pid)}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`^Uid:\\s+${String(ids?.uid)}\\s`, 'm'));
    const { uid, mode } = await stat(join(server.dataFolder, 'data'));
    expect([uid, mode & 0o777]).toEqual([ids?.uid, 0o700]);
  });

  onlyRoot('lives somewhere else when the parent of its folder is closed, always in the same place', async () => {
    const closed = newFolder();
    await mkdir(closed, { mode: 0o700 });
    const sharedFolder = newFolder();
    const log: string[] = [];
    const dataFolder = join(closed, 'inside');
    const server = await start(dataFolder, { sharedFolder, onLog: (line) => log.push(line) });
    expect(server.dataFolder.startsWith(`${sharedFolder}/`)).toBe(true);
    expect(log[0]).toMatch(/cannot enter .*inside: the database lives in /);
    expect((await start(dataFolder, { sharedFolder })).reused).toBe(true);
    expect(await readdir(closed)).toEqual(['inside']);
  });

  onlyRoot('says so when no folder can be reached', async () => {
    const closed = newFolder();
    await mkdir(closed, { mode: 0o700 });
    const failure = startPostgres({ dataFolder: join(closed, 'a'), sharedFolder: join(closed, 'b') });
    await expect(failure).rejects.toMatchObject({
      reason: 'unreachable-folder',
      message: expect.stringContaining('Choose a data folder whose parent folders everybody may enter'),
    });
    await expect(access(join(closed, 'a', 'data'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
