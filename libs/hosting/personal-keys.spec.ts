import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig } from './config.ts';
import { personalSettingsOf } from './personal-keys.ts';

const DATABASE_URL = 'postgres://grappe@db.example/grappe';
const production = { NODE_ENV: 'production', DATABASE_URL };

describe('the key-encryption key of an installation', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grappe-kek-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const settingsOf = (environment: Readonly<Record<string, string>>) =>
    personalSettingsOf(readConfig({ DATA_FOLDER: path.join(folder, 'data'), ...environment }));
  const fileWith = async (text: string | Buffer): Promise<string> => {
    const file = path.join(folder, 'kek');
    await writeFile(file, text);
    return file;
  };

  it.each([
    ['base64', (bytes: Buffer) => bytes.toString('base64')],
    ['base64url', (bytes: Buffer) => bytes.toString('base64url')],
    ['base64 with the end of line that openssl writes', (bytes: Buffer) => `${bytes.toString('base64')}\n`],
  ])('is what the file holds in %s, for whoever reads it', async (_how, written) => {
    const bytes = Buffer.alloc(32, 0xfb);
    const KEK_FILE = await fileWith(written(bytes));
    const [{ wrap, seals }, again] = await Promise.all([
      settingsOf({ ...production, KEK_FILE }),
      settingsOf({ KEK_FILE }),
    ]);
    expect([again.wrap.id, seals]).toEqual([wrap.id, true]);
    expect(wrap.unwrap(again.wrap.wrap(bytes, 'a/1'), 'a/1', again.wrap.id)).toEqual(bytes);
    expect(await readdir(folder)).toEqual(['kek']);
  });

  it.each([
    ['nothing', ''],
    ['fewer bytes', randomBytes(31).toString('base64')],
    ['more bytes', randomBytes(33).toString('base64')],
    ['a password', 'correct horse battery staple'],
    ['bytes that are not encoded', Buffer.alloc(32, 1)],
  ])('is refused where the file holds %s', async (_what, text) => {
    const KEK_FILE = await fileWith(text);
    await expect(settingsOf({ KEK_FILE })).rejects.toMatchObject({
      name: 'InvalidConfig',
      message: `${KEK_FILE} holds no key: 32 random bytes in base64 are required`,
    });
  });

  it.each([
    ['is not there', 'ENOENT', () => Promise.resolve(path.join(folder, 'none'))],
    ['is a folder', 'EISDIR', () => Promise.resolve(folder)],
  ])('is refused where the file %s: nobody makes one that was named', async (_how, code, given) => {
    await expect(settingsOf({ KEK_FILE: await given() })).rejects.toThrow(`KEK_FILE cannot be read: Error: ${code}`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused where the process may not read the file', async () => {
    const KEK_FILE = await fileWith(randomBytes(32).toString('base64'));
    await chmod(KEK_FILE, 0o000);
    // The owner of the machine reads everything.
    if (process.getuid?.() === 0) return;
    await expect(settingsOf({ KEK_FILE })).rejects.toThrow('KEK_FILE cannot be read: Error: EACCES');
  });

  it('has to be named in production on a database server of its own', async () => {
    await expect(settingsOf(production)).rejects.toMatchObject({
      name: 'InvalidConfig',
      message:
        'KEK_FILE is not set: a file with 32 random bytes in base64, the same for every process on this database',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['on the embedded server', { NODE_ENV: 'production' }],
    ['in development', { NODE_ENV: 'development', DATABASE_URL }],
  ])('is made once in the data folder %s, by whichever process of many, for its owner alone', async (_where, given) => {
    const all = await Promise.all(Array.from({ length: 20 }, () => settingsOf(given)));
    expect(new Set(all.map(({ wrap }) => wrap.id)).size).toBe(1);
    const data = path.join(folder, 'data');
    expect(await readdir(data)).toEqual(['persons.kek']);
    const file = path.join(data, 'persons.kek');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(file, 'utf8'), 'base64url')).toHaveLength(32);
    expect((await settingsOf(given)).wrap.id).toBe(all[0]?.wrap.id);
  });

  it('seals nothing in development where that was asked for', async () => {
    expect(await settingsOf({ PERSONAL_TEXTS: 'clear' })).toMatchObject({ seals: false });
  });
});
