import type { RecordedEvent } from '#libs/kernel';
import { topicOf } from '../../records/index.ts';
import type { Arrival } from '../ledger-order.ts';
import type { Dice } from './dice.ts';
import { ALL_TOPICS, PARTITIONS, partitionOf } from './world.ts';

type Record = Arrival<RecordedEvent>;

/**
 * Topics that a relay fills by its rules, and only by these: batches in ledger order, one after the other; inside a batch the
 * partitions in any order; a batch that failed in the middle is sent again, and earlier ranges are, with other cuts.
 */
export class Topics {
  readonly #logs = new Map<string, Record[]>();
  readonly #frontiers: readonly ReadonlyMap<string, bigint>[];
  /** What is still to be appended, in the order of the batches; each batch by partition. */
  #batches: Map<string, Record[]>[] = [];

  constructor(
    private readonly ledger: readonly RecordedEvent[],
    private readonly dice: Dice,
    /** A position that never reaches its topic. */
    private readonly lost?: bigint,
  ) {
    for (const topic of ALL_TOPICS)
      for (let partition = 0; partition < PARTITIONS; partition += 1) this.#logs.set(logName(topic, partition), []);
    const last = new Map<string, bigint>();
    this.#frontiers = ledger.map((event) => {
      const frontier = new Map(last);
      last.set(topicOf(event), event.position);
      return frontier;
    });
    this.#plan();
  }

  get isFilled(): boolean {
    return this.#batches.length === 0;
  }

  /** The partitions of these topics. */
  names(topics: readonly string[]): readonly string[] {
    return [...this.#logs.keys()].filter((name) => topics.includes(name.slice(0, name.indexOf('/'))));
  }

  log(name: string): readonly Record[] {
    return this.#logs.get(name) ?? [];
  }

  /** Appends a piece of the batch at hand to one of its partitions. */
  fill(): void {
    const [batch] = this.#batches;
    if (batch === undefined) return;
    const [name, records] = this.dice.oneOf([...batch]);
    this.#logs.get(name)?.push(...records.splice(0, 1 + this.dice.roll(3)));
    if (records.length === 0) batch.delete(name);
    if (batch.size === 0) this.#batches.shift();
  }

  #plan(): void {
    const { dice, ledger } = this;
    for (let start = 0; start < ledger.length;) {
      const end = Math.min(ledger.length, start + 1 + dice.roll(9));
      const fault = dice.roll(6);
      if (fault === 0) this.#batches.push(this.#cut(this.#batch(start, end)));
      else {
        this.#batches.push(this.#batch(start, end));
        if (fault === 1) this.#batches.push(this.#batch(Math.max(0, start - dice.roll(15)), end));
        start = end;
      }
    }
    this.#batches = this.#batches.filter(({ size }) => size > 0);
  }

  #batch(start: number, end: number): Map<string, Record[]> {
    const batch = new Map<string, Record[]>();
    for (const event of this.ledger.slice(start, end)) {
      if (event.position === this.lost) continue;
      const [topic, partition] = [topicOf(event), partitionOf(event)];
      const frontier = this.#frontiers[Number(event.position)] ?? new Map<string, bigint>();
      const place = { position: event.position, frontier, settled: BigInt(start) };
      const name = logName(topic, partition);
      batch.set(name, [...(batch.get(name) ?? []), { topic, partition, place, payload: event }]);
    }
    return batch;
  }

  /** What was written of a batch before it failed: of each partition a first part, or nothing. */
  #cut(batch: Map<string, Record[]>): Map<string, Record[]> {
    const written = [...batch].map(([name, records]) => [name, records.slice(0, this.dice.roll(3))] as const);
    return new Map(written.filter(([, records]) => records.length > 0));
  }
}

function logName(topic: string, partition: number): string {
  return `${topic}/${String(partition)}`;
}
