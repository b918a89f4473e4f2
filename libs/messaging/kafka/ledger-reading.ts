import { LedgerOrder, type Awaited } from '../ordering/index.ts';
import { MissingRecord } from './errors.ts';
import { LossWatch } from './loss-watch.ts';
import { entryOffsets } from './offsets.ts';
import { readTopics } from './read-topics.ts';
import { arrivalOf } from './received-event.ts';
import type { KafkaSettings } from './settings.ts';
import type { Reading, Stretch } from './shared-reading.ts';
import { TopicFeed } from './topic-feed.ts';
import type { TopicMessage } from './topic-message.ts';

export interface ReadingOptions {
  readonly settings: KafkaSettings;
  readonly topics: readonly string[];
  readonly from: bigint;
  /** A moment, in milliseconds, before which nothing is read; the beginning of the topics where it is not known. */
  readonly enterAtMs: () => Promise<number | undefined>;
  readonly bufferBytes: number;
  readonly sessionTimeoutMs: number | undefined;
}

const LONGEST_STRETCH = 2_000;

/** What a feed brings, put into ledger order and given out as it is pulled. */
export class LedgerReading implements Reading {
  readonly #order: LedgerOrder<TopicMessage>;
  readonly #watch = new LossWatch();
  readonly #ended = new AbortController();
  #feed: TopicFeed | undefined;
  #fault: { readonly error: unknown } | undefined;
  #opening: Promise<void> | undefined;
  #searching: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(private readonly options: ReadingOptions) {
    const { from, topics, bufferBytes: bound } = options;
    this.#order = new LedgerOrder({ from, topics, bound });
  }

  /** Ends when `close` was called. @throws MissingPosition, KafkaFault */
  async *stretches(): AsyncGenerator<Stretch> {
    this.#opening = this.#open().catch((error: unknown) => {
      this.#fail(error);
    });
    while (!this.#ended.signal.aborted) {
      if (this.#fault !== undefined) throw this.#fault.error;
      const arrivals = this.#order.take(LONGEST_STRETCH);
      this.#feed?.hold(this.#order.full);
      if (arrivals.length > 0) yield { arrivals, next: this.#order.next };
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Ends the stretches at once; resolves when nothing of it is left on the brokers. */
  async close(): Promise<void> {
    this.#ended.abort();
    this.#wake();
    await this.#opening;
    await Promise.all([this.#searching, this.#feed?.close()]);
  }

  async #open(): Promise<void> {
    const { settings, topics, enterAtMs, sessionTimeoutMs } = this.options;
    const start = await entryOffsets(settings, topics, await enterAtMs());
    if (this.#isEnded()) return;
    this.#feed = await TopicFeed.open({
      settings,
      start,
      sessionTimeoutMs,
      signal: this.#ended.signal,
      onMessages: (messages) => {
        this.#receive(messages);
      },
      onFault: (error) => {
        this.#fail(error);
      },
      onRound: (nodeId) => {
        this.#round(nodeId);
      },
    });
  }

  #isEnded(): boolean {
    return this.#ended.signal.aborted;
  }

  #receive(messages: readonly TopicMessage[]): void {
    for (const message of messages) this.#order.offer(arrivalOf(message));
    this.#feed?.hold(this.#order.full);
    this.#wake();
  }

  #round(nodeId: number): void {
    const { suspect } = this.#order;
    const isTime = this.#watch.isTime(nodeId, suspect, suspect === undefined ? 0n : this.#readOf(suspect.topic));
    if (!isTime || suspect === undefined || this.#searching !== undefined) return;
    this.#searching = this.#search(suspect)
      .catch((error: unknown) => {
        this.#fail(error);
      })
      .finally(() => {
        this.#searching = undefined;
      });
  }

  /**
   * The awaited record stood on its topic before this began. What was read so far does not hold it; if what stands behind that does
   * not either, it is missing. One that was put back by a repair is found here, however much stands before it; one before it that is
   * found on the way comes first.
   */
  async #search(suspect: Awaited): Promise<void> {
    const { settings } = this.options;
    const from = new Map([[suspect.topic, this.#feed?.offsets(suspect.topic) ?? new Map<number, bigint>()]]);
    for await (const messages of readTopics(settings, [suspect.topic], { signal: this.#ended.signal, from })) {
      const found = messages.map(arrivalOf).filter(({ place }) => place.position <= suspect.position);
      const isNew = found.filter((arrival) => this.#order.offer(arrival)).length > 0;
      if (isNew) this.#wake();
      if (isNew || this.#order.suspect?.position !== suspect.position) return;
    }
    if (this.#order.suspect?.position === suspect.position && !this.#isEnded())
      this.#fail(new MissingRecord(suspect.position, suspect.topic));
  }

  #readOf(topic: string): bigint {
    let read = 0n;
    for (const offset of this.#feed?.offsets(topic).values() ?? []) read += offset;
    return read;
  }

  #fail(error: unknown): void {
    this.#fault ??= { error };
    this.#wake();
  }
}
