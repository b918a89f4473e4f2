import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidConfig, type Config } from './config.ts';

const FILE = 'command.key';

/**
 * The key under which the bodies of commands are hashed (HMAC-SHA-256): a body may hold a person's name, and whoever sees a plain
 * hash of it can try names. All processes of an installation have the same, for good: under another one a repeated command looks
 * like another one. It is no secret of the database, because what is stolen with the events would open nothing less.
 *
 * `COMMAND_KEY`, else a file in the data folder, which the first start makes.
 * @throws InvalidConfig in production on a database server of its own, where the processes share no folder
 */
export async function commandKeyOf(config: Config): Promise<string> {
  const { COMMAND_KEY: given, NODE_ENV, DATABASE_URL, DATA_FOLDER } = config;
  if (given !== undefined) return given;
  if (NODE_ENV === 'production' && DATABASE_URL !== undefined)
    throw new InvalidConfig(
      'COMMAND_KEY is not set: 32 characters or more, the same for every process on this database',
    );
  return await keyIn(resolve(DATA_FOLDER));
}

/** Of processes that start at once, one makes the file, and whole. */
async function keyIn(folder: string): Promise<string> {
  const file = join(folder, FILE);
  const known = await read(file);
  if (known !== undefined) return known;
  const own = `${file}.${randomBytes(8).toString('hex')}`;
  await mkdir(folder, { recursive: true });
  await writeFile(own, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    await link(own, file).catch(ignoreExisting);
  } finally {
    await rm(own);
  }
  return await readFile(file, 'utf8');
}

async function read(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
