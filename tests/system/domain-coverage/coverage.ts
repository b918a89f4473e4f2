import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const names = z.array(z.string().min(1)).min(1).optional();

/** What the design promises in so many words, and what carries it; or why nothing does. */
const clauseSchema = z.strictObject({
  clause: z.string().min(1),
  commands: names,
  events: names,
  queries: names,
  tests: names,
  missing: z.string().min(1).optional(),
});
export type Clause = z.infer<typeof clauseSchema>;

const rowSchema = z.strictObject({ row: z.string().min(1), clauses: z.array(clauseSchema).min(1) });
export const coverageSchema = z
  .array(z.strictObject({ section: z.string().min(1), rows: z.array(rowSchema).min(1) }))
  .min(1);
export type Coverage = z.infer<typeof coverageSchema>;

/** What there is to name: paths under `/api/v1/`, full names of events, and of each file of tests the texts that it quotes. */
export interface Names {
  readonly commands: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly queries: ReadonlySet<string>;
  /** Undefined for a file that is not there. */
  readonly titlesOf: (file: string) => readonly string[] | undefined;
}

export const clausesOf = (coverage: Coverage): readonly { readonly at: string; readonly clause: Clause }[] =>
  coverage.flatMap(({ section, rows }) =>
    rows.flatMap(({ row, clauses }) =>
      clauses.map((clause) => ({ at: `${section} › ${row} › ${clause.clause}`, clause })),
    ),
  );

/** Names that do not resolve, clauses that nothing carries, and those that stand there twice; a line each. */
export function faultsOf(coverage: Coverage, known: Names): readonly string[] {
  const seen = new Set<string>();
  return clausesOf(coverage).flatMap(({ at, clause }) => {
    const twice = seen.has(at) ? ['stands there twice'] : [];
    seen.add(at);
    return [...twice, ...carried(clause), ...unresolved(clause, known)].map((fault) => `${at}: ${fault}`);
  });
}

/** A clause has a test, and at least one of the others; or it says why not. */
function carried({ commands, events, queries, tests, missing }: Clause): readonly string[] {
  const carriers = [commands, events, queries].filter((each) => each !== undefined);
  if (missing !== undefined)
    return carriers.length > 0 || tests !== undefined ? ['is missing, and has what carries it'] : [];
  if (carriers.length === 0) return ['is carried by no command, event or query'];
  return tests === undefined ? ['has no test'] : [];
}

function unresolved(clause: Clause, known: Names): readonly string[] {
  const kinds = ['commands', 'events', 'queries'] as const;
  const unknown = kinds.flatMap((kind) =>
    (clause[kind] ?? []).filter((name) => !known[kind].has(name)).map((name) => `${kind} have no ${name}`),
  );
  return [...unknown, ...(clause.tests ?? []).flatMap((test) => untested(test, known))];
}

function untested(test: string, { titlesOf }: Names): readonly string[] {
  const [file = '', title] = test.split(' › ');
  const titles = titlesOf(file);
  if (titles === undefined) return [`there is no ${file}`];
  if (title === undefined) return [`${test} names no title`];
  return titles.some((each) => each.includes(title)) ? [] : [`${file} has no ${title}`];
}

/** What corrects or voids a fact, which one clause of section 1 promises of all facts. */
const CORRECTION = /\/(correct|void)-[a-z-]+$|(Corrected|Voided)$/;

/** What the system has and no clause names, but for corrections. */
export function unnamed(
  coverage: Coverage,
  known: Names,
): Readonly<Record<'commands' | 'events' | 'queries', string[]>> {
  const rest = (kind: 'commands' | 'events' | 'queries'): string[] => {
    const named = new Set(clausesOf(coverage).flatMap(({ clause }) => clause[kind] ?? []));
    return [...known[kind]].filter((name) => !named.has(name) && !CORRECTION.test(name)).sort();
  };
  return { commands: rest('commands'), events: rest('events'), queries: rest('queries') };
}

export const readCoverage = (root: string): Coverage =>
  coverageSchema.parse(parse(readFileSync(join(root, 'docs', 'reference', 'coverage.yaml'), 'utf8')));

/** A spec, or the questions of a story, each of which a spec of them all puts under its words. */
const TESTS = /\.spec\.ts$|^tests\/stories\/[\w-]+\/questions(\/[\w-]+)?\.ts$/;

const API = '/api/v1/';
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** The names of the system, as the generated reference has them: it is out of date nowhere, which is a check of its own. */
export function namesIn(root: string): Names {
  const document = documentSchema.parse(JSON.parse(readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8')));
  const paths = (method: string): ReadonlySet<string> =>
    new Set(
      Object.entries(document.paths)
        .filter(([path, operations]) => path.startsWith(API) && method in operations)
        .map(([path]) => path.slice(API.length)),
    );
  const events = readdirSync(join(root, 'libs', 'contracts', 'schemas')).map((file) =>
    file.replace(/\.v\d+\.json$/, ''),
  );
  return {
    commands: paths('post'),
    queries: paths('get'),
    events: new Set(events),
    titlesOf: (file) => {
      const path = join(root, file);
      return TESTS.test(file) && existsSync(path) ? quotedIn(readFileSync(path, 'utf8')) : undefined;
    },
  };
}

/** The texts in quotation marks, in a line each; comments have none. */
export const quotedIn = (source: string): readonly string[] =>
  source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
    .flatMap((line) => [...line.matchAll(/(['"`])((?:\\.|(?!\1).)*)\1/g)])
    .map(([, , text = '']) => text.replaceAll(/\\(['"`])/g, '$1'));
