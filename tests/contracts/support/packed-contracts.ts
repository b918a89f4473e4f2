import { mkdir } from 'node:fs/promises';
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

/** Unpacks the contracts where a program below a folder finds them; what they need is found further up. */
export async function unpackContracts(tarball: string, folder: string): Promise<void> {
  const place = join(folder, 'node_modules', '@grappe', 'contracts');
  await mkdir(place, { recursive: true });
  await output('tar', ['-xzf', tarball, '--strip-components=1', '-C', place], folder);
}
