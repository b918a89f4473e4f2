import type { ApiClient } from './api-client.ts';
import type { StoryRow } from './player.ts';

/** An answer as the API gave it, and as a person reads it, a line each. */
export interface Answer {
  readonly answer: unknown;
  readonly lines: readonly string[];
}

/** What can be asked of a story, and what the answer has to be. */
export interface Question {
  /** Asks it through the public API. */
  readonly put: (api: ApiClient) => Promise<Answer>;
  /** What the answer has to have in it, with these values. */
  readonly expected: unknown;
}

interface Asked<Found> {
  readonly ask: (api: ApiClient) => Promise<Found>;
  readonly expected: unknown;
  /** One line for each thing that the answer says, in words of the field. */
  readonly lines: (answer: Found) => readonly string[];
}

/** A question whose lines are written from its very answer, so that what a person reads is what was found. */
export function question<Found>({ ask, expected, lines }: Asked<Found>): Question {
  return {
    expected,
    put: async (api) => {
      const answer = await ask(api);
      return { answer, lines: lines(answer) };
    },
  };
}

/** What is better looked at than read. */
export interface Drawing {
  readonly title: string;
  /** One SVG element, of what the API answers now. */
  readonly draw: (api: ApiClient) => Promise<string>;
}

/** A request that is worth a try: what it is about, and its path below `/api/v1`. */
export interface Request {
  readonly about: string;
  readonly path: string;
}

/** One of the five real systems: what happened, day by day, what can be asked of it, and what it looks like. */
export interface Story {
  /** Names it on the command line, and begins the keys of its commands. */
  readonly key: string;
  readonly name: string;
  /** One sentence for somebody who has never heard of it. */
  readonly about: string;
  /** In the order of their days. */
  readonly script: readonly StoryRow[];
  /** By the question, in words that somebody of the field would use. */
  readonly questions: Readonly<Record<string, Question>>;
  readonly drawings: readonly Drawing[];
  /** Reads that somebody who meets the system tries first. */
  readonly requests?: readonly Request[];
}
