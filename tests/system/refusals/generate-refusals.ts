import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CommandTable } from '#libs/commands';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { documentedIn, documentedOfEdge, refusalIndex, refusalPage } from './refusal-pages.ts';
import { sentencesIn } from './sentences.ts';

/** Writes a page of refusals for each context into the reference, and the list of all; those of a context that is gone go. */
const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, 'docs', 'reference', 'refusals');
const isTest = (path: string): boolean => /\.spec\.ts$|\/tests?\/|\/testing\//.test(path);
const files = ['apps', 'libs', 'tests']
  .flatMap((place) => readdirSync(join(root, place), { recursive: true }).map((name) => `${place}/${String(name)}`))
  .filter((path) => path.endsWith('.ts'))
  .sort();
const sources = files.filter((path) => !isTest(`/${path}`)).map((path) => join(root, path));
const sentences = sentencesIn(sources);
const examples = sentencesIn(files.filter((path) => isTest(`/${path}`)).map((path) => join(root, path)));
const tablesOf = (tables: readonly CommandTable[]) => documentedIn(tables, sentences, examples, guardsOf);
const pages = new Map([
  ['api', documentedOfEdge()],
  ...contexts
    .filter(({ commands }) => commands.length > 0)
    .map(({ name, commands }) => [name, tablesOf(commands)] as const),
]);

/** The guards that refuse by a code, by the files of their rules: `g11-creditors.ts` is the one of G11. */
function guardsOf(code: string): readonly string[] {
  const files = sources.filter(
    (path) => /\/rules\/g\d+-/.test(path) && readFileSync(path, 'utf8').includes(`'${code}'`),
  );
  return files.map((path) => `G${/g(\d+)-/.exec(basename(path))?.[1] ?? ''}`);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'README.md'), refusalIndex(pages));
for (const [context, codes] of pages) writeFileSync(join(folder, `${context}.md`), refusalPage(context, codes));
