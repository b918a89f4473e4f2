import type { RecordedEvent } from '#libs/kernel';
import { LedgerOrder } from '../ledger-order.ts';
import type { Dice } from './dice.ts';
import type { Topics } from './topics.ts';

export interface ReaderOptions {
  readonly topics: readonly string[];
  readonly from: bigint;
  readonly bound: number;
  readonly dice: Dice;
}

/** What a consumer has to do beside its order: reads what it may, in any order of partitions, and looks for what is suspect. */
export class Reader {
  readonly delivered: RecordedEvent[] = [];
  missing: bigint | undefined;
  /** The most that was held at once. */
  mostHeld = 0;
  #held = 0;
  readonly #order: LedgerOrder<RecordedEvent>;
  readonly #read = new Map<string, number>();
  readonly #names: readonly string[];
  readonly #slow: string;

  constructor(
    private readonly log: Topics,
    private readonly options: ReaderOptions,
  ) {
    this.#order = new LedgerOrder(options);
    this.#names = log.names(options.topics);
    this.#slow = options.dice.oneOf(this.#names);
  }

  /** Reads a little of some partition that may be read. False when there is none. */
  read(): boolean {
    const { dice } = this.options;
    const full = new Set(this.#order.full.map(({ topic, partition }) => `${topic}/${String(partition)}`));
    const first = dice.roll(this.#names.length);
    const turn = [...this.#names.slice(first), ...this.#names.slice(0, first)];
    const readable = (name: string): boolean => this.#hasUnread(name) && !full.has(name);
    // The slow one has its turn when nothing else has, or by luck.
    const isLast = dice.roll(8) > 0;
    const name = turn.find((one) => readable(one) && !(isLast && one === this.#slow)) ?? this.#slow;
    if (!readable(name)) return false;
    this.#take(name, 1 + dice.roll(5));
    return true;
  }

  deliver(): void {
    const taken = this.#order.take(1 + this.options.dice.roll(10));
    this.#held -= taken.length;
    for (const { payload } of taken) this.delivered.push(payload);
  }

  /** Looks through what stands on the topic of what is suspect by now; what is suspect after that is missing. */
  prove(): void {
    const { suspect } = this.#order;
    if (suspect === undefined) return;
    const behind = this.log
      .names([suspect.topic])
      .flatMap((name) => this.log.log(name).slice(this.#read.get(name) ?? 0));
    const found = behind.find(({ place }) => place.position <= suspect.position && place.position >= this.#order.next);
    if (found === undefined) this.missing = suspect.position;
    else if (this.#order.offer(found)) this.#held += 1;
  }

  #hasUnread(name: string): boolean {
    return (this.#read.get(name) ?? 0) < this.log.log(name).length;
  }

  #take(name: string, count: number): void {
    const read = this.#read.get(name) ?? 0;
    const arrivals = this.log.log(name).slice(read, read + count);
    this.#read.set(name, read + arrivals.length);
    for (const arrival of arrivals) if (this.#order.offer(arrival)) this.#held += 1;
    this.mostHeld = Math.max(this.mostHeld, this.#held);
  }
}
