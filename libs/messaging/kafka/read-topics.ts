import { partitionKey } from '../ordering/index.ts';
import { topicExtents, type PartitionOffset } from './offsets.ts';
import { weightOf, type TopicMessage } from './received.ts';
import type { KafkaSettings } from './settings.ts';
import { Handover, TopicFeed, type FeedOptions } from './topic-feed.ts';

export interface ReadTopicsOptions {
  /** Ends the iteration, without an error. */
  readonly signal: AbortSignal;
  /** Where to begin. Default: at the first record of each partition. */
  readonly from?: readonly PartitionOffset[] | undefined;
}

/** How much may wait to be taken before reading stops. */
const BOUND = 16_777_216;

/**
 * Every record that stands on these topics at some moment after the call, in pages: each partition in the order of its offsets,
 * partitions one among the other. Ends there. Pages are pulled; memory is bounded.
 * @throws TopicsMissing, TopicReplaced, KafkaFault
 */
export async function* readTopics(
  settings: KafkaSettings,
  topics: readonly string[],
  { signal, from = [] }: ReadTopicsOptions,
): AsyncGenerator<readonly TopicMessage[]> {
  const extents = await topicExtents(settings, topics);
  const begins = new Map(from.map((each) => [partitionKey(each), each.offset]));
  const all = extents.map((extent) => ({ ...extent, offset: begins.get(partitionKey(extent)) ?? extent.low }));
  const unread = all.filter(({ offset, high }) => offset < high);
  const start = all.filter(({ topic }) => unread.some((each) => each.topic === topic));
  if (unread.length === 0 || signal.aborted) return;
  const ends = new Map(unread.map((each) => [partitionKey(each), each.high]));
  yield* new BoundedRead({ settings, start, signal }, ends).pages();
}

class BoundedRead {
  readonly #pages: (readonly TopicMessage[])[] = [];
  readonly #handover: Handover;
  #weight = 0;
  #feed: TopicFeed | undefined;

  constructor(
    private readonly options: Pick<FeedOptions, 'settings' | 'start' | 'signal'>,
    /** The ends of the partitions that are not read up to there. */
    private readonly ends: Map<string, bigint>,
  ) {
    this.#handover = new Handover(options.signal);
  }

  async *pages(): AsyncGenerator<readonly TopicMessage[]> {
    try {
      this.#feed = await TopicFeed.open({
        ...this.options,
        onMessages: (messages) => this.#receive(messages),
        onFault: this.#handover.fail,
      });
      yield* this.#handover.pull(
        () => this.#take(),
        () => this.ends.size === 0,
      );
    } finally {
      await this.#feed?.close();
    }
  }

  #take(): readonly TopicMessage[] | undefined {
    const page = this.#pages.shift();
    if (page !== undefined) this.#weigh(page, -1);
    return page;
  }

  #receive(messages: readonly TopicMessage[]): void {
    const [first, last] = [messages[0], messages.at(-1)];
    if (first === undefined || last === undefined) return;
    const end = this.ends.get(partitionKey(first));
    if (end === undefined) return;
    const page = messages.filter(({ offset }) => offset < end);
    if (last.offset + 1n >= end) this.ends.delete(partitionKey(first));
    this.#pages.push(page);
    this.#weigh(page, 1);
    this.#handover.wake();
  }

  #weigh(page: readonly TopicMessage[], sign: 1 | -1): void {
    for (const message of page) this.#weight += sign * weightOf(message);
    if (this.#weight >= BOUND) this.#feed?.hold(this.options.start);
    else if (this.#weight <= BOUND / 2) this.#feed?.hold([]);
  }
}
