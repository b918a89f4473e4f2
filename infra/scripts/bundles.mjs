/**
 * Suites, put together for a whole run: jest gives each file its modules anew, and most of what such a suite took was to
 * load the same ones again. A bundle loads them once. Each suite keeps its hooks to itself, in a block with its path as its name; one suite
 * alone is run as it is (`npm test -- <path>`).
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PLATFORMS =
  /^tests\/(contexts\/.*|stories\/.*in-clear|system\/(openapi|refusals|hostile\/hostile-requests))\.int\.spec\.ts$/;

/** How many suites one bundle has: enough to load modules seldom, few enough that no worker is left with a long one at the end. */
const KINDS = [
  { kind: 'servers', is: /^libs\/.*\.int\.spec\.ts$/, most: 8 },
  // Whole platforms in the process of the suite; the stories' own is the longest, and stays alone.
  { kind: 'platforms', is: PLATFORMS, most: 4 },
  { kind: 'api', is: /\.api\.spec\.ts$/, most: 12 },
  // It takes longer than all other properties together.
  { kind: 'histories', is: /\/any-order\.prop\.spec\.ts$/, most: 1 },
  { kind: 'properties', is: /(?<!\/any-order)\.prop\.spec\.ts$/, most: 7 },
  // It collects garbage again and again: among the modules of twenty others that takes seven times as long.
  { kind: 'memory', is: /\/memory\.spec\.ts$/, most: 1 },
  { kind: 'pure', is: /(?<!\.int|\.kafka|\.api|\.prop|\/memory)\.spec\.ts$/, most: 24 },
];
/** Programs, whole systems and what sets up servers stay files of their own: they load little, and take long. */
const FOLDERS = ['apps', 'infra', 'libs', 'tests'];
const TEMPLATES = /^infra\/templates\/.*\.api\.spec\.ts$/;

/** Writes the bundles of a checkout into a folder, which is emptied first. Answers with the suites that are in one. */
export function writeBundles(root, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const suites = FOLDERS.flatMap((each) => suitesBelow(root, each)).sort();
  const bundled = [];
  for (const { kind, is, most } of KINDS) {
    const ofKind = suites.filter((path) => is.test(path) && !TEMPLATES.test(path));
    bundled.push(...ofKind);
    for (let first = 0; first < ofKind.length; first += most) {
      const name = `${kind}-${String(first / most + 1).padStart(2, '0')}.bundle.mjs`;
      writeFileSync(join(folder, name), bundleOf(root, folder, ofKind.slice(first, first + most)));
    }
  }
  return bundled;
}

function suitesBelow(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.spec.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'));
}

function bundleOf(root, folder, suites) {
  const loads = suites.map((path) => {
    const from = relative(folder, join(root, path)).replaceAll('\\', '/');
    return `await suite(${JSON.stringify(path)}, () => import(${JSON.stringify(from)}));`;
  });
  return `const { suite } = globalThis.grappeBundle;\n${loads.join('\n')}\n`;
}
