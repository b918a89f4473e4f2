/**
 * Compiles an entry and what it imports of ours with swc, into a mirror of the tree under node_modules/.cache.
 * Why a mirror and no module hooks: on Node 20 hooks answer from another thread for every module of every package, which costs a
 * start of the platform 0.8 s and 40 MB; plain files cost nothing. A warm start compares contents and never loads the compiler.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 40);

/** What tsconfig.json asks for: decorators with their metadata (Nest and TypeORM read it), imports left as written. */
const options = {
  swcrc: false,
  configFile: false,
  sourceMaps: true,
  inlineSourcesContent: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, verbatimModuleSyntax: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};
const compiler = JSON.parse(readFileSync(join(root, 'node_modules', '@swc', 'core', 'package.json'), 'utf8')).version;
export const salt = [compiler, JSON.stringify(options), readFileSync(fileURLToPath(import.meta.url), 'utf8')].join(
  '\n',
);
export const cache = join(root, 'node_modules', '.cache', 'grappe');
export const mirror = join(cache, `compiled-${digest(root + salt).slice(0, 12)}`);
const aliases = Object.entries(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports).map(
  ([from, to]) => ({
    prefix: from.replace('*', ''),
    target: to.source,
  }),
);

/** What this process has brought up to date: programs that are compiled together share most of their files. */
const brought = new Map();

/**
 * Brings the mirror up to date for an entry. Answers with the file to import, and with the digest of each source as it was compiled.
 * Throws swc's message, place and excerpt included.
 */
export async function compileEntry(entry) {
  const sources = new Map();
  for (let wave = [entry]; wave.length > 0;) {
    const found = await Promise.all(wave.map(bringUpToDate));
    wave.forEach((path, at) => sources.set(path, found[at].key));
    wave = [...new Set(found.flatMap(({ imports }) => imports))].filter((path) => !sources.has(path));
  }
  return { compiled: mirrored(entry), sources };
}

function bringUpToDate(path) {
  const known = brought.get(path) ?? compileUnlessKnown(path);
  brought.set(path, known);
  return known;
}

function mirrored(path) {
  const inside = relative(root, path);
  if (inside.startsWith('..')) throw new Error(`only files of the project can be run, not ${path}`);
  return join(mirror, inside.replace(/\.ts$/, '.mjs'));
}

/** The digest and the imports of one file. Its last compiled line names the content it came from, so a stale or half-known file is never believed. */
async function compileUnlessKnown(path) {
  const source = readFileSync(path, 'utf8');
  const key = digest(source);
  const target = mirrored(path);
  const known = read(target);
  const [, from, imports] = /\n\/\/ from (\w+) imports (.*)\n$/.exec(known?.slice(-20_000) ?? '') ?? [];
  if (from === key) return { key, imports: JSON.parse(imports).map((name) => join(root, name)) };
  return { key, imports: await compile(path, source, target) };
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function compile(path, source, target) {
  const [{ transform }, lexer] = await Promise.all([import('@swc/core'), import('es-module-lexer')]);
  await lexer.init;
  const { code, map } = await transform(source, { ...options, filename: path });
  const { text, imports } = redirect(code, path, target, lexer.parse(code)[0]);
  const inline = Buffer.from(JSON.stringify({ ...JSON.parse(map), sources: [pathToFileURL(path).href] })).toString(
    'base64',
  );
  const names = JSON.stringify(imports.map((found) => relative(root, found).split(sep).join('/')));
  const trailer = `//# sourceMappingURL=data:application/json;base64,${inline}\n// from ${digest(source)} imports ${names}\n`;
  write(target, `${text}\n${trailer}`);
  return imports;
}

/** Points imports of our files into the mirror, and `import.meta` at the source: files beside a module are found where they are. */
function redirect(code, path, target, references) {
  const imports = [];
  let text = code;
  for (const reference of [...references].reverse()) {
    const place = reference.d === -2 ? undefined : ours(reference.n, path);
    const member = reference.d === -2 ? /^\.(url|filename|dirname)\b/.exec(code.slice(reference.e))?.[1] : undefined;
    if (member !== undefined) {
      text = splice(text, reference.s, reference.e + 1 + member.length, JSON.stringify(source(path)[member]));
    } else if (place !== undefined) {
      imports.push(place);
      const specifier = JSON.stringify(pathToFileURL(mirrored(place)).href);
      text =
        reference.d > -1
          ? splice(text, reference.s, reference.e, specifier)
          : splice(text, reference.s - 1, reference.e + 1, specifier);
    }
  }
  return { text, imports: imports.reverse() };
}

const source = (path) => ({ url: pathToFileURL(path).href, filename: path, dirname: dirname(path) });
const splice = (text, from, to, insert) => text.slice(0, from) + insert + text.slice(to);

/** The TypeScript file that a specifier means, when it is one of ours. */
function ours(specifier, importer) {
  if (specifier === undefined) return undefined;
  if (/^\.{1,2}\/.*\.ts$/.test(specifier)) return resolve(dirname(importer), specifier);
  const alias = aliases.find(({ prefix }) => specifier.startsWith(prefix));
  return alias && resolve(root, alias.target.replace('*', specifier.slice(alias.prefix.length)));
}

/** Written beside its place and renamed: processes that start together never read half a file. */
function write(target, text) {
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, target);
}
