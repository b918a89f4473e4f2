import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Batch, Consumer, EachBatchPayload } from 'kafkajs';
import type { PartitionName } from '../ordering/index.ts';
import { faultOf, isCoordinatorStarting, TopicReplaced } from './errors.ts';
import { topicExtents, withAdmin, type TopicOffsets } from './offsets.ts';
import { PartitionProgress, partitionKey } from './partition-progress.ts';
import { kafkaClient, topicOfWire, wireTopic, type KafkaSettings } from './settings.ts';
import { topicMessage, type TopicMessage } from './topic-message.ts';

export interface FeedOptions {
  readonly settings: KafkaSettings;
  /** Every partition that is read, and from where. */
  readonly start: TopicOffsets;
  /** Records of one partition in the order of their offsets, each once. What it throws ends the feed. */
  readonly onMessages: (messages: readonly TopicMessage[]) => void;
  /** The feed ended by this fault, and nothing comes any more. */
  readonly onFault: (fault: unknown) => void;
  /** A node is asked for more: what it gave before was handed on. */
  readonly onRound?: ((nodeId: number) => void) | undefined;
  /** Nobody waits for the feed any more. */
  readonly signal: AbortSignal;
  /** When the broker gives up a member that is silent; 30,000 unless told. */
  readonly sessionTimeoutMs?: number | undefined;
}

/** How long a broker keeps a question for which it has nothing, and so how long an end may take. */
const MAX_WAIT_MS = 200;
const MAX_BYTES_PER_PARTITION = 1_048_576;
const MAX_BYTES = 16_777_216;
const REBALANCE_TIMEOUT_MS = 5_000;
/** Ten seconds: the coordinator of a new cluster makes its topic first, and one that moved loads it. */
const OPEN_TRIES = 50;
const OPEN_DELAY_MS = 200;

/**
 * Reads partitions from given offsets through a consumer of kafkajs, and keeps what that client does by itself away from everybody:
 * its own restarts, its jump to another offset when one is out of range, its offsets that it forgets when it joins its group
 * again, and the errors of handlers, which it takes for its own. The group is there for this feed alone and is deleted after it.
 */
export class TopicFeed {
  readonly #groupId: string;
  readonly #consumer: Consumer;
  readonly #progress = new Map<string, PartitionProgress>();
  #held: ReadonlyMap<string, PartitionName> = new Map();
  #joined = false;
  #isOver = false;

