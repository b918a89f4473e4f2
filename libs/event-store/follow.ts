import type { LedgerPage, ReadOptions } from '#libs/kernel';
import type { HeadSignal } from './head-signal.ts';

/**
 * A subscription made of reads: what is there is read to its end, then the next growth of the ledger is awaited. Nothing is
 * buffered and nothing can fall between catching up and live, because both are the same read from the same position.
 */
export async function* follow(
  from: bigint,
  options: ReadOptions | undefined,
  head: HeadSignal,
  readAll: (from: bigint, options: ReadOptions | undefined) => AsyncIterable<LedgerPage>,
): AsyncGenerator<LedgerPage> {
  const signal = options?.signal;
  let next = from;
  while (signal?.aborted !== true) {
    for await (const page of readAll(next, options)) {
      next = page.next;
      yield page;
    }
    await head.reached(next, signal);
  }
}
