import { topicCopy, type TopicCopy } from './copy.ts';
import { PartitionOrder, type Disorder } from './partition-order.ts';
import type { Spill } from './spill.ts';
import type { DisorderNote } from './stretch.ts';
import type { TopicMessage } from './topic-message.ts';

/** What a bucket of positions holds. */
export type SpilledLine = { readonly copy: TopicCopy } | { readonly disorder: DisorderNote };

/** Records that belong into no bucket. */
export const STRAYS = -1;
/** Records of positions that the ledger did not have when the reading began. */
export const BEYOND = -2;

/** Sorts the records of topics into buckets of positions, partition by partition in their order. */
export class TopicSpill {
  readonly #orders = new Map<
    string,
    { readonly order: PartitionOrder; readonly topic: string; readonly partition: number }
  >();

  constructor(
    private readonly spill: Spill,
    private readonly size: number,
    private readonly head: bigint,
  ) {}

  async add(messages: readonly TopicMessage[]): Promise<void> {
    for (const message of messages) this.#add(topicCopy(message));
    await this.spill.relieve();
  }

  /** To be called when the topics were read to their ends. */
  end(): void {
    for (const { order, topic, partition } of this.#orders.values()) this.#note(order.end(), topic, partition);
  }

  bucket(position: bigint): number {
    return Number(position / BigInt(this.size));
  }

  #add(copy: TopicCopy): void {
    const position = copy.position === undefined ? undefined : BigInt(copy.position);
    const bucket = position === undefined ? STRAYS : position < this.head ? this.bucket(position) : BEYOND;
    this.#put(bucket, { copy });
    if (position === undefined || position >= this.head || copy.repaired === true) return;
    const { topic, partition, offset } = copy;
    this.#note(this.#orderOf(topic, partition).next({ position, offset }), topic, partition);
  }

  #orderOf(topic: string, partition: number): PartitionOrder {
    const key = `${topic}/${String(partition)}`;
    const known = this.#orders.get(key);
    if (known !== undefined) return known.order;
    const order = new PartitionOrder();
    this.#orders.set(key, { order, topic, partition });
    return order;
  }

  #note(disorders: readonly Disorder[], topic: string, partition: number): void {
    for (const { position, offset, stands, other } of disorders) {
      const disorder = { topic, partition, position: String(position), offset, stands, other: String(other) };
      this.#put(this.bucket(position), { disorder });
    }
  }

  #put(bucket: number, line: SpilledLine): void {
    this.spill.add(bucket, JSON.stringify(line));
  }
}
