import type { AnswersOf } from './ask-all.ts';
import type { Story } from './story.ts';

/** What the independent verifier found. */
export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly readModels: number;
  readonly problemCount: number;
}

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
