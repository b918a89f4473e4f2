import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { output } from './run.ts';

export const root = join(import.meta.dirname, '..', '..', '..');

/** Packs the contracts into a folder as `npm pack` does for everybody, and answers with the tarball. */
export async function packContracts(folder: string): Promise<string> {
  return pack(join(root, 'libs', 'contracts'), folder);
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
  const contracts = join(root, 'libs', 'contracts');
  await mkdir(place, { recursive: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = ['-p', join(contracts, 'tsconfig.build.json'), '--outDir', join(place, 'dist')];
  await output(process.execPath, [compiler, ...args], folder);
  await copyFile(join(contracts, 'package.json'), join(place, 'package.json'));
}
