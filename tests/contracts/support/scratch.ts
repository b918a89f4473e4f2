import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './packed-contracts.ts';

/** Below node_modules, so that a program there finds the packages of this repository, and git sees nothing of it. */
export const cache = join(root, 'node_modules', '.cache', 'grappe');

/** A copy of a folder of the guide, to be built and run there; the caller removes it. */
export async function copyOfGuide(name: string): Promise<string> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, `subscriber-${name}-`));
  await cp(join(root, 'docs', 'guides', 'subscribe', name), folder, { recursive: true });
  return folder;
}
