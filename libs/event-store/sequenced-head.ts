import { PositionsLate } from './errors.ts';
import type { HeadSignal } from './head-signal.ts';

const TIMEOUT_MS = 5_000;

/** What a look found: the number of positions, and whether an event that is waited for is not among them. */
export interface SequencedLook {
  readonly head: bigint;
  readonly late: boolean;
}

/** Looks anew each time the ledger has grown, until nothing is late. @throws PositionsLate, and as `look` */
export async function sequenced(
  head: HeadSignal,
  look: () => Promise<SequencedLook>,
  timeoutMs = TIMEOUT_MS,
): Promise<bigint> {
  let deadline: AbortSignal | undefined;
  for (;;) {
    const seen = await look();
    head.raise(seen.head);
    if (!seen.late) return seen.head;
    if (deadline?.aborted === true) throw new PositionsLate(timeoutMs, seen.head);
    deadline ??= AbortSignal.timeout(timeoutMs);
    await head.reached(seen.head, deadline);
  }
}
