import type { LedgerPage } from '#libs/kernel';

/** What a consumer wants to read, and from where. */
export interface ConsumeRequest {
  /** The first position it has not handled yet: the `next` of the last page it took. */
  readonly from: bigint;
  /** The contexts whose events it reads, in one ledger order over all of them. */
  readonly contexts: readonly string[];
  /** Event types (`<context>.<EventName>`) to narrow it to. Default: all of those contexts. */
  readonly types?: readonly string[] | undefined;
  /** The most events in a page. */
  readonly pageSize?: number | undefined;
  /** Gives events as they are stored, for a consumer that carries them on; as `ReadOptions.asStored`. */
  readonly asStored?: boolean | undefined;
  /** Ends the iteration, without an error. */
  readonly signal: AbortSignal;
}

/**
 * How contexts hear of each other, in one process and on a broker alike (one contract suite in `testing/`):
 * - at least once: an event may come again after a restart or a takeover, always with the same position
 *   (see {@link withoutHandled});
 * - in ledger order over all contexts asked for, whatever topics or partitions lie between;
 * - resumable from any position that a page named as its `next`;
 * - an event that ought to be there and is not stops the consumer with {@link MissingPosition}; nothing behind it is
 *   delivered;
 * - pages are pulled: a slow consumer makes its own source wait, and no other consumer.
 */
export interface MessageSource {
  /** Catches up from a position, then goes on live; never ends unless aborted. @throws MissingPosition */
  consume(request: ConsumeRequest): AsyncIterable<LedgerPage>;
}

/**
 * What is left of a page for a consumer that has handled everything before `position`: delivery is at least once, and the
 * position of an event distinguishes a repeat from a new one. The answer never moves a consumer back.
 */
export function withoutHandled({ events, next }: LedgerPage, position: bigint): LedgerPage {
  return { events: events.filter((event) => event.position >= position), next: next > position ? next : position };
}
