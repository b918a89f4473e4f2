/**
 * `npm run new -- <context> <Aggregate>`: an aggregate with contract, golden samples, decider, rows, read model and specs, in a context
 * that there is or in a new one. What it writes is infra/templates under other names (for the context *archive*, the aggregate
 * *Specimen*); everything is planned before anything is written.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templates = 'infra/templates';
const usage = 'usage: npm run new -- <context> <Aggregate>, e.g. npm run new -- library Book\n';

const [context, name, ...rest] = process.argv.slice(2);
if (context === undefined || name === undefined || rest.length > 0) fail(usage);
const contextFile = `apps/${context}/src/${context}.context.ts`;
const isNew = read(contextFile) === undefined;
const words = spellings();
const complaints = complaintsAbout();
if (complaints.length > 0) fail(`${complaints.join('\n')}\nNothing was written.\n`);

// Compiler and formatter take a second to load: a refused call need not wait for them.
const { withElement, withImport } = await import('./new-wiring.mjs');
const prefix = prefixOf();
const port = nextPort();
const plan = await formatAll(planOf());
write(plan);
const generated = spawnSync(process.execPath, [join(root, 'infra', 'scripts', 'generate.mjs')], { cwd: root });
for (const path of plan.keys()) process.stdout.write(`${path}\n`);
process.stdout.write(String(generated.stdout));
if (generated.status !== 0) fail(`The files are there; \`npm run generate\` failed:\n${String(generated.stderr)}`);

/** The name of the aggregate as code, files and prose spell it: one, and several. */
function spellings() {
  const lower = (name.match(/[A-Z][a-z]+/g) ?? [name]).map((part) => part.toLowerCase());
  const several = lower.with(-1, plural(lower.at(-1)));
  const camel = (parts) => parts.map((part, at) => (at === 0 ? part : capital(part))).join('');
  return {
    code: [lower, several].map(camel),
    file: [lower, several].map((parts) => parts.join('-')),
    prose: [lower, several].map((parts) => parts.join(' ')),
    upper: lower.join('_').toUpperCase(),
  };
}

