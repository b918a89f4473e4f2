import { contextOf, type RecordedEvent } from './envelope.ts';

/** Which events a reader wants; an absent member means all. A type is `<context>.<EventName>`. */
export interface EventFilter {
  readonly contexts?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly streams?: readonly string[] | undefined;
}

/**
 * A range of the ledger in position order. Everything in [previous `next`, `next`) that passes the filter is in `events`;
 * an empty page still moves a reader on. `next` is what a checkpoint stores.
 */
export interface LedgerPage {
  readonly events: readonly RecordedEvent[];
  readonly next: bigint;
}

/**
 * The page of these rows. It ends before one that cannot be read: who reads on has everything before it, and meets its error at its position.
 * @throws the error of the first row
 */
export function pageOf<Row extends { readonly position: bigint }>(
  rows: readonly Row[],
  next: bigint,
  read: (row: Row) => RecordedEvent,
): LedgerPage {
  const events: RecordedEvent[] = [];
  for (const row of rows) {
    try {
      events.push(read(row));
    } catch (error) {
      if (events.length === 0) throw error;
      return { events, next: row.position };
    }
  }
  return { events, next };
}

export interface ReadOptions {
  readonly filter?: EventFilter | undefined;
  /** The most events in a page. Default: 1,000. */
  readonly pageSize?: number | undefined;
  /** Ends the iteration (without an error) when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Gives events as they are stored, in their version and with their personal texts sealed, for a reader that carries them on. Default: current and in clear. */
  readonly asStored?: boolean | undefined;
}

/**
 * Where consumers read from, in one process and on a broker alike: ledger order over everything asked for, at least once,
 * resumable from any position. Pages are pulled, so a slow consumer slows only its own source.
 */
export interface EventSource {
  /** Catches up from a position, then goes on live; never ends unless aborted. @throws MissingPosition */
  subscribe(from: bigint, options?: ReadOptions): AsyncIterable<LedgerPage>;
}

/** A position is missing: the consumer stops there and has applied nothing behind it. */
export class MissingPosition extends Error {
  override readonly name = 'MissingPosition';
  constructor(readonly position: bigint) {
    super(
      `position ${String(position)} is missing from the ledger: nothing behind it was delivered. ` +
        'Restore it from a backup or from the topic, then start the consumer again.',
    );
  }
}

export function passes(event: Pick<RecordedEvent, 'type' | 'stream'>, filter: EventFilter | undefined): boolean {
  if (filter === undefined) return true;
  return (
    (filter.contexts === undefined || filter.contexts.includes(contextOf(event.type))) &&
    (filter.types === undefined || filter.types.includes(event.type)) &&
    (filter.streams === undefined || filter.streams.includes(event.stream))
  );
}
