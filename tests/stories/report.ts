import type { Verification } from '../../apps/cli/src/verify/verify.ts';
import type { AnswersOf } from './ask-all.ts';
import type { Story } from './story.ts';

/** The answers of a story as a person reads them. */
export function report({ name, about }: Story, answers: AnswersOf): string {
  const asked = Object.entries(answers).flatMap(([words, { lines }]) => [
    '',
    `  ${words}`,
    ...lines.map((line) => `    ${line}`),
  ]);
  return ['', name, '='.repeat(name.length), about, ...asked, ''].join('\n');
}

export function verified({ ok, events, streams, readModels, problemCount }: Verification): string {
  const read = `${String(events)} events in ${String(streams)} streams, ${String(readModels)} read models`;
  const problems = problemCount === 0 ? 'no problem' : `${String(problemCount)} problems`;
  return `\nIs the history whole and unaltered?\n  ${ok ? 'yes' : 'NO'}: ${read}, ${problems}`;
}
