import { LedgerOrder, type Awaited } from '../ordering/index.ts';
import { MissingRecord } from './errors.ts';
import { entryOffsets } from './offsets.ts';
import { readTopics } from './read-topics.ts';
import { arrivalOf, type TopicBatch, type TopicMessage } from './received.ts';
import type { KafkaSettings } from './settings.ts';
import type { TopicReader } from './topic-reader-pool.ts';
import { Handover, TopicFeed } from './topic-feed.ts';

export interface TopicReaderOptions {
  readonly settings: KafkaSettings;
  readonly topics: readonly string[];
  readonly from: bigint;
  /** An instant, in milliseconds, before which nothing is read. Default: the beginning of the topics. */
  readonly enterAtMs: () => Promise<number | undefined>;
  readonly bufferBytes: number;
  readonly sessionTimeoutMs: number | undefined;
}

const BATCH_SIZE = 2_000;

/** Puts the records of a feed into ledger order and hands them out as they are pulled. */
export class KafkaTopicReader implements TopicReader {
  readonly #order: LedgerOrder<TopicMessage>;
  readonly #watch = new LossWatch();
  readonly #ended = new AbortController();
  readonly #handover = new Handover(this.#ended.signal);
  #feed: TopicFeed | undefined;
  #opening: Promise<void> | undefined;
  #searching: Promise<void> | undefined;

  constructor(private readonly options: TopicReaderOptions) {
    const { from, topics, bufferBytes: bound } = options;
    this.#order = new LedgerOrder({ from, topics, bound });
  }

  /** Ends after `close`. @throws MissingPosition, KafkaFault */
  async *batches(): AsyncGenerator<TopicBatch> {
    this.#opening = this.#open().catch(this.#handover.fail);
    yield* this.#handover.pull(() => {
      const arrivals = this.#order.take(BATCH_SIZE);
      this.#feed?.hold(this.#order.full);
      return arrivals.length === 0 ? undefined : { arrivals, next: this.#order.next };
    });
  }

  /** Ends the batches at once; resolves when nothing of it is left on the brokers. */
  async close(): Promise<void> {
    this.#ended.abort();
    await this.#opening;
    await Promise.all([this.#searching, this.#feed?.close()]);
  }

  async #open(): Promise<void> {
    const { settings, topics, enterAtMs, sessionTimeoutMs } = this.options;
    const { signal } = this.#ended;
    const start = await entryOffsets(settings, topics, await enterAtMs());
    if (signal.aborted) return;
    this.#feed = await TopicFeed.open({
      settings,
      start,
      sessionTimeoutMs,
      signal,
      onMessages: (messages) => this.#receive(messages),
      onFault: this.#handover.fail,
      onRound: (nodeId) => this.#round(nodeId),
    });
  }

  #receive(messages: readonly TopicMessage[]): void {
    for (const message of messages) this.#order.offer(arrivalOf(message));
    this.#feed?.hold(this.#order.full);
    this.#handover.wake();
  }

  #round(nodeId: number): void {
    const { suspect } = this.#order;
    const read = this.#feed?.offsets(suspect?.topic).reduce((sum, { offset }) => sum + offset, 0n) ?? 0n;
    if (!this.#watch.isTime(nodeId, suspect, read) || suspect === undefined || this.#searching !== undefined) return;
    this.#searching = this.#search(suspect)
      .catch(this.#handover.fail)
      .finally(() => (this.#searching = undefined));
  }

  /**
   * The awaited record stood on its topic before this began, and the records that were read so far do not contain it; if the later ones
   * do not either, it is missing. One that was put back by a repair is found here, however many records stand before it; one with a lower
   * position that is found on the way comes first.
   */
  async #search({ topic, position }: Awaited): Promise<void> {
    const { signal } = this.#ended;
    const from = this.#feed?.offsets(topic);
    for await (const messages of readTopics(this.options.settings, [topic], { signal, from })) {
      const found = messages.map(arrivalOf).filter(({ place }) => place.position <= position);
      const isNew = found.filter((arrival) => this.#order.offer(arrival)).length > 0;
      if (isNew) this.#handover.wake();
      if (isNew || this.#order.suspect?.position !== position) return;
    }
    if (this.#order.suspect?.position === position && !signal.aborted)
      this.#handover.fail(new MissingRecord(position, topic));
  }
}

/** So many requests to a node: a whole answer lies between the first and the last. */
const ROUNDS = 2;

/**
 * Decides when to search for an awaited record: when a node gave a whole answer and nothing came from the topic on which it ought to
 * stand. It needs no clock: on a busy topic that is at once, on a quiet one after one long poll.
 */
export class LossWatch {
  #position = -1n;
  #read = -1n;
  readonly #rounds = new Map<number, number>();

  /** `read` counts what was read of the suspect's topic. */
  isTime(nodeId: number, suspect: Awaited | undefined, read: bigint): boolean {
    const position = suspect?.position ?? -1n;
    if (position !== this.#position || read !== this.#read) this.#rounds.clear();
    [this.#position, this.#read] = [position, read];
    if (suspect === undefined) return false;
    const rounds = (this.#rounds.get(nodeId) ?? 0) + 1;
    this.#rounds.set(nodeId, rounds);
    return rounds >= ROUNDS;
  }
}
