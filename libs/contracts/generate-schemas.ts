import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFiles } from './json-schema.ts';

/** Writes the JSON Schema of every event beside the contracts; what has no event any more is removed. */
const folder = join(import.meta.dirname, 'schemas');
const files = schemaFiles();
const names = new Set(files.map(({ name }) => name));

mkdirSync(folder, { recursive: true });
for (const stale of readdirSync(folder).filter((name) => !names.has(name))) rmSync(join(folder, stale));
for (const { name, text } of files) writeFileSync(join(folder, name), text);

/** Adds the golden samples that the manifest does not know yet; a line that it has is never touched. */
const golden = join(import.meta.dirname, 'golden');
const manifest = join(golden, 'SHA256SUMS');
const known = readFileSync(manifest, 'utf8').trimEnd().split('\n');
const nameIn = (line: string): string => line.slice(66);
const added = readdirSync(golden)
  .filter((name) => name.endsWith('.json') && !known.some((line) => nameIn(line) === name))
  .map((name) => `${sha256(join(golden, name))}  ${name}`);
if (added.length > 0) {
  const lines = [...known, ...added].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  writeFileSync(manifest, `${lines.join('\n')}\n`);
}

/** By type, then by version. */
function placeOf(line: string): string {
  return nameIn(line).replace(/\.v(\d+)\.json$/, (_end, version: string) => ` ${version.padStart(4, '0')}`);
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
