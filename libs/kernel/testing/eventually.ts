import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Default: 20,000 ms, so that a wait ends before its test does and can say what for. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 20_000;
const POLL_MS = 5;

/** The deadline of a wait went by. */
export class NeverCameTrue extends Error {
  override readonly name = 'NeverCameTrue';
  constructor(what: string, deadlineMs: number, seen: string) {
    super(`not within ${String(deadlineMs)} ms: ${what}; last seen: ${seen}`);
  }
}

/**
 * Resolves once the check holds: it answers true, or it expects something and the expectation is met. What it answers instead, or
 * what its expectation says, is what was last seen.
 * @throws NeverCameTrue after the deadline, and at once whatever the check throws that is no expectation
 */
export async function eventually(
  what: string,
  check: () => unknown,
  { deadlineMs = DEADLINE_MS }: EventuallyOptions = {},
): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look(check);
    if (seen === undefined) return;
    if (performance.now() >= end) throw new NeverCameTrue(what, deadlineMs, seen);
    await delay(POLL_MS);
  }
}

/** What stands against it; undefined when it holds. */
async function look(check: () => unknown): Promise<string | undefined> {
  try {
    const answer = await check();
    return answer === true || answer === undefined ? undefined : textOf(answer);
  } catch (error) {
    if (error instanceof Error && 'matcherResult' in error) return error.message;
    throw error;
  }
}

function textOf(answer: unknown): string {
  return JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
