import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { foldersWithData, readAddress, runningPlatforms } from './address.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'grappe-address-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const folder = (name: string): string => path.join(root, name);

async function announced(name: string, text: string, atSeconds = 1_000): Promise<string> {
  await mkdir(folder(name), { recursive: true });
  const file = path.join(folder(name), 'platform.json');
  await writeFile(file, text);
  await utimes(file, atSeconds, atSeconds);
  return folder(name);
}

const address = (pid: number): string =>
  JSON.stringify({ url: `http://127.0.0.1:${String(pid)}`, pid, databaseUrl: 'postgres://x' });

describe('the address in a data folder', () => {
  it('is read with its time', async () => {
    const place = await announced('a', address(42));
    expect(await readAddress(place)).toEqual({ url: 'http://127.0.0.1:42', pid: 42, since: 1_000_000 });
  });

  it.each([
    ['half written', '{"url":"http://127.0.0'],
    ['empty', ''],
    ['without a process', '{"url":"http://127.0.0.1:1"}'],
    ['with a process that cannot be', '{"url":"http://127.0.0.1:1","pid":-1}'],
    ['with an address that is none', '{"url":"here","pid":1}'],
  ])('counts for nothing when it is %s', async (_what, text) => {
    expect(await readAddress(await announced('a', text))).toBeUndefined();
  });

  it('counts for nothing where there is none', async () => {
    expect(await readAddress(folder('nowhere'))).toBeUndefined();
  });
});

describe('the platforms that run', () => {
  it('are those whose process lives, the newest first', async () => {
    const folders = [
      await announced('a', address(1), 1_000),
      await announced('b', address(2), 3_000),
      await announced('c', address(3), 2_000),
      folder('nowhere'),
    ];
    const found = await runningPlatforms(folders, (pid) => pid !== 2);
    expect(found.map(({ pid }) => pid)).toEqual([3, 1]);
  });

  it('are asked for by their process, and this one lives', async () => {
    const place = await announced('a', address(process.pid));
    expect(await runningPlatforms([place])).toHaveLength(1);
  });

  it('do not count when no process has that number', async () => {
    // Numbers of processes end far below on every system.
    const place = await announced('a', address(2 ** 31 - 1));
    expect(await runningPlatforms([place])).toEqual([]);
  });
});

describe('the folders with data', () => {
  it('are those with a database, the one that was in use last first', async () => {
    for (const [name, atSeconds] of [
      ['old', 1_000],
      ['new', 2_000],
    ] as const) {
      await mkdir(path.join(folder(name), 'postgres'), { recursive: true });
      await utimes(folder(name), atSeconds, atSeconds);
    }
    await mkdir(folder('empty'));
    await mkdir(folder('file'));
    await writeFile(path.join(folder('file'), 'postgres'), '');
    const all = ['old', 'empty', 'new', 'nowhere', 'file'].map(folder);
    expect(await foldersWithData(all)).toEqual([folder('new'), folder('old')]);
  });
});
