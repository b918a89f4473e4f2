/**
 * Runs a TypeScript entry as `infra/scripts/run.mjs` does, with one call more at the start of every function of ours: `globalThis.entered`
 * receives the function, its arguments and, through its own stack, who called it. `node run-traced.mjs <entry.ts>`
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { cache, compile, mirror } from '../../../../infra/scripts/compile.mjs';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** Packages of the suites throw outside of them; what is traced calls nothing of theirs. */
const JEST = `data:text/javascript,const f = () => f; export { ${['it', 'expect', 'describe', 'beforeAll', 'afterAll'].map((name) => `f as ${name}`).join(', ')} };`;

const entry = resolve(process.argv[2]);
const { sources } = await compile([entry]);
mkdirSync(cache, { recursive: true });
const traced = realpathSync(mkdtempSync(join(cache, 'traced-')));
process.on('exit', () => rmSync(traced, { recursive: true, force: true }));
globalThis.entered = () => undefined;
globalThis.tracedAt = pathToFileURL(traced).href;
for (const path of sources.keys()) write(relative(root, path));
await import(pathToFileURL(join(traced, compiledName(relative(root, entry)))).href);

function compiledName(name) {
  return name.replace(/\.ts$/, '.mjs');
}

function write(name) {
  const compiled = readFileSync(join(mirror, compiledName(name)), 'utf8');
  const target = join(traced, compiledName(name));
  const watched = name.startsWith('tests/') ? compiled : instrument(compiled, name);
  const redirected = watched
    .replaceAll(pathToFileURL(mirror).href, pathToFileURL(traced).href)
    .replaceAll(/from (['"])@jest\/globals\1/g, () => `from ${JSON.stringify(JEST)}`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, redirected);
}

function instrument(code, name) {
  const inserts = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body !== undefined) inserts.push(...insertsOf(node, name));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS));
  inserts.sort((a, b) => b.at - a.at);
  return inserts.reduce((text, { at, insert }) => text.slice(0, at) + insert + text.slice(at), code);
}

function insertsOf(node, file) {
  const own = ts.isArrowFunction(node) ? '[]' : 'arguments';
  const call = `globalThis.entered(${JSON.stringify(file)}, ${JSON.stringify(nameOf(node))}, ${own})`;
  if (ts.isBlock(node.body)) return [{ at: node.body.getStart() + 1, insert: `${call};` }];
  return [
    { at: node.body.getStart(), insert: `(${call}, ` },
    { at: node.body.getEnd(), insert: ')' },
  ];
}

function nameOf(node) {
  if (ts.isConstructorDeclaration(node)) return `new ${node.parent.name?.text ?? 'class'}`;
  const named = node.name ?? node.parent.name;
  return named?.getText() ?? 'function';
}
