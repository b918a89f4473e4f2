import { Signal } from '#libs/signal';
import type { TopicBatch } from './received.ts';

/** Reads topics from a position on. */
export interface TopicReader {
  /** Pulled one after the other; ends after `close`. @throws MissingPosition, KafkaFault */
  batches(): AsyncGenerator<TopicBatch>;
  close(): Promise<void>;
}

export interface TopicReaderPoolOptions {
  /** Begins to read topics at a position. */
  readonly open: (topics: readonly string[], from: bigint) => TopicReader;
  /** About how much each reader keeps for consumers that are a little behind. */
  readonly keptWeight?: number | undefined;
}

/**
 * The readers that the consumers of a process share: one for the consumers of the same topics at about the same position, and another for
 * each consumer that is elsewhere. A consumer takes the oldest reader that has what follows, so that consumers that catch up meet again.
 */
export class TopicReaderPool {
  /** The oldest first. */
  readonly #readers = new Set<PooledReader>();
  readonly #closing = new Set<Promise<void>>();
  #ending = new AbortController();

  constructor(private readonly options: TopicReaderPoolOptions) {}

  /** How many readers there are. */
  get size(): number {
    return this.#readers.size;
  }

  /** The records of topics from a position on, as they are pulled; ends when the signal is aborted or the pool closed. @throws as the readers */
  async *from(topics: readonly string[], start: bigint, wanted: AbortSignal): AsyncGenerator<TopicBatch> {
    const signal = AbortSignal.any([wanted, this.#ending.signal]);
    let reader: PooledReader | undefined;
    try {
      for (let position = start; !signal.aborted;) {
        reader = this.at(topics, position, reader);
        const batch = await reader.next(position, signal);
        if (batch === undefined) continue;
        yield skipTo(batch, position);
        position = batch.next;
      }
    } finally {
      if (reader !== undefined) this.leave(reader);
    }
  }

  /** The reader for a consumer that has everything below a position. The consumer leaves the one before, unless that one has a fault for it. */
  at(topics: readonly string[], position: bigint, before: PooledReader | undefined): PooledReader {
    if (before?.isBroken === true) return before;
    const key = topics.join(',');
    let found = [...this.#readers].find((reader) => reader.key === key && reader.covers(position));
    if (found === undefined) {
      const { open, keptWeight } = this.options;
      found = new PooledReader(key, open(topics, position), position, keptWeight);
      this.#readers.add(found);
    }
    if (found === before) return found;
    found.join();
    if (before !== undefined) this.leave(before);
    return found;
  }

  /** Returns at once; a broker takes a moment to let go. */
  leave(reader: PooledReader): void {
    if (reader.leave() === 0) this.#close(reader);
  }

  /** Ends all readers; resolves when nothing of them is left on the brokers. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#ending = new AbortController();
    for (const reader of this.#readers) this.#close(reader);
    await Promise.all(this.#closing);
  }

  #close(reader: PooledReader): void {
    this.#readers.delete(reader);
    const closing = reader.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** A batch that was kept may begin with records that the consumer has. */
function skipTo({ arrivals, next }: TopicBatch, position: bigint): TopicBatch {
  const had = arrivals.findIndex(({ place }) => place.position >= position);
  return { arrivals: had === 0 ? arrivals : arrivals.slice(had === -1 ? arrivals.length : had), next };
}

/** About how much is kept for consumers that are a little behind. */
const KEPT_WEIGHT = 4_194_304;

/**
 * One reader for several consumers at about the same position. A consumer that has taken everything makes it read on, so the fastest never
 * waits for another; one that is behind what is kept has to take a reader of its own until it has caught up.
 */
export class PooledReader {
  readonly #batches: AsyncGenerator<TopicBatch>;
  readonly #kept: TopicBatch[] = [];
  #weight = 0;
  #begin: bigint;
  #end: bigint;
  #fault: { readonly error: unknown } | undefined;
  #isOver = false;
  #isReading = false;
  #closing: Promise<void> | undefined;
  readonly #changed = new Signal();
  #consumers = 0;

  constructor(
    /** The topics that it reads. */
    readonly key: string,
    private readonly reader: TopicReader,
    from: bigint,
    private readonly keptWeight = KEPT_WEIGHT,
  ) {
    this.#batches = reader.batches();
    this.#begin = from;
    this.#end = from;
  }

  join(): void {
    this.#consumers += 1;
  }

  /** Returns how many consumers are left. */
  leave(): number {
    this.#consumers -= 1;
    return this.#consumers;
  }

  /** Whether it met a fault. All its consumers have to get it, those too that were busy when it came. */
  get isBroken(): boolean {
    return this.#fault !== undefined;
  }

  /** Whether a consumer that has everything below that position finds here what follows. */
  covers(position: bigint): boolean {
    return !this.#isOver && !this.isBroken && this.#begin <= position && position <= this.#end;
  }

  /**
   * The first batch that goes beyond a position, when it comes; it may begin before it. Undefined when it does not come here: the
   * signal was aborted, the reader closed, or more was read meanwhile than is kept.
   * @throws as the reader
   */
  async next(position: bigint, signal: AbortSignal): Promise<TopicBatch | undefined> {
    while (!signal.aborted) {
      const isHere = this.#begin <= position;
      const kept = isHere ? this.#beyond(position) : undefined;
      if (kept !== undefined) return kept;
      if (this.#fault !== undefined) throw this.#fault.error;
      if (this.#isOver || !isHere) return undefined;
      this.#readOn();
      await this.#changed.next(signal);
    }
    return undefined;
  }

  /** Resolves when nothing of it is left on the brokers. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#changed.raise();
    this.#closing ??= this.reader.close();
    await this.#closing;
  }

  #beyond(position: bigint): TopicBatch | undefined {
    const last = this.#kept.findLastIndex(({ next }) => next <= position);
    return this.#kept[last + 1];
  }

  #readOn(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#batches
      .next()
      .then(({ done, value }) => {
        if (done === true) this.#isOver = true;
        else this.#keep(value);
      })
      .catch((error: unknown) => {
        this.#fault = { error };
      })
      .finally(() => {
        this.#isReading = false;
        this.#changed.raise();
      });
  }

  /** The last batch is always kept, however large it is. */
  #keep(batch: TopicBatch): void {
    this.#kept.push(batch);
    this.#weight += weightOf(batch);
    this.#end = batch.next;
    while (this.#weight > this.keptWeight && this.#kept.length > 1) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) break;
      this.#weight -= weightOf(oldest);
      this.#begin = oldest.next;
    }
  }
}

function weightOf({ arrivals }: TopicBatch): number {
  return arrivals.reduce((sum, { weight = 1 }) => sum + weight, 0);
}
