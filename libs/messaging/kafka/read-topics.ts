import { topicExtents, type TopicOffsets } from './offsets.ts';
import { partitionKey } from './partition-progress.ts';
import type { KafkaSettings } from './settings.ts';
import { TopicFeed } from './topic-feed.ts';
import type { TopicMessage } from './topic-message.ts';

export interface ReadTopicsOptions {
  /** Ends the iteration, without an error. */
  readonly signal: AbortSignal;
  /** Where to begin; at the first record of each partition unless told. */
  readonly from?: TopicOffsets | undefined;
}

/** What waits to be taken may weigh so much (characters of bodies, and an allowance for each record) before reading stops. */
const BOUND = 16_777_216;
const RECORD_WEIGHT = 1_024;

/**
 * Every record that stands on these topics at some moment after the call, in pages: each partition in the order of its offsets,
 * partitions one among the other. Ends there. Pages are pulled; memory is bounded.
 * @throws TopicsMissing, TopicReplaced, KafkaFault
 */
export async function* readTopics(
  settings: KafkaSettings,
  topics: readonly string[],
  { signal, from }: ReadTopicsOptions,
): AsyncGenerator<readonly TopicMessage[]> {
  const extents = await topicExtents(settings, topics);
  const start = new Map<string, Map<number, bigint>>();
  const ends = new Map<string, bigint>();
  for (const [topic, partitions] of extents)
    for (const [partition, { low, high }] of partitions) {
      const first = from?.get(topic)?.get(partition) ?? low;
      start.set(topic, (start.get(topic) ?? new Map<number, bigint>()).set(partition, first));
      if (first < high) ends.set(partitionKey({ topic, partition }), high);
    }
  const unread = new Map([...start].filter(([topic]) => [...ends.keys()].some((key) => key.startsWith(`${topic}/`))));
  if (unread.size === 0 || signal.aborted) return;
  yield* new BoundedReading(settings, unread, ends, signal).pages();
}

class BoundedReading {
  readonly #pages: (readonly TopicMessage[])[] = [];
  readonly #partitions;
  #weight = 0;
  #fault: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;
  #feed: TopicFeed | undefined;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly start: TopicOffsets,
    /** The ends of the partitions that are not read up to there. */
    private readonly ends: Map<string, bigint>,
    private readonly signal: AbortSignal,
  ) {
    this.#partitions = [...start].flatMap(([topic, found]) =>
      [...found.keys()].map((partition) => ({ topic, partition })),
    );
  }

  async *pages(): AsyncGenerator<readonly TopicMessage[]> {
    const { settings, start, signal } = this;
    const wake = (): void => {
      this.#wake();
    };
    signal.addEventListener('abort', wake);
    try {
      this.#feed = await TopicFeed.open({
        settings,
        start,
        signal,
        onMessages: (messages) => {
          this.#receive(messages);
        },
        onFault: (error) => {
          this.#fault = { error };
          this.#wake();
        },
      });
      yield* this.#taken();
    } finally {
      signal.removeEventListener('abort', wake);
      await this.#feed?.close();
    }
  }

  async *#taken(): AsyncGenerator<readonly TopicMessage[]> {
    while (!this.signal.aborted) {
      if (this.#fault !== undefined) throw this.#fault.error;
      const page = this.#pages.shift();
      if (page !== undefined) {
        this.#weigh(page, -1);
        yield page;
      } else if (this.ends.size === 0) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #receive(messages: readonly TopicMessage[]): void {
    const [first] = messages;
    if (first === undefined) return;
    const key = partitionKey(first);
    const end = this.ends.get(key);
    if (end === undefined) return;
    const page = messages.filter(({ offset }) => offset < end);
    const last = messages.at(-1);
    if (last !== undefined && last.offset + 1n >= end) this.ends.delete(key);
    this.#pages.push(page);
    this.#weigh(page, 1);
    this.#wake();
  }

  #weigh(page: readonly TopicMessage[], sign: 1 | -1): void {
    for (const { value } of page) this.#weight += sign * (value.length + RECORD_WEIGHT);
    if (this.#weight >= BOUND) this.#feed?.hold(this.#partitions);
    else if (this.#weight <= BOUND / 2) this.#feed?.hold([]);
  }
}
