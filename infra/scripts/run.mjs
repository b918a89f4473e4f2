/**
 * Runs a TypeScript entry without a build: `node infra/scripts/run.mjs apps/platform/src/main.ts [arguments]`.
 * It is the same process, so that signals, standard streams and the exit code are those of the entry.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleOf } from './bundle.mjs';
import { compileEntry } from './compile.mjs';
import './ends-with-parent.mjs';

const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node infra/scripts/run.mjs <entry.ts> [arguments]\n');
  process.exit(2);
}
const path = resolve(entry);
const compiled = bundleOf(path) ?? (await compileEntry(path)).compiled;
process.argv = [process.argv[0], path, ...rest];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(compiled).href);
