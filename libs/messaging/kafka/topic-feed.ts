import { randomUUID } from 'node:crypto';
import type { Batch, Consumer, EachBatchPayload } from 'kafkajs';
import { Signal } from '#libs/signal';
import { partitionKey, type PartitionName } from '../ordering/index.ts';
import { faultOf, isConnectionLost, isCoordinatorStarting, patiently, TopicReplaced, TopicsMissing } from './errors.ts';
import { topicExtents, withAdmin, type PartitionOffset } from './offsets.ts';
import { PartitionProgress } from './partition-progress.ts';
import { topicMessage, type TopicMessage } from './received.ts';
import { kafkaClient, topicOfWire, wireTopic, type KafkaSettings } from './settings.ts';

export interface FeedOptions {
  readonly settings: KafkaSettings;
  /** Every partition that is read, and from where. */
  readonly start: readonly PartitionOffset[];
  /** Records of one partition in the order of their offsets, each once. What it throws ends the feed. */
  readonly onMessages: (messages: readonly TopicMessage[]) => void;
  /** The feed ended by this fault, and nothing comes any more. */
  readonly onFault: (fault: unknown) => void;
  /** A node is asked for more: what it gave before was handed on. */
  readonly onRound?: ((nodeId: number) => void) | undefined;
  /** Aborted when the feed is not awaited any more. */
  readonly signal: AbortSignal;
  /** After how long the broker gives up a silent member. Default: 30,000 ms. */
  readonly sessionTimeoutMs?: number | undefined;
}

/** How long a broker holds a request for which it has no records, and so how long an end may take. */
const MAX_WAIT_MS = 200;
const MAX_BYTES_PER_PARTITION = 1_048_576;
const MAX_BYTES = 16_777_216;
const REBALANCE_TIMEOUT_MS = 5_000;
/** Ten seconds: the coordinator of a new cluster makes its topic first, and one that moved loads it. kafkajs gives up at once. */
const PATIENCE = { passes: isCoordinatorStarting, tries: 50, everyMs: 200 };
const RETURN = { passes: (error: unknown): boolean => error instanceof TopicsMissing, tries: 50, everyMs: 200 };
const NOWHERE = { topic: 'a topic of this consumer', partition: -1, offset: -1n };

/**
 * Reads partitions from given offsets through a consumer of kafkajs, and hides what that client does by itself:
 * its own restarts, its jump to another offset when one is out of range, its offsets that it forgets when it joins its group
 * again, and the errors of handlers, which it takes for its own. The group is there for this feed alone and is deleted after it.
 */
export class TopicFeed {
  readonly #groupId: string;
  readonly #consumer: Consumer;
  readonly #progress = new Map<string, PartitionProgress>();
  #held: ReadonlyMap<string, PartitionName> = new Map();
  #joined = false;
  #looking: Promise<void> | undefined;
  #isOver = false;

