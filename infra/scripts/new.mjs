/**
 * `npm run new -- <context> <Aggregate>`: an aggregate with contract, golden samples, decider, rows, read model and specs, in a context
 * that there is or in a new one. What it writes is infra/templates under other names; everything is planned before anything is written.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordsOf, fill, isWord } from './new-words.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templates = join(root, 'infra', 'templates');
const LIST = 'apps/platform/src/context-list.ts';
const usage = 'usage: npm run new -- <context> <Aggregate>, e.g. npm run new -- library Book\n';

const [context, name, ...rest] = process.argv.slice(2);
if (context === undefined || name === undefined || rest.length > 0) fail(usage);
const isNew = !existsSync(join(root, contextFile(context)));
const complaints = complaintsAbout();
if (complaints.length > 0) fail(`${complaints.join('\n')}\nNothing was written.\n`);

// Compiler and formatter take a second to load: who is refused need not wait for them.
const { withElement, withImport } = await import('./new-wiring.mjs');
const words = wordsOf({ context, name, prefix: prefixOf(), port: nextPort() });
const plan = await formatted(planOf());
write(plan);
const generated = spawnSync(process.execPath, [join(root, 'infra', 'scripts', 'generate.mjs')], { cwd: root });
for (const path of plan.keys()) process.stdout.write(`${path}\n`);
process.stdout.write(String(generated.stdout));
if (generated.status !== 0) fail(`The files are there; \`npm run generate\` failed:\n${String(generated.stderr)}`);

function complaintsAbout() {
  const found = [];
  if (!/^[a-z][a-z0-9]{0,30}$/.test(context)) {
    found.push(`${context}: a context is one word in small letters; it names a role of the database and topics.`);
  } else if (isNew && ['apps', 'libs/contracts'].some((place) => existsSync(join(root, place, context)))) {
    found.push(`${context}: there is a folder of this name that is no context.`);
  }
  if (!/^([A-Z][a-z]+)+$/.test(name)) found.push(`${name}: an aggregate is a noun in the singular, in PascalCase.`);
  else if (!isWord(name)) found.push(`${name}: TypeScript keeps this word for itself.`);
  else found.push(...placesOf().map((path) => `${name}: ${path} speaks of one already.`));
  return found;
}

/** Names of events, of bodies and of answers stand in one document, whatever their context. */
function placesOf() {
  const { camel, pascal } = wordsOf({ context, name });
  const taken = new RegExp(`\\b${camel}Events\\b|\\bid: '${pascal}'|'(Register|Rename)${pascal}'`);
  return ['apps', 'libs/contracts'].flatMap((place) =>
    filesUnder(join(root, place))
      .filter((path) => path.endsWith('.ts') && taken.test(readFileSync(path, 'utf8')))
      .map((path) => relative(root, path)),
  );
}

/** Every file that is new or changes, with its text. */
function planOf() {
  const files = new Map();
  for (const path of filesUnder(templates).map((found) => relative(templates, found).split(sep).join('/'))) {
    if (!path.includes('archive')) continue;
    const target = fill(path, words, 'name');
    if (existsSync(join(root, target))) {
      // A context has one of each; what belongs to the aggregate is nobody else's.
      if (!/specimen/i.test(path)) continue;
      fail(`${target} is there already.\nNothing was written.\n`);
    }
    files.set(target, fill(readFileSync(join(templates, path), 'utf8'), words, path));
  }
  const change = (path, how) => files.set(path, how(files.get(path) ?? readFileSync(join(root, path), 'utf8')));
  change(`libs/contracts/${context}/index.ts`, wiredContract);
  change(contextFile(context), wiredContext);
  if (isNew) change(LIST, withListed);
  return files;
}

function wiredContract(text) {
  const { camel, kebab } = words;
  const imported = withImport(text, `import { ${camel}Events } from './${kebab}.ts';`);
  return withElement(imported, `${context}Contract`, undefined, `...${camel}Events`);
}

function wiredContext(text) {
  const { camel, camelPlural, kebab, kebabPlural } = words;
  const rows = `import { ${camel}Commands, ${camel}Queries } from './http/${kebabPlural}.rows.ts';`;
  const elements = [
    ['aggregates', camel, `import { ${camel} } from './domain/${kebab}/${kebab}.ts';`],
    ['commands', `${camel}Commands`, rows],
    ['queries', `...${camel}Queries`],
    [
      'projections',
      camelPlural,
      `import { ${camelPlural} } from './read-models/${kebabPlural}/${kebabPlural}.projection.ts';`,
    ],
  ];
  return elements.reduce((changed, [property, element, line]) => {
    const wired = withElement(changed, `${context}Context`, property, element);
    return line === undefined ? wired : withImport(wired, line);
  }, text);
}

function withListed(text) {
  const line = fill(`export { ArchiveModule } from '../../archive/src/archive.module.ts';`, words, 'name');
  const lines = text.trimEnd().split('\n');
  const before = lines.findIndex((one) => one.startsWith('export') && one > line);
  return `${lines.toSpliced(before === -1 ? lines.length : before, 0, line).join('\n')}\n`;
}

async function formatted(files) {
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
  const used = (place) =>
    filesUnder(join(root, 'apps', place, 'src')).flatMap((path) => [
      ...readFileSync(path, 'utf8').matchAll(/'([A-Z]{3})_[A-Z_]+'/g),
    ]);
  const own = isNew ? [] : used(context).map(([, prefix]) => prefix);
  const count = (prefix) => own.filter((one) => one === prefix).length;
  return own.sort((a, b) => count(b) - count(a))[0] ?? context.slice(0, 3).toUpperCase();
}

function nextPort() {
  const text = ['contexts.ts', 'services.ts'].map((file) => read(join('infra', 'topology', file))).join('\n');
  return Math.max(...[...text.matchAll(/\b8[0-9]{3}\b/g)].map(([port]) => Number(port))) + 1;
}

function contextFile(of) {
  return `apps/${of}/src/${of}.context.ts`;
}

function filesUnder(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function read(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

function fail(message) {
  process.stderr.write(message);
  process.exit(1);
}
