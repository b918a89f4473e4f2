import type { LedgerPage, ReadOptions } from '#libs/kernel';
import { Signal } from '#libs/signal';
import { PositionsLate, StoreUnavailable } from './errors.ts';

const TIMEOUT_MS = 5_000;

/** Wakes readers when the ledger has grown. It keeps one number, whatever the number of events or readers. */
export class LedgerSignal {
  #head = 0n;
  #closed = false;
  readonly #grown = new Signal();

  /** The number of positions that are known to be there; there may be more. */
  get head(): bigint {
    return this.#head;
  }

  /** True while a reader waits for the ledger to grow. */
  get awaited(): boolean {
    return this.#grown.awaited;
  }

  /** A lower head than the known one changes nothing. */
  raise(head: bigint): void {
    if (head <= this.#head) return;
    this.#head = head;
    this.#grown.raise();
  }

  close(): void {
    this.#closed = true;
    this.#grown.raise();
  }

  /** Resolves once a position is there, or when aborted. @throws StoreUnavailable when the store is closed */
  async waitFor(position: bigint, signal: AbortSignal | undefined): Promise<void> {
    while (this.#head <= position && signal?.aborted !== true) {
      if (this.#closed) throw new StoreUnavailable('the store was closed');
      await this.#grown.next(signal);
    }
  }
}

/**
 * A subscription made of reads: what is there is read to its end, then the next growth of the ledger is awaited. Nothing is
 * buffered and nothing can fall between catching up and live, because both are the same read from the same position.
 */
export async function* follow(
  from: bigint,
  options: ReadOptions | undefined,
  head: LedgerSignal,
  readAll: (from: bigint, options: ReadOptions | undefined) => AsyncIterable<LedgerPage>,
): AsyncGenerator<LedgerPage> {
  const signal = options?.signal;
  let next = from;
  while (signal?.aborted !== true) {
    for await (const page of readAll(next, options)) {
      next = page.next;
      yield page;
    }
    await head.waitFor(next, signal);
  }
}

/** What a look found: the number of positions, and whether an awaited event is not among them. */
export interface SequencedLook {
  readonly head: bigint;
  readonly late: boolean;
}

/** Looks anew each time the ledger has grown, until nothing is late. @throws PositionsLate, and as `look` */
export async function untilSequenced(
  head: LedgerSignal,
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
    await head.waitFor(seen.head, deadline);
  }
}
