import type { Progress } from '../output/progress.ts';
import type { Api } from '../system/api.ts';

/** What any command answers with. */
interface AnswerContext {
  /** Whether the answer is for a program: one JSON value on standard output. */
  readonly json: boolean;
  /** A line of the answer, on standard output. */
  readonly print: (text: string) => void;
}

/** What a command works with that needs no system. */
export interface LocalContext extends AnswerContext {
  readonly standardInput: () => AsyncIterable<Uint8Array>;
}

/** What a command works with. */
export interface CommandContext extends AnswerContext {
  readonly api: Api;
  readonly progress: Progress;
  /** What is not the answer, on standard error. */
  readonly say: (text: string) => void;
}

/** 0 for good, 1 for something wrong that was found. */
export type Verdict = 0 | 1;

/** JSON of an answer; what does not fit into a number stays exact as text. */
export function asJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'bigint') return item;
    return item <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(item) : String(item);
  });
}
