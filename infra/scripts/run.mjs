/**
 * Runs a TypeScript entry without a build: `node infra/scripts/run.mjs apps/platform/src/main.ts [arguments]`.
 * It is the same process, so that signals, standard streams and the exit code are those of the entry.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleOf, compile } from './compile.mjs';
import './ends-with-parent.mjs';

const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node infra/scripts/run.mjs <entry.ts> [arguments]\n');
  process.exit(2);
}
const path = resolve(entry);
const compiled = bundleOf(path) ?? (await compile([path])).compiled[0];
process.argv = [process.argv[0], path, ...rest];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(compiled).href);
