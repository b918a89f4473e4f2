import { createHash } from 'node:crypto';
import { cp, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventually } from '#libs/kernel/testing';
import { output } from './run.ts';

export const root = join(import.meta.dirname, '..', '..', '..');

/** Packs the contracts into a folder as `npm pack` does for everybody, and answers with the tarball. */
export async function packContracts(folder: string): Promise<string> {
  const packed = await packedContracts();
  const tarball = (await readdir(packed)).find((name) => name.endsWith('.tgz')) ?? '';
  await copyFile(join(packed, tarball), join(folder, tarball));
  return join(folder, tarball);
}

/** A package that is installed here as a tarball, so that nothing is fetched. */
export async function packInstalled(name: string, folder: string): Promise<string> {
  return pack(join(root, 'node_modules', name), folder);
}

async function pack(place: string, folder: string): Promise<string> {
  const said = await output('npm', ['pack', '--silent', '--pack-destination', folder], place);
  return join(folder, said.trim().split('\n').at(-1) ?? '');
}

/** The package as it is packed, laid where a program below a folder finds it; what it needs is found further up. */
export async function layContracts(folder: string): Promise<void> {
  const place = join(folder, 'node_modules', '@grappe', 'contracts');
  await mkdir(place, { recursive: true });
  await cp(await builtContracts(), join(place, 'dist'), { recursive: true });
  await copyFile(join(contracts, 'package.json'), join(place, 'package.json'));
}

const contracts = join(root, 'libs', 'contracts');

/** Packed and unpacked once for as long as the sources stay as they are: several suites lay the package, and the compiler takes half a minute. */
async function packedContracts(): Promise<string> {
  return await builtOnce(`packed-${await digestOf(contracts)}`, async (draft) => {
    await mkdir(draft, { recursive: true });
    await output('tar', ['-xzf', await pack(contracts, draft)], draft);
  });
}

async function builtContracts(): Promise<string> {
  return join(await packedContracts(), 'package', 'dist');
}

/** What a program of the guide is compiled to, against the contracts as they are. */
export async function compiledOnce(place: string, compile: () => Promise<void>): Promise<void> {
  const name = `guide-${await digestOf(contracts)}-${await digestOf(join(root, 'docs', 'guides', 'subscribe', 'typescript'))}`;
  const built = await builtOnce(name, async (draft) => {
    await compile();
    await cp(join(place, 'dist'), draft, { recursive: true });
  });
  await cp(built, join(place, 'dist'), { recursive: true });
}

/** A folder of the cache, made where it is not there yet, by one at a time: suites that begin together would each compile the same for half a minute. */
async function builtOnce(name: string, make: (draft: string) => Promise<void>): Promise<string> {
  const built = join(root, 'node_modules', '.cache', 'grappe', name);
  await mkdir(dirname(built), { recursive: true });
  const lock = `${built}.lock`;
  const deadlineMs = 240_000;
  await eventually(`${name} is made`, async () => (await isThere(built)) || (await isTaken(lock)), { deadlineMs });
  try {
    if (await isThere(built)) return built;
    const draft = `${built}.${String(process.pid)}`;
    await make(draft);
    await rename(draft, built);
    return built;
  } finally {
    // Also where it was another's: whoever waits finds the folder before it asks for the lock.
    await rm(lock, { force: true });
  }
}

const isThere = async (path: string): Promise<boolean> =>
  await stat(path).then(
    () => true,
    () => false,
  );

/** Whether the lock is this process's from now on. One whose holder has ended is taken away, for the next try. */
async function isTaken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder > 0 && !isRunning(holder)) await rm(lock, { force: true });
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(ts|json)$/.test(name)).sort();
  for (const name of names.filter((each) => !/^(dist|node_modules)\b/.test(each)))
    hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}
