import { addDays } from '#libs/kernel';
import { wayInWords } from '../src/domain/rules/counting.ts';
import { COUNTING_WAYS } from '../src/domain/rules/delay.ts';
import type { Guard, GuardDelay, RuleVersion } from '../src/domain/rules/rule.ts';
import { judge } from '../src/domain/rules/rule-book.ts';
import { mergersRefusals } from '../src/http/refusals.table.ts';
import { refusedActs } from './refused-acts.ts';

/** The page of a guard in the reference: what it asks for, under which text in which days, how it counts, and how it refuses. */
export function guardPage(guard: Guard): string {
  const { id, summary, at, versions, delay, ofUnions, ofRestorations } = guard;
  const [english, french] = summary;
  return `# ${id}

Written by \`npm run generate\` from the rule book of mergers.

${english}

_${french}_

Asked at: ${at.map((act) => `\`${act}\``).join(', ')}.

## Versions

| version | in force | text |
| --- | --- | --- |
${versions.map(versionLine).join('')}
${unionsOf(ofUnions)}${restorationsOf(ofRestorations)}${delay === undefined ? '' : countingOf(delay)}${exampleOf(guard)}`;
}

function versionLine({ id, validFrom, validTo, citation }: RuleVersion): string {
  const days = [
    ...(validFrom === undefined ? [] : [`from ${validFrom}`]),
    ...(validTo === undefined ? [] : [`to ${addDays(validTo, -1)}`]),
  ];
  return `| \`${id}\` | ${days.join(' ')} | ${citation} |\n`;
}

/** What it says where clusters federate under an umbrella. */
function unionsOf(ofUnions: Guard['ofUnions']): string {
  if (ofUnions === undefined) return '';
  if (ofUnions === 'none') return 'It has no word in a federation: nothing passes, and nobody disappears.\n\n';
  return `In a federation it is \`${ofUnions.id}\`, for nothing passes: ${ofUnions.citation}.\n\n`;
}

/** What it says where a body that had disappeared comes back. */
function restorationsOf(ofRestorations: Guard['ofRestorations'] = 'none'): string {
  if (ofRestorations === 'none')
    return 'It has no word where a body that had disappeared comes back: no article of its text speaks of that.\n\n';
  return `Where a body that had disappeared comes back it is \`${ofRestorations.id}\`: ${ofRestorations.citation}.\n\n`;
}

function countingOf({ amount, unit, runs, way, basis }: GuardDelay): string {
  const delay = `${String(amount)} ${unit}`;
  const ways = COUNTING_WAYS.filter((each) => runs === 'before-the-act' || each.endsWith('forwards'));
  const lines = ways.map(
    (each) => `| \`${each}\`${each === way ? ' (default)' : ''} | ${wayInWords[each].join(' | ')} |\n`,
  );
  const extension =
    runs === 'within'
      ? 'A last day that is no working day runs to the next one; `parameters.seats` of the plan names the department of a seat, for its holidays.'
      : 'A delay before an act is not extended to a working day. The default is kept only where every other way would have it kept, too.';
  return `## How its delay is counted

${delay} ${runs === 'within' ? 'within which something may be done' : 'before the act'}. ${extension}
Basis of the default: ${basis}. \`parameters.counting\` of the plan chooses another way, with its basis.

| way | in words | en français |
| --- | --- | --- |
${lines.join('')}
`;
}

/** Its refusal as problem+json, in English and in French. */
function exampleOf({ id }: Guard): string {
  const { act, file } = refusedActs[id];
  const judged = judge(act, file);
  if (judged.ok || judged.refusal.guard !== id) throw new Error(`${id} does not refuse its example`);
  const { type: code, guard, citation, found, required, inFrench, earliestLawfulDate, ...facts } = judged.refusal;
  const { status, title, inFrench: titre } = mergersRefusals[code];
  const problem = {
    ...{
      type: `urn:grappe:problem:${code}`,
      title,
      status,
      code,
      guard,
      citation,
      found,
      required,
      earliestLawfulDate,
    },
    facts,
  };
  return `## A refusal

${fenced(problem)}
With \`Accept-Language: fr\` its sentences are:

${fenced({ title: titre, ...inFrench })}`;
}

function fenced(value: object): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`;
}

/** The list of all pages. */
export function guardIndex(book: readonly Guard[]): string {
  const lines = inOrder(book).map(({ id, summary }) => `| [${id}](${id}.md) | ${summary.join(' | ')} |\n`);
  return `# Guards of a merger

Written by \`npm run generate\` from the rule book of mergers.

| guard | what it asks for | ce qu'il demande |
| --- | --- | --- |
${lines.join('')}`;
}

function inOrder(book: readonly Guard[]): readonly Guard[] {
  return book.toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}
