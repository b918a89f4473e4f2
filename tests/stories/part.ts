import type { ApiClient } from './api-client.ts';
import type { StoryRow } from './player.ts';

/** What a story has to say of some of its questions: its rows, and each answer beside what it has to be. */
export interface StoryPart {
  readonly name: string;
  /** Begins the keys of its commands. */
  readonly key: string;
  readonly script: readonly StoryRow[];
  /** By the question. */
  readonly answers: Readonly<
    Record<string, { readonly ask: (api: ApiClient) => Promise<unknown>; readonly expected: unknown }>
  >;
}
