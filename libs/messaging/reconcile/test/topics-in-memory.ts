import type { TopicPublisher, TopicRecord } from '../../records/index.ts';
import type { TopicMessage } from '../../records/index.ts';
import type { ReconciledTopics } from '../index.ts';

type Log = TopicRecord[];

export const PARTITIONS = 3;

/** Topics with three partitions each, whose logs a test can do anything to; offsets are what stands there when they are read. */
export class TopicsInMemory implements ReconciledTopics, TopicPublisher {
  readonly logs = new Map<string, Log>();
  /** Everything below it was published. Default: everything that is there. */
  publishedUpTo: bigint | undefined;
  connections = 0;

  constructor(
    batches: readonly (readonly TopicRecord[])[] = [],
    private readonly pageSize = 10,
  ) {
    for (const batch of batches) this.put(batch);
  }

  put(records: readonly TopicRecord[]): void {
    for (const record of records) this.log(record.topic, partitionOf(record.topic, record.key)).push(record);
  }

  log(topic: string, partition: number): Log {
    const name = `${topic}/${String(partition)}`;
    const log = this.logs.get(name) ?? [];
    this.logs.set(name, log);
    return log;
  }

  /** The log that holds the record of a position first, and where. */
  place(position: number): { readonly log: Log; readonly index: number; readonly record: TopicRecord } {
    for (const log of this.logs.values()) {
      const index = log.findIndex(({ headers }) => Number(headers['ce_sequence']) === position);
      const record = log[index];
      if (record !== undefined) return { log, index, record };
    }
    throw new Error(`no record of position ${String(position)}`);
  }

  replace(position: number, record: TopicRecord): void {
    const { log, index } = this.place(position);
    log[index] = record;
  }

  /** Partition after partition, so that a reader meets positions in the worst order. */
  async *read(signal: AbortSignal): AsyncGenerator<readonly TopicMessage[]> {
    for (const [name, log] of this.logs) {
      const [topic = '', partition] = name.split('/');
      for (let from = 0; from < log.length; from += this.pageSize) {
        if (signal.aborted) return;
        yield log.slice(from, from + this.pageSize).map(({ key, value, headers }, index) => {
          return { topic, partition: Number(partition), offset: BigInt(from + index), key, value, headers };
        });
      }
    }
  }

  published(): Promise<bigint> {
    return Promise.resolve(this.publishedUpTo ?? 10n ** 18n);
  }

  publisher(): Promise<TopicPublisher> {
    this.connections += 1;
    return Promise.resolve(this);
  }

  partitioning() {
    return Promise.resolve(partitionOf);
  }

  publish(records: readonly TopicRecord[]): Promise<void> {
    this.put(records);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.connections -= 1;
    return Promise.resolve();
  }
}

function partitionOf(_topic: string, key: string): number {
  return Buffer.from(key).reduce((sum, byte) => sum + byte, 0) % PARTITIONS;
}
