/**
 * `npm run generate`: writes every generated document anew. With `--check` it fails when that changed something, which means that
 * a document was edited by hand or not generated after the code behind it moved.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generators } from './generators.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const checking = process.argv.includes('--check');
const before = snapshot();
for (const { entry } of generators) regenerate(entry);
const changed = differences(before, snapshot());
for (const path of changed) process.stdout.write(`${checking ? 'out of date' : 'written'}: ${path}\n`);
if (checking && changed.length > 0) {
  process.stdout.write('Run `npm run generate` and commit what it wrote.\n');
  process.exitCode = 1;
} else {
  process.stdout.write(`${before.size} generated files, ${changed.length} changed\n`);
}

function regenerate(entry) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'infra', 'scripts', 'run.mjs'), join(root, entry)],
    { cwd: root },
  );
  if (status === 0) return;
  process.stderr.write(`${entry} failed:\n${stdout}${stderr}\n`);
  process.exit(1);
}

function snapshot() {
  return new Map(generators.flatMap(({ writes }) => writes.flatMap(filesUnder)).map((path) => [path, digest(path)]));
}

function digest(path) {
  return createHash('sha256')
    .update(readFileSync(join(root, path)))
    .digest('hex');
}

function filesUnder(place) {
  if (place.includes('*')) {
    const pattern = new RegExp(`^${place.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`);
    return filesUnder(place.slice(0, place.indexOf('/'))).filter((path) => pattern.test(path));
  }
  if (!existsSync(join(root, place))) return [];
  if (!statSync(join(root, place)).isDirectory()) return [place];
  const entries = readdirSync(join(root, place), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
}

function differences(left, right) {
  const paths = new Set([...left.keys(), ...right.keys()]);
  return [...paths].filter((path) => left.get(path) !== right.get(path)).sort();
}