function plural(word) {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function complaintsAbout() {
  const found = [];
  if (!/^[a-z][a-z0-9]{0,30}$/.test(context)) {
    found.push(`${context}: a context is one word in small letters; it names a role of the database and topics.`);
  } else if (isNew && ['apps', 'libs/contracts'].some((place) => existsSync(join(root, place, context)))) {
    found.push(`${context}: there is a folder of this name that is no context.`);
  }
  if (!/^([A-Z][a-z]+)+$/.test(name)) found.push(`${name}: an aggregate is a noun in the singular, in PascalCase.`);
  else if (!isVariable(words.code[0])) found.push(`${name}: TypeScript keeps this word for itself.`);
  else found.push(...placesOf().map((path) => `${name}: ${path} speaks of one already.`));
  return found;
}

function isVariable(word) {
  try {
    new Function(`'use strict'; const ${word} = 0`);
    return true;
  } catch {
    return false;
  }
}

/** Names of events, bodies and answers share one document, whatever their context. */
function placesOf() {
  const taken = new RegExp(`\\b${words.code[0]}Events\\b|\\bid: '${name}'|'(Register|Rename)${name}'`);
  const sources = ['apps', 'libs/contracts'].flatMap(filesUnder).filter((path) => path.endsWith('.ts'));
  return sources.filter((path) => taken.test(read(path)));
}

/** Every file that is new or changes, with its text. */
function planOf() {
  const files = new Map();
  for (const template of filesUnder(templates)) {
    const path = template.slice(templates.length + 1);
    if (!path.includes('archive')) continue;
    const target = put(path, 'file');
    if (read(target) === undefined) files.set(target, fill(read(template), path));
    // A context has one of each; an aggregate has parts of its own.
    else if (/specimen/i.test(path)) fail(`${target} is there already.\nNothing was written.\n`);
  }
  const change = (path, how) => files.set(path, how(files.get(path) ?? read(path)));
  for (const [path, constant, property, element, line] of wires())
    change(path, (text) => withImport(withElement(text, constant, property, element), line));
  if (isNew) change('apps/platform/src/context-list.ts', withListed);
  return files;
}

/** What the definitions of contract and context take up: file, constant, its property, the element, and where that comes from. */
function wires() {
  const { code, file } = words;
  const rows = `import { ${code[0]}Commands, ${code[0]}Queries } from './http/${file[1]}.rows.ts';`;
  const contract = `import { ${code[0]}Events } from './${file[0]}.ts';`;
  const aggregate = `import { ${code[0]} } from './domain/${file[0]}/${file[0]}.ts';`;
  const projection = `import { ${code[1]} } from './read-models/${file[1]}/${file[1]}.projection.ts';`;
  return [
    [`libs/contracts/${context}/index.ts`, `${context}Contract`, undefined, `...${code[0]}Events`, contract],
    [contextFile, `${context}Context`, 'aggregates', code[0], aggregate],
    [contextFile, `${context}Context`, 'commands', `${code[0]}Commands`, rows],
    [contextFile, `${context}Context`, 'queries', `...${code[0]}Queries`, rows],
    [contextFile, `${context}Context`, 'projections', code[1], projection],
  ];
}

function withListed(text) {
  const line = put(`export { ArchiveModule } from '../../archive/src/archive.module.ts';`, 'file');
  const lines = text.trimEnd().split('\n');
  const before = lines.findIndex((one) => one.startsWith('export') && one > line);
  return `${lines.toSpliced(before === -1 ? lines.length : before, 0, line).join('\n')}\n`;
}

/** The text of a template with other names in it: in TypeScript, comments and texts with a space in them are prose. */
function fill(text, path) {
  if (!path.endsWith('.ts')) return put(text, 'prose');
  const parts = text.split(/(\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|`[^`]*`)/);
  const kindOf = (part) => (part.replaceAll(/\$\{.*?\}/g, '').includes(' ') ? 'prose' : 'file');
  return parts
    .map((part, at) => put(part, at % 2 === 0 ? 'code' : kindOf(part)))
    .join('')
    .replaceAll(/'(?:\.\.\/)+libs\/contracts\/index\.ts'/g, "'#libs/contracts'");
}

function put(text, kind) {
  const [one, several] = words[kind];
  const isProse = kind === 'prose';
  return text
    .replaceAll('ARC_', `${prefix}_`)
    .replaceAll('SPECIMEN', words.upper)
    .replaceAll('8000', String(port))
    .replaceAll('archive', context)
    .replaceAll('Archive', capital(context))
    .replaceAll(/specimen(?=[A-Z])/g, words.code[0])
    .replaceAll(/\b([Aa]) specimen\b/g, (_found, article) => `${article}${/^[aeio]/.test(one) ? 'n' : ''} ${one}`)
    .replaceAll('specimens', several)
    .replaceAll('specimen', one)
    .replaceAll(/Specimens\b/g, capital(isProse ? several : words.code[1]))
    .replaceAll(/Specimen(?![A-Z])/g, isProse ? capital(one) : name)
    .replaceAll('Specimen', name);
}

async function formatAll(files) {
  const { format, resolveConfig } = await import('prettier');
  const settings = await resolveConfig(join(root, 'package.json'));
  for (const [path, text] of files) files.set(path, await format(text, { ...settings, filepath: path }));
  return files;
}

/** All of it or nothing: what was written before a fault is taken back. */
function write(files) {
  const before = new Map([...files.keys()].map((path) => [path, read(path)]));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  } catch (error) {
    for (const [path, text] of before) {
      if (text === undefined) rmSync(join(root, path), { force: true });
      else writeFileSync(join(root, path), text);
    }
    throw error;
  }
}

/** The letters before the refusals of a context: those that it has, or the beginning of its name. */
function prefixOf() {
  const texts = isNew ? [] : filesUnder(`apps/${context}/src`).map(read);
  const own = texts.flatMap((text) => [...text.matchAll(/'([A-Z]{3})_[A-Z_]+'/g)]).map(([, letters]) => letters);
  const count = (letters) => own.filter((one) => one === letters).length;
  return own.sort((a, b) => count(b) - count(a))[0] ?? context.slice(0, 3).toUpperCase();
}

function nextPort() {
  const text = ['contexts.ts', 'services.ts'].map((file) => read(`infra/topology/${file}`)).join('\n');
  return Math.max(...[...text.matchAll(/\b8[0-9]{3}\b/g)].map(([found]) => Number(found))) + 1;
}

function filesUnder(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function read(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

function fail(message) {
  process.stderr.write(message);
  process.exit(1);
}
