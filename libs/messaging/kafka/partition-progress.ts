import type { PartitionName } from '../ordering/index.ts';
import { TopicReplaced } from './errors.ts';
import type { TopicMessage } from './received.ts';

/**
 * How far a partition was read. Topics of events are never compacted, cut or written in transactions, so that offsets have no gaps:
 * a gap, or another record where the last one stood, is another topic of the same name.
 */
export class PartitionProgress {
  #next: bigint;
  #last: string | undefined;
  #isCompared = true;

  constructor(
    readonly name: PartitionName,
    next: bigint,
  ) {
    this.#next = next;
  }

  /** The offset that comes next. */
  get next(): bigint {
    return this.#next;
  }

  /** Where to go on when it is not certain that the topic is the same: at the last record, which is compared and not given out. */
  again(): bigint {
    this.#isCompared = this.#last === undefined;
    return this.#isCompared ? this.#next : this.#next - 1n;
  }

  /** The new messages of a batch. @throws TopicReplaced */
  advance(batch: readonly TopicMessage[]): readonly TopicMessage[] {
    const last = batch.at(-1);
    if (last === undefined) return batch;
    if (!this.#isCompared) this.#compare(batch);
    const fresh = batch.filter(({ offset }) => offset >= this.#next);
    const first = fresh[0]?.offset ?? this.#next;
    if (first !== this.#next) this.#refuse(`the next record has the offset ${String(first)}`);
    if (fresh.length === 0) return fresh;
    this.#next = last.offset + 1n;
    this.#last = fingerprint(last);
    return fresh;
  }

  #compare(batch: readonly TopicMessage[]): void {
    const same = batch.find(({ offset }) => offset === this.#next - 1n);
    if (same === undefined || fingerprint(same) !== this.#last)
      this.#refuse('another record stands where the last one stood');
    this.#isCompared = true;
  }

  #refuse(found: string): never {
    throw new TopicReplaced({ ...this.name, offset: this.#next }, found);
  }
}

function fingerprint({ key, headers, timestampMs }: TopicMessage): string {
  return [key, headers['ce_id'], headers['ce_sequence'], timestampMs].join('|');
}
