import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isServerOf, readPostmaster, removeForeignLock } from './postgres-server.ts';

/** Above the largest number that Linux gives. */
const NOBODYS_PID = 4_194_305;

describe('the lock file of a server', () => {
  let data: string;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'grappe-lock-'));
  });
  beforeEach(() => rm(join(data, 'postmaster.pid'), { force: true }));
  afterAll(() => rm(data, { recursive: true, force: true }));

  const lock = (pid: string): Promise<void> =>
    writeFile(
      join(data, 'postmaster.pid'),
      [pid, data, '1479772800', '5432', '', '127.0.0.1', '1 2', 'ready   '].join('\n'),
    );
  const isThere = (): Promise<boolean> =>
    access(join(data, 'postmaster.pid')).then(
      () => true,
      () => false,
    );

  it('is not there: no server', async () => {
    expect(await readPostmaster(data)).toBeUndefined();
    expect(await readPostmaster(join(data, 'nothing'))).toBeUndefined();
  });

  it.each([
    ['its process is gone', String(NOBODYS_PID)],
    ['it is empty', ''],
    ['it is damaged', 'x'],
    ['it names no process', '0'],
  ])('counts as none when %s, and is left to the server to deal with', async (_what, pid) => {
    await lock(pid);
    expect(await readPostmaster(data)).toBeUndefined();
    await removeForeignLock(data);
    expect(await isThere()).toBe(true);
  });

  (process.platform === 'linux' ? it : it.skip)('counts as none when its number is another program now', async () => {
    await lock(String(process.pid));
    expect(await readPostmaster(data)).toBeUndefined();
    await removeForeignLock(data);
    expect(await isThere()).toBe(false);
  });

  it('is not believed when nobody answers on its port', async () => {
    expect(await isServerOf({ pid: process.pid, port: 1, status: 'ready' }, data, { password: undefined })).toBe(false);
  });

  it('is not believed when the server that answers serves another folder', async () => {
    const port = Number(new URL(process.env['GRAPPE_TEST_POSTGRES'] ?? '').port);
    expect(await isServerOf({ pid: process.pid, port, status: 'ready' }, data, { password: undefined })).toBe(false);
  });
});
