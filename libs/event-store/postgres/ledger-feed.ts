import type { LedgerPage, ReadOptions } from '#libs/kernel';
import { follow } from '../follow.ts';
import type { HeadSignal } from '../head-signal.ts';
import type { LedgerRow } from '../port.ts';
import { PAGE_SIZE, type LedgerReader } from './ledger-reader.ts';
import { LONGEST_TAIL, type LiveTail } from './live-tail.ts';
import { prefetched } from './prefetch.ts';

type Until = { readonly until?: bigint | undefined };

/** The reads by position that the port promises, over a ledger in PostgreSQL, whichever store its events come from. */
export class LedgerFeed {
  readonly #tail: LiveTail;

  constructor(
    private readonly ledger: LedgerReader,
    private readonly head: HeadSignal,
  ) {
    this.#tail = ledger.tail();
  }

  /** As `EventStore.readAll`. */
  async *readAll(from: bigint, options: ReadOptions & Until): AsyncGenerator<LedgerPage> {
    const end = await this.#end(options.until);
    const pages = prefetched(from < end ? from : undefined, this.ledger.pagesBelow(end, options), ({ next }) =>
      next < end ? next : undefined,
    );
    const aborted = (): boolean => options.signal?.aborted === true;
    if (aborted()) return;
    for await (const page of pages) {
      yield page;
      if (aborted()) return;
    }
  }

  /** As `EventStore.readLedger`. */
  async *readLedger(
    from: bigint,
    { until, pageSize = PAGE_SIZE }: Until & { readonly pageSize?: number | undefined },
  ): AsyncGenerator<readonly LedgerRow[]> {
    const end = await this.#end(until);
    const stretch = (next: bigint): bigint => (next + BigInt(pageSize) < end ? next + BigInt(pageSize) : end);
    yield* prefetched(
      from < end ? from : undefined,
      (next) => this.ledger.ledgerPage(next, stretch(next)),
      (_, next) => (stretch(next) < end ? stretch(next) : undefined),
    );
  }

  /** As `EventStore.subscribe`. */
  async *subscribe(from: bigint, options: ReadOptions | undefined): AsyncGenerator<LedgerPage> {
    this.head.raise(await this.ledger.head());
    yield* follow(from, options, this.head, (next, same) => this.#toHead(next, same ?? {}));
  }

  /** Everything up to the head that is known: the last of it is read once for all who follow. */
  async *#toHead(from: bigint, options: ReadOptions): AsyncGenerator<LedgerPage> {
    const end = this.head.head;
    if (end - from > LONGEST_TAIL) {
      yield* this.readAll(from, { ...options, until: end });
      return;
    }
    for (let next = from; next < end && options.signal?.aborted !== true;) {
      const page = await this.#tail.page(next, end, options);
      next = page.next;
      yield page;
    }
  }

  async #end(until: bigint | undefined): Promise<bigint> {
    if (until !== undefined && until <= this.head.head) return until;
    const head = await this.ledger.head();
    this.head.raise(head);
    return until !== undefined && until < head ? until : head;
  }
}
