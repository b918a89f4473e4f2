import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commandKeyOf } from './command-key.ts';
import { readConfig } from './config.ts';

describe('the key under which commands are hashed', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grappe-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const key = (environment: Readonly<Record<string, string>> = {}) =>
    commandKeyOf(readConfig({ NODE_ENV: 'test', DATA_FOLDER: join(folder, 'data'), ...environment }));

  it('is the one that is set, and no file is made', async () => {
    const COMMAND_KEY = 'k'.repeat(32);
    expect(await key({ COMMAND_KEY })).toBe(COMMAND_KEY);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is made once for a data folder, whoever starts first, and for its owner alone', async () => {
    const found = await Promise.all(Array.from({ length: 8 }, () => key()));
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toMatch(/^[\w-]{43}$/);
    expect(await key()).toBe(found[0]);
    expect(await readdir(join(folder, 'data'))).toEqual(['command.key']);
    expect((await stat(join(folder, 'data', 'command.key'))).mode & 0o777).toBe(0o600);
  });

  it('is another one in another data folder', async () => {
    expect(await key()).not.toBe(await key({ DATA_FOLDER: join(folder, 'other') }));
  });

  const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://me@db/x' };

  it('has to be set where processes of production share a database and no folder', async () => {
    await expect(key(production)).rejects.toThrow('COMMAND_KEY is not set');
    expect(await key({ ...production, COMMAND_KEY: 'k'.repeat(32) })).toBe('k'.repeat(32));
    expect(await key({ NODE_ENV: 'production' })).toMatch(/^[\w-]{43}$/);
  });

  it('is no short one, which could be tried', () => {
    expect(() => readConfig({ COMMAND_KEY: 'k'.repeat(31) })).toThrow('COMMAND_KEY');
  });
});
