/** A record and what its headers say of its place. Topics bear their short names: `membership`, `governance.restricted`. */
export interface Placed {
  readonly topic: string;
  readonly partition: number;
  readonly position: bigint;
  readonly frontier: ReadonlyMap<string, bigint>;
  readonly settled: bigint;
}

export interface Awaited {
  readonly topic: string;
  readonly position: bigint;
}

/** More than so many records of one partition do not wait here: reading it pauses. */
const BOUND = 1_000;

/** Puts records of some topics, from any number of partitions, into the order of the ledger. No clock is asked. */
export class LedgerOrder<Item extends Placed> {
  /** The lowest position is last. */
  readonly #waiting: Item[] = [];
  readonly #counts = new Map<string, number>();
  #settled = 0n;

  /** Every record of these topics below `next` was handled. */
  constructor(
    private readonly topics: ReadonlySet<string>,
    private next: bigint,
  ) {}

  /** Delivery is at least once: what was handled or is here already is dropped. */
  offer(item: Item): void {
    if (item.settled > this.#settled) this.#settled = item.settled;
    const at = this.#placeOf(item.position);
    if (item.position < this.next || this.#waiting[at]?.position === item.position) return;
    this.#waiting.splice(at, 0, item);
    this.#count(item, 1);
  }

  /** The next record, once nothing of these topics can come before it. */
  take(): Item | undefined {
    const item = this.#waiting.at(-1);
    if (item === undefined || this.#awaited() !== undefined) return undefined;
    this.#waiting.pop();
    this.#count(item, -1);
    this.next = item.position + 1n;
    return item;
  }

  /** What is waited for although it was on its topic before something that is here was sent: late, or missing. */
  overdue(): Awaited | undefined {
    const awaited = this.#awaited();
    return awaited !== undefined && awaited.position < this.#settled ? awaited : undefined;
  }

  isFull(topic: string, partition: number): boolean {
    return (this.#counts.get(`${topic}/${String(partition)}`) ?? 0) >= BOUND;
  }

  /** The lowest position that the first record here names for a topic of ours and that was not handled. */
  #awaited(): Awaited | undefined {
    const named = [...(this.#waiting.at(-1)?.frontier ?? [])].map(([topic, position]) => ({ topic, position }));
    return named
      .filter(({ topic, position }) => this.topics.has(topic) && position >= this.next)
      .reduce<Awaited | undefined>((least, one) => (least && least.position < one.position ? least : one), undefined);
  }

  #placeOf(position: bigint): number {
    let [low, high] = [0, this.#waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#waiting[middle]?.position ?? 0n) > position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #count({ topic, partition }: Item, step: 1 | -1): void {
    const key = `${topic}/${String(partition)}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + step);
  }
}
