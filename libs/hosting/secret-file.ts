import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret in a file of a folder: 32 random bytes in base64url, made where it is not there. Of processes that start at once, one makes the file, and whole. */
export async function secretIn(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
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
