/** Each rule answers with its complaints, and a figure for the summary where it has one. */
import { basename } from 'node:path';
import { functionsOf } from './functions.mjs';
import { banned, emptyNames, limits, waivers } from './limits.mjs';
import { files, sources, tests } from './sources.mjs';

const sum = (list) => list.reduce((total, { lines }) => total + lines, 0);

function quantile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function fileSizes() {
  const sizes = sources.map(({ lines }) => lines);
  const found = { median: quantile(sizes, 0.5), p95: quantile(sizes, 0.95), longest: Math.max(...sizes) };
  const over = Object.keys(found).filter((name) => found[name] > limits.sourceLines[name]);
  const complaints = over.map(
    (name) => `source files: ${name} is ${found[name]} lines, the limit is ${limits.sourceLines[name]}`,
  );
  const long = [
    ...sources.filter(({ lines }) => lines > limits.sourceLines.longest),
    ...tests.filter(({ lines }) => lines > limits.testLines.longest),
  ];
  complaints.push(...long.map(({ path, lines }) => `${path}: ${lines} lines`));
  return {
    complaints,
    figure: `${sizes.length} source files, median ${found.median}, p95 ${found.p95}, longest ${found.longest}`,
  };
}

function functionSizes() {
  const all = sources.flatMap((file) =>
    functionsOf(file).map((entry) => ({ ...entry, key: `${file.path}#${entry.name}` })),
  );
  const long = all.filter(({ lines, name }) => lines > limits.functionLines.longest && !name.endsWith('callback'));
  const complaints = long
    .filter(({ key, lines }) => lines > (waivers.get(key) ?? 0))
    .map(({ key, lines }) => `${key}: ${lines} lines, at most ${limits.functionLines.longest}`);
  for (const [key, lines] of waivers) {
    const now = long.find((entry) => entry.key === key)?.lines;
    if (now !== lines)
      complaints.push(`waiver of ${key} says ${lines} lines, now ${now ?? 'not needed'}: write what is true`);
  }
  const lengths = all.map(({ lines }) => lines);
  return {
    complaints,
    figure: `${all.length} functions, median ${quantile(lengths, 0.5)}, longest ${Math.max(...lengths)}`,
  };
}

function proportion() {
  const ratio = sum(tests) / sum(sources);
  const low = ratio < limits.testsToSource.least;
  const figure = `tests ÷ source ${ratio.toFixed(2)}`;
  return { complaints: low ? [`${figure}, at least ${limits.testsToSource.least}`] : [], figure };
}

/** This folder names what it bans, so it is not read. */
function bannedWords() {
  const judged = files.filter(({ path }) => !path.startsWith('tests/tidy/'));
  const complaints = judged.flatMap(({ path, text }) =>
    banned
      .filter((rule) => rule.in?.test(path) ?? true)
      .flatMap(({ what, why }) => matchingLines(text, what).map((line) => `${path}:${line}: ${why}`)),
  );
  return { complaints };
}

function matchingLines(text, pattern) {
  if (!pattern.test(text)) return [];
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}

function names() {
  const complaints = [...sources, ...tests].flatMap(({ path }) => {
    if (emptyNames.test(basename(path))) return [`${path}: the name says nothing about what is inside`];
    return /^[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(basename(path))
      ? []
      : [`${path}: names are kebab-case with the role last`];
  });
  return { complaints };
}

/** One index for a lib, one for each adapter or kit below it; a barrel anywhere else is a second door. */
function barrels() {
  const allowed = /^(infra\/templates\/)?(libs\/[^/]+(\/[^/]+)?|infra\/[^/]+(\/[^/]+)?)\/index\.ts$/;
  const extra = sources.filter(({ path }) => basename(path) === 'index.ts' && !allowed.test(path));
  return { complaints: extra.map(({ path }) => `${path}: one index.ts for a lib, and no other barrels`) };
}

/** History is frozen by samples, which libs/contracts/golden/SHA256SUMS lists: a test reads it, and here it gets no shorter. */
function goldenSamples() {
  const count = files.filter(({ path }) => /^libs\/contracts\/golden\/.*\.json$/.test(path)).length;
  const figure = `${count} golden samples of events`;
  return {
    complaints: count < limits.goldenSamples.least ? [`${figure}, at least ${limits.goldenSamples.least}`] : [],
    figure,
  };
}

/** ADR 2 gives a reason for each dependency, and for no other package in its tables. */
function dependencyReasons() {
  const text = (path) => files.find((file) => file.path === path)?.text ?? '';
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text('package.json'));
  const asked = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const rows = text('docs/adr/0002-dependencies.md').match(/^\| `.*? \|/gm) ?? [];
  const given = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  return {
    complaints: [
      ...asked.filter((name) => !given.includes(name)).map((name) => `ADR 2 gives no reason for ${name}`),
      ...given
        .filter((name) => !asked.includes(name))
        .map((name) => `ADR 2 names ${name}, which package.json does not`),
    ],
  };
}

/** A path that a document names is there. */
function documentPaths() {
  const isThere = (named) => files.some(({ path }) => path === named || path.startsWith(`${named}/`));
  const documents = files.filter(({ path }) => /^(?!CHANGELOG|infra\/templates\/).*\.md$/.test(path));
  const complaints = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:apps|libs|infra|tests|bench|docs)\/[\w./-]*\w)\/?`/g)]
      .filter(([, named]) => !isThere(named))
      .map(([, named]) => `${path} names ${named}, which is not there`),
  );
  return { complaints };
}

/** Each word of the glossary names the file that defines it. */
function glossary() {
  const text = files.find(({ path }) => path === 'docs/glossary.md')?.text ?? '';
  const [words] = text.split('## Not used');
  const rows = words.split('\n').filter((line) => /^\| (?!word |-)/.test(line));
  const complaints = rows
    .filter((row) => !files.some(({ path }) => row.trimEnd().replace(/ *\|$/, '').endsWith(`\`${path}\``)))
    .map((row) => `docs/glossary.md: no file defines ${row.split('|')[1].trim()}`);
  return { complaints, figure: `${rows.length} words in the glossary` };
}

export const rules = {
  fileSizes,
  functionSizes,
  proportion,
  bannedWords,
  names,
  barrels,
  goldenSamples,
  dependencyReasons,
  documentPaths,
  glossary,
};
