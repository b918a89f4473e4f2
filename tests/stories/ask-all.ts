import type { ApiClient } from './api-client.ts';
import type { Answer, Story } from './story.ts';

/** The answers of a story, by the question. */
export type AnswersOf = Readonly<Record<string, Answer>>;

/** Puts every question of a story, one after the other. */
export async function askAll(api: ApiClient, { questions }: Story): Promise<AnswersOf> {
  const answers: [string, Answer][] = [];
  for (const [words, { put }] of Object.entries(questions)) answers.push([words, await put(api)]);
  return Object.fromEntries(answers);
}