  private constructor(private readonly options: FeedOptions) {
    const { settings, start, sessionTimeoutMs = 30_000 } = options;
    this.#groupId = `${settings.clientId}.${randomUUID()}`;
    for (const { topic, partition, offset } of start) this.#progressOf({ topic, partition }, offset);
    this.#consumer = kafkaClient(settings).consumer({
      groupId: this.#groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.min(3_000, sessionTimeoutMs / 10),
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
      maxBytes: MAX_BYTES,
      allowAutoTopicCreation: false,
      // Its own restart would go on silently with offsets that are not ours.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** Resolves when the group is joined, or the signal aborted. @throws KafkaFault */
  static async open(options: FeedOptions): Promise<TopicFeed> {
    const opened = patiently({ ...PATIENCE, signal: options.signal }, async () => {
      const feed = new TopicFeed(options);
      try {
        await feed.#run();
        return feed;
      } catch (error) {
        await feed.close();
        throw error;
      }
    });
    return await opened.catch((error: unknown) => {
      throw faultOf(error);
    });
  }

  /** What is read next of each partition of a topic. */
  offsets(topic: string | undefined): readonly PartitionOffset[] {
    const ofTopic = [...this.#progress.values()].filter(({ name }) => name.topic === topic);
    return ofTopic.map(({ name, next }) => ({ ...name, offset: next }));
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
    await Promise.all([this.#consumer.disconnect().catch(() => undefined), this.#looking]);
    if (!this.#joined) return;
    await withAdmin(this.options.settings, (admin) => admin.deleteGroups([this.#groupId])).catch(() => undefined);
  }

  async #run(): Promise<void> {
    const consumer = this.#consumer;
    const { settings, start, onRound } = this.options;
    consumer.on(consumer.events.GROUP_JOIN, () => this.#seek());
    let crash: { readonly error: unknown } | undefined;
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
      crash = { error };
      if (this.#joined) this.#lookInto(error);
    });
    consumer.on(consumer.events.FETCH_START, ({ payload }) => {
      if (!this.#isOver) onRound?.(payload.nodeId);
    });
    consumer.on(consumer.events.REQUEST, ({ payload }) => {
      // Nothing is ever committed here: kafkajs does it only when it jumps because an offset is out of range.
      if (payload.apiName === 'OffsetCommit') this.#lookInto(new TopicReplaced(NOWHERE, 'an offset was out of range'));
    });
    await consumer.connect();
    const topics = new Set(start.map(({ topic }) => wireTopic(settings, topic)));
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.#eachBatch(payload),
    });
    // Only the crash event reports a group that could not be joined.
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

  #eachBatch(payload: EachBatchPayload): void {
    if (this.#isOver) return;
    try {
      this.#receive(payload.batch);
      payload.resolveOffset(payload.batch.lastOffset());
    } catch (error) {
      this.#end(error);
    }
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

  /**
   * The client may say of a topic that is deleted, or created again, that its brokers do not know it for now: going on would skip or repeat
   * records. Wherever brokers answer, the topics themselves say which it is.
   */
  #lookInto(fault: unknown): void {
    if (isConnectionLost(fault)) this.#end(fault);
    else
      this.#looking ??= this.#findReplaced().then(
        (replaced) => this.#end(replaced ?? fault),
        (error: unknown) => this.#end(error),
      );
  }

  /** Undefined where every partition has what was read of it. @throws TopicsMissing when they are not created again within ten seconds */
  async #findReplaced(): Promise<TopicReplaced | undefined> {
    const topics = [...new Set(this.options.start.map(({ topic }) => topic))];
    const found = await patiently({ ...RETURN, signal: this.options.signal }, () =>
      topicExtents(this.options.settings, topics),
    );
    const extents = new Map(found.map((extent) => [partitionKey(extent), extent]));
    for (const { name, next } of this.#progress.values()) {
      const { low, high } = extents.get(partitionKey(name)) ?? { low: 0n, high: 0n };
      if (next < low || next > high)
        return new TopicReplaced({ ...name, offset: next }, `its records are ${String(low)} to before ${String(high)}`);
    }
    return undefined;
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

/** Hands what callbacks bring to one consumer that pulls. */
export class Handover {
  #fault: { readonly error: unknown } | undefined;
  readonly #changed = new Signal();

  constructor(private readonly signal: AbortSignal) {}

  /** `next` may have something. */
  readonly wake = (): void => {
    this.#changed.raise();
  };

  /** The first fault is the one that is thrown. */
  readonly fail = (error: unknown): void => {
    this.#fault ??= { error };
    this.#changed.raise();
  };

  /** What `next` returns, as it is pulled; ends when that is undefined and it is over, or the signal is aborted. @throws the error of `fail` */
  async *pull<Item>(next: () => Item | undefined, isOver = (): boolean => false): AsyncGenerator<Item> {
    while (!this.signal.aborted) {
      if (this.#fault !== undefined) throw this.#fault.error;
      const item = next();
      if (item !== undefined) yield item;
      else if (isOver()) return;
      else await this.#changed.next(this.signal);
    }
  }
}
