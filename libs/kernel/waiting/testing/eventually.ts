import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Default: 20,000 ms, so that a wait ends before its test does and can say what for. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 20_000;
const POLL_MS = { least: 5, most: 50 };
/** A wait is prolonged by so small a part of it at most, and a check that costs something has a third of the processor. */
const OF_THE_WAIT = 1 / 25;
const OF_THE_CHECK = 2;

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
  const began = performance.now();
  for (;;) {
    const askedAt = performance.now();
    const seen = await look(check);
    if (seen === undefined) return;
    const now = performance.now();
    if (now - began >= deadlineMs) throw new NeverCameTrue(what, deadlineMs, seen);
    await delay(pauseMs(now - began, now - askedAt));
  }
}

function pauseMs(waitedMs: number, checkMs: number): number {
  return Math.min(POLL_MS.most, Math.max(POLL_MS.least, waitedMs * OF_THE_WAIT, checkMs * OF_THE_CHECK));
}

/** The reason why it does not hold; undefined when it does. */
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