  private constructor(private readonly options: FeedOptions) {
    const { settings, start, sessionTimeoutMs = 30_000 } = options;
    this.#groupId = `${settings.clientId}.${randomUUID()}`;
    for (const [topic, partitions] of start)
      for (const [partition, next] of partitions) this.#progressOf({ topic, partition }, next);
    this.#consumer = kafkaClient(settings).consumer({
      groupId: this.#groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.min(3_000, sessionTimeoutMs / 10),
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
      maxBytes: MAX_BYTES,
      allowAutoTopicCreation: false,
      // A restart of its own would go on with offsets that are not ours, and nobody would know of it.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /**
   * Resolves when the group is joined, or the signal aborted. A coordinator that is loading is waited for: kafkajs gives up at once.
   * @throws KafkaFault
   */
  static async open(options: FeedOptions): Promise<TopicFeed> {
    for (let tries = 1; ; tries += 1) {
      const feed = new TopicFeed(options);
      try {
        await feed.#run();
        return feed;
      } catch (error) {
        await feed.close();
        if (tries === OPEN_TRIES || options.signal.aborted || !isCoordinatorStarting(error)) throw faultOf(error);
        await delay(OPEN_DELAY_MS, undefined, { signal: options.signal }).catch(() => undefined);
      }
    }
  }

  /** The next offset of each partition of a topic. */
  offsets(topic: string): ReadonlyMap<number, bigint> {
    const ofTopic = [...this.#progress.values()].filter(({ name }) => name.topic === topic);
    return new Map(ofTopic.map(({ name, next }) => [name.partition, next]));
  }

  /** Reads these partitions no further, and all others. What was on its way from them comes later, once. */
  hold(partitions: readonly PartitionName[]): void {
    if (this.#isOver || (partitions.length === 0 && this.#held.size === 0)) return;
    const held = new Map(partitions.map((name) => [partitionKey(name), name]));
    const paused = [...held].filter(([key]) => !this.#held.has(key)).map(([, name]) => name);
    const resumed = [...this.#held].filter(([key]) => !held.has(key)).map(([, name]) => name);
    this.#held = held;
    try {
      if (paused.length > 0) this.#consumer.pause(this.#onWire(paused));
      if (resumed.length > 0) this.#consumer.resume(this.#onWire(resumed));
    } catch (error) {
      this.#end(error);
    }
  }

  /** Leaves the group and deletes it. Never rejects: what cannot be closed is gone. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#consumer.disconnect().catch(() => undefined);
    if (!this.#joined) return;
    await withAdmin(this.options.settings, (admin) => admin.deleteGroups([this.#groupId])).catch(() => undefined);
  }

  async #run(): Promise<void> {
    const consumer = this.#consumer;
    const { settings, start, onRound } = this.options;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.#seek();
    });
    let crash: { readonly error: unknown } | undefined;
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
      crash = { error };
      if (this.#joined) this.#end(error);
    });
    consumer.on(consumer.events.FETCH_START, ({ payload }) => {
      if (!this.#isOver) onRound?.(payload.nodeId);
    });
    consumer.on(consumer.events.REQUEST, ({ payload }) => {
      // Nothing is ever committed here: kafkajs does it only when it jumps because an offset is out of range.
      if (payload.apiName === 'OffsetCommit') void this.#outOfRange();
    });
    await consumer.connect();
    await consumer.subscribe({
      topics: [...start.keys()].map((topic) => wireTopic(settings, topic)),
      fromBeginning: true,
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
    // A group that could not be joined is told in this way only.
    if (!this.#joined && crash !== undefined) throw crash.error;
  }

  /** A member that joins again has forgotten where it was: the last record is asked for once more, to know the topic by it. */
  #seek(): void {
    for (const progress of this.#progress.values()) {
      const { topic, partition } = progress.name;
      const offset = this.#joined ? progress.again() : progress.next;
      this.#consumer.seek({ topic: wireTopic(this.options.settings, topic), partition, offset: String(offset) });
    }
    this.#joined = true;
  }

  #eachBatch(payload: EachBatchPayload): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    try {
      this.#receive(payload.batch);
      payload.resolveOffset(payload.batch.lastOffset());
    } catch (error) {
      this.#end(error);
    }
    return Promise.resolve();
  }

  #receive({ topic: wire, partition, messages }: Batch): void {
    const name = { topic: topicOfWire(this.options.settings, wire), partition };
    const received = messages.map((message) => topicMessage(name, message));
    const fresh = this.#progressOf(name, 0n).advance(received);
    if (fresh.length > 0) this.options.onMessages(fresh);
  }

  #progressOf(name: PartitionName, start: bigint): PartitionProgress {
    const key = partitionKey(name);
    const progress = this.#progress.get(key) ?? new PartitionProgress(name, start);
    this.#progress.set(key, progress);
    return progress;
  }

  async #outOfRange(): Promise<void> {
    try {
      const extents = await topicExtents(this.options.settings, [...this.options.start.keys()]);
      for (const { name, next } of this.#progress.values()) {
        const { low, high } = extents.get(name.topic)?.get(name.partition) ?? { low: 0n, high: 0n };
        if (next < low || next > high)
          throw new TopicReplaced(
            { ...name, offset: next },
            `its records are ${String(low)} to before ${String(high)}`,
          );
      }
      throw new TopicReplaced(
        { topic: [...extents.keys()].join(', '), partition: -1, offset: -1n },
        'an offset was out of range',
      );
    } catch (error) {
      this.#end(error);
    }
  }

  #end(fault: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.options.onFault(faultOf(fault));
  }

  #onWire(names: readonly PartitionName[]): { topic: string; partitions: number[] }[] {
    return names.map(({ topic, partition }) => ({
      topic: wireTopic(this.options.settings, topic),
      partitions: [partition],
    }));
  }
}
