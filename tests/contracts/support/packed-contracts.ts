import { createHash } from 'node:crypto';
import { cp, copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
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

/** A folder of the cache, made where it is not there yet. Renamed whole: suites that begin together never see half of it; the second one's is the same. */
async function builtOnce(name: string, make: (draft: string) => Promise<void>): Promise<string> {
  const built = join(root, 'node_modules', '.cache', 'grappe', name);
  if ((await stat(built).catch(() => undefined)) !== undefined) return built;
  const draft = `${built}.${String(process.pid)}`;
  await make(draft);
  await rename(draft, built).catch(() => rm(draft, { recursive: true, force: true }));
  return built;
}

async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(ts|json)$/.test(name)).sort();
  for (const name of names.filter((each) => !/^(dist|node_modules)\b/.test(each)))
    hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}
