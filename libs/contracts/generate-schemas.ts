import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFiles } from './json-schema.ts';

/** Writes the JSON Schema of every event beside the contracts; what has no event any more is removed. */
const folder = join(import.meta.dirname, 'schemas');
const files = schemaFiles();
const names = new Set(files.map(({ name }) => name));

mkdirSync(folder, { recursive: true });
for (const stale of readdirSync(folder).filter((name) => !names.has(name))) rmSync(join(folder, stale));
for (const { name, text } of files) writeFileSync(join(folder, name), text);
process.stdout.write(`${String(files.length)} schemas in ${folder}\n`);
