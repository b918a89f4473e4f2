import type { CommandTable } from '#libs/commands';
import { EDGE_REFUSALS } from '#libs/hosting';
import type { Sentences } from './sentences.ts';

/** A code with everything that the reference says of it. */
export interface Documented {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly inFrench: string | undefined;
  /** The member of the body that is wrong, as a JSON pointer. */
  readonly path: string | undefined;
  readonly sentences: Sentences | undefined;
  /** What tests expect of it. */
  readonly examples: Sentences | undefined;
  /** The commands that answer it, as `<context>/<resource>` with their verbs. */
  readonly commands: readonly (readonly [resource: string, verbs: readonly string[]])[];
  /** The page of the guard that refuses by it. */
  readonly guards: readonly string[];
}

const WRITTEN = 'Written by `npm run generate` from the tables of refusals and from what decides.';
const API = 'api';

export const pageOf = (code: string, context: string): string => `${context}.md#${code.toLowerCase()}`;

/** The codes of a context, in the order of its table. */
export function documentedIn(
  tables: readonly CommandTable[],
  sentences: ReadonlyMap<string, Sentences>,
  examples: ReadonlyMap<string, Sentences>,
  guardsOf: (code: string) => readonly string[],
): readonly Documented[] {
  const [first] = tables;
  return Object.entries(first?.refusals ?? {}).map(([code, { status, title, inFrench, path }]) => ({
    ...{ code, status, title, inFrench, path, sentences: sentences.get(code), examples: examples.get(code) },
    guards: guardsOf(code),
    commands: tables.flatMap(({ context, resource, rows }) => {
      const verbs = rows.filter(({ refusals }) => refusals.includes(code)).map(({ verb }) => verb ?? 'create');
      return verbs.length === 0 ? [] : [[`${context}/${resource}`, verbs] as const];
    }),
  }));
}

/** The codes that every path may answer. */
export function documentedOfEdge(): readonly Documented[] {
  return Object.entries(EDGE_REFUSALS).map(([code, { status, title }]) => ({
    ...{ code, status, title, inFrench: undefined, path: undefined, sentences: undefined },
    ...{ examples: undefined, commands: [], guards: [] },
  }));
}

export function refusalPage(context: string, codes: readonly Documented[]): string {
  const of = context === API ? 'of the API itself' : `of ${context}`;
  return `# Refusals ${of}\n\n${WRITTEN}\n\n${codes.map(section).join('\n')}`;
}

/** The heading is the code alone: the anchor follows from it. */
function section(documented: Documented): string {
  const { code, status, title, inFrench, path, commands, guards } = documented;
  const lines = [
    `${String(status)}: ${title}`,
    ...(inFrench === undefined ? [] : [`_${inFrench}_`]),
    ...(path === undefined ? [] : [`Of the member of the body at \`${path}\`.`]),
    ...guards.map((guard) => `Of the guard [${guard}](../guards/${guard}.md).`),
    ...saidBy('Found', documented, 'found'),
    ...saidBy('Required', documented, 'required'),
    ...answeredBy(code, commands),
  ];
  return `## ${code}\n\n${lines.join('\n\n')}\n`;
}

/** A value that is named for nothing but its place says nothing. */
const UNNAMED = ['{found}', '{required}', '{value}'];
const EXAMPLES = 2;

/** The sentences of the code, else what tests expect as an example. */
function saidBy(name: string, { sentences, examples }: Documented, said: keyof Sentences): readonly string[] {
  const texts = (sentences?.[said] ?? []).filter((text) => !UNNAMED.includes(text));
  const tested = (examples?.[said] ?? []).filter((text) => text !== '' && !text.includes('{')).slice(0, EXAMPLES);
  const quoted = (all: readonly string[]): string => all.map((text) => `\`${text}\``).join(' · ');
  if (texts.length > 0) return [`${name}: ${quoted(texts)}`];
  return tested.length === 0 ? [] : [`${name}, for example: ${quoted(tested)}`];
}

function answeredBy(code: string, commands: Documented['commands']): readonly string[] {
  if (code.startsWith('API_')) return [];
  if (commands.length === 0) return ['No command answers it: what cannot be moved is set aside under this code.'];
  return [
    `Answered by:\n\n${commands.map(([path, verbs]) => `- \`${path}\`: ${inShort(verbs).join(', ')}`).join('\n')}`,
  ];
}

const CORRECTION = /^(correct|void)-/;

/** Where a resource has many facts, their corrections are named together. */
function inShort(verbs: readonly string[]): readonly string[] {
  const corrections = verbs.filter((verb) => CORRECTION.test(verb));
  if (corrections.length < 5) return verbs;
  return [...verbs.filter((verb) => !CORRECTION.test(verb)), 'and what corrects and voids its facts'];
}

/** Every code with where it is explained; `type` of a problem document ends with the code. */
export function refusalIndex(pages: ReadonlyMap<string, readonly Documented[]>): string {
  const lines = [...pages]
    .flatMap(([context, codes]) => codes.map((each) => ({ context, ...each })))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(
      ({ context, code, status, title }) =>
        `| [\`${code}\`](${pageOf(code, context)}) | ${String(status)} | ${title} |\n`,
    );
  return `# Refusals

${WRITTEN}

Every refusal and every fault is a problem document (RFC 9457). Its \`type\` is \`urn:grappe:problem:<code>\`, and \`code\` is stable: it never changes meaning.
\`found\` and \`required\` say what there was and what there has to be; \`{on}\` stands here for a value. Nothing of a refused command is stored.

| code | status | what it means |
| --- | --- | --- |
${lines.join('')}`;
}
