import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Projection } from '#libs/projections';
import { goldenDigest } from './golden-digest.ts';

/** What each version of a read model made of the golden samples. An entry is written once and never again. */
export type Digests = Readonly<Record<string, string>>;

/** The code of a read model makes other documents than its version did, or its digest was not written. */
export function digestFault(projection: Projection, committed: Digests | undefined): string | undefined {
  const { name, version } = projection;
  const newest = Math.max(...Object.keys(committed ?? {}).map(Number));
  if (newest > version) return `${name} is of version ${String(version)}, its digests go up to ${String(newest)}`;
  const digest = committed?.[String(version)];
  if (digest === undefined) return `${name}: no digest of version ${String(version)}; npm run generate writes it`;
  if (digest === goldenDigest(projection)) return undefined;
  return `${name}: version ${String(version)} makes other documents of the golden samples than it did: raise the version`;
}

/** The digests with that of the projection's version, which is left as it is where there is one. */
export function withDigest(projection: Projection, committed: Digests = {}): Digests {
  return { [String(projection.version)]: goldenDigest(projection), ...committed };
}

const apps = join(import.meta.dirname, '..', '..', 'apps');
const FILE = 'digests.json';

/** In the folder of the read model, so that both go together. */
export function digestFile(name: string): string {
  const [context = '', model = ''] = name.split('.');
  return join(apps, context, 'src', 'read-models', model, FILE);
}

export function readDigests(name: string): Digests | undefined {
  const file = digestFile(name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Digests) : undefined;
}

/** Every file of digests that is there. */
export function digestFiles(): readonly string[] {
  return readdirSync(apps, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(`/${FILE}`) && !path.includes('node_modules'))
    .map((path) => join(apps, path))
    .sort();
}
