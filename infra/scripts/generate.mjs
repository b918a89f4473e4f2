/**
 * `npm run generate`: writes every generated document anew. With `--check` it fails when that changed something, which means that
 * a document was edited by hand or not generated after the code behind it moved.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile } from './compile.mjs';

/**
 * The programs that write generated files, in their order, and where each writes; `*` is any name. They run in this process, which
 * loads the contexts once: a generator that imports the output of another one comes after it.
 */
const generators = [
  ['libs/contracts/generate-contexts.ts', 'libs/contracts/contexts.ts'],
  ['libs/contracts/generate-correction-samples.ts', 'libs/contracts/golden'],
  ['libs/contracts/generate-schemas.ts', 'libs/contracts/schemas', 'libs/contracts/golden/SHA256SUMS'],
  ['libs/contracts/generate-asyncapi.ts', 'docs/reference/asyncapi.json'],
  ['apps/platform/src/generate-system.ts', 'docs/reference/openapi.json', 'infra/topology/contexts.ts'],
  ['infra/topology/generate-compose.ts', 'docker-compose.yml'],
  ['infra/topology/generate-table.ts', 'docs/reference/services.md'],
  ['libs/hosting/telemetry/generate-metrics.ts', 'docs/operating/metrics.md'],
  ['apps/mergers/test/generate-guards.ts', 'docs/reference/guards'],
  ['apps/mergers/test/generate-states.ts', 'docs/reference/operation-states.md'],
  ['tests/system/refusals/generate-refusals.ts', 'docs/reference/refusals'],
  ['tests/projections/generate-digests.ts', 'apps/*/src/read-models/*/digests.json'],
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const checking = process.argv.includes('--check');
// What the generators find there is theirs, not this program's.
process.argv.splice(2);
process.setSourceMapsEnabled(true);
const before = snapshot();
const loaded = new Map();
for (const [entry] of generators) await regenerate(entry);
const changed = differences(before, snapshot());
for (const path of changed) process.stdout.write(`${checking ? 'out of date' : 'written'}: ${path}\n`);
if (checking && changed.length > 0) {
  process.stdout.write('Run `npm run generate` and commit what it wrote.\n');
  process.exitCode = 1;
} else {
  process.stdout.write(`${before.size} generated files, ${changed.length} changed\n`);
}

/** A file that changed after it was loaded would be read as it was: the order above is wrong then. */
async function regenerate(entry) {
  const { compiled, sources } = await compile([join(root, entry)]);
  for (const [path, digest] of sources)
    if ((loaded.get(path) ?? digest) !== digest) throw new Error(`${entry} comes too late: ${path} was loaded before`);
    else loaded.set(path, digest);
  await import(pathToFileURL(compiled[0]).href);
}

function snapshot() {
  return new Map(generators.flatMap(([, ...writes]) => writes.flatMap(filesUnder)).map((path) => [path, digest(path)]));
}

function digest(path) {
  const content = readFileSync(join(root, path));
  return createHash('sha256').update(content).digest('hex');
}

function filesUnder(place) {
  const [folder] = place.split('/*');
  if (!existsSync(join(root, folder))) return [];
  if (!statSync(join(root, folder)).isDirectory()) return [place];
  const pattern = new RegExp(`^${place.replaceAll('*', '[^/]+')}(/|$)`);
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(root.length)).filter((path) => pattern.test(path));
}

function differences(left, right) {
  const paths = new Set([...left.keys(), ...right.keys()]);
  return [...paths].filter((path) => left.get(path) !== right.get(path)).sort();
}
