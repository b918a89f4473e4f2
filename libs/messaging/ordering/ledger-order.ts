import type { RecordPlace } from '../records/index.ts';

/** A partition of a topic. */
export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

export function partitionKey({ topic, partition }: PartitionName): string {
  return `${topic}/${String(partition)}`;
}

/** A record as it arrives: in any order among partitions, and perhaps not for the first time. */
export interface Arrival<Payload> extends PartitionName {
  readonly place: RecordPlace;
  readonly payload: Payload;
  /** What it takes of the bound. Default: 1. */
  readonly weight?: number | undefined;
}

/** The record without which nothing more can be taken. */
export interface Awaited {
  readonly topic: string;
  readonly position: bigint;
}

export interface LedgerOrderOptions {
  /** The first position that is wanted; records before it are let go. */
  readonly from: bigint;
  /** The topics that are read: what a frontier says of others is not waited for. */
  readonly topics: Iterable<string>;
  /** How much it holds before it asks its caller to stop. Default: everything. */
  readonly bound?: number | undefined;
}

/**
 * Puts records of several topics and partitions back into the order of the ledger (`docs/adr/0005-records-on-topics.md`): each
 * record once, none before those that its frontier names. Pure; knows no broker and no clock.
 *
 * The bound: while it holds that much, {@link full} names the partitions that have something here, and their caller reads the
 * others only, until half of it is taken. The partition of the awaited record has nothing here, so it is always read on.
 */
export class LedgerOrder<Payload> {
  readonly #held: Arrival<Payload>[] = [];
  readonly #positions = new Set<bigint>();
  readonly #topics: ReadonlySet<string>;
  readonly #bound: number;
  #next: bigint;
  #settled = 0n;
  #weight = 0;
  #isFull = false;
  #isSorted = true;

  constructor({ from, topics, bound = Infinity }: LedgerOrderOptions) {
    this.#next = from;
    this.#topics = new Set(topics);
    this.#bound = bound;
  }

  /** Everything below it on these topics was taken, or lies before the start. */
  get next(): bigint {
    return this.#next;
  }

  /** True when the record was new; false for a repeat, and for one before the start. */
  offer(arrival: Arrival<Payload>): boolean {
    const { position, settled } = arrival.place;
    if (settled > this.#settled) this.#settled = settled;
    if (position < this.#next || this.#positions.has(position)) return false;
    this.#positions.add(position);
    this.#held.push(arrival);
    this.#isSorted = false;
    this.#weigh(arrival, 1);
    return true;
  }

  /** The next records in the order of the ledger, at most so many; none while one is awaited. */
  take(max: number): readonly Arrival<Payload>[] {
    const held = this.#sort();
    let count = 0;
    for (let lowest = held[0]; count < max && lowest !== undefined; lowest = held[count]) {
      if (this.#missingBefore(lowest) !== undefined) break;
      const { position } = lowest.place;
      this.#positions.delete(position);
      this.#next = position + 1n;
      this.#weigh(lowest, -1);
      count += 1;
    }
    return held.splice(0, count);
  }

  /** What has to arrive before anything more can be taken; undefined when something can be, or nothing is here. */
  get awaited(): Awaited | undefined {
    const [lowest] = this.#sort();
    return lowest && this.#missingBefore(lowest);
  }

  /**
   * The awaited record when it is known to have stood on its topic before one that arrived. It is missing when it is not among the
   * records that stand on its topic at a later moment: a caller that has read all of those and still finds the same position here
   * has proof.
   */
  get suspect(): Awaited | undefined {
    const { awaited } = this;
    return awaited !== undefined && awaited.position < this.#settled ? awaited : undefined;
  }

  /** The partitions that are not to be read on for now. */
  get full(): readonly PartitionName[] {
    if (!this.#isFull) return [];
    const partitions = this.#held.map(({ topic, partition }) => ({ topic, partition }));
    return [...new Map(partitions.map((name) => [partitionKey(name), name])).values()];
  }

  #missingBefore({ place }: Arrival<Payload>): Awaited | undefined {
    let lowest: Awaited | undefined;
    for (const [topic, position] of place.frontier) {
      if (position < this.#next || !this.#topics.has(topic)) continue;
      if (lowest === undefined || position < lowest.position) lowest = { topic, position };
    }
    return lowest;
  }

  /** The lowest position first; sorted once for many offers, which come in a few rising runs. */
  #sort(): Arrival<Payload>[] {
    if (!this.#isSorted) this.#held.sort((a, b) => (a.place.position < b.place.position ? -1 : 1));
    this.#isSorted = true;
    return this.#held;
  }

  #weigh({ weight = 1 }: Arrival<Payload>, sign: 1 | -1): void {
    this.#weight += sign * weight;
    if (this.#weight >= this.#bound) this.#isFull = true;
    else if (this.#weight <= this.#bound / 2) this.#isFull = false;
  }
}
