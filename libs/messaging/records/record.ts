import type { Frontier } from './frontier.ts';

/**
 * A record of a topic, free of any client: CloudEvents 1.0, binary mode of the Kafka binding. Headers are texts; the body is the
 * event's data as JSON, in the version in which it is stored.
 */
export interface TopicRecord {
  readonly topic: string;
  /** The stream: all events of a stream stand in one partition. */
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds; never lower than that of a record published before, so that topics can be entered by time. */
  readonly timestampMs: number;
}

/** What a record says of its place. */
export interface RecordPlace {
  readonly position: bigint;
  readonly frontier: Frontier;
  /** Every position below it stood on its topic before this record was sent: what is not there by now is missing. */
  readonly settled: bigint;
}

/** Where a relay puts records. One send at a time: the next is begun when the one before is acknowledged. */
export interface TopicPublisher {
  /** Resolves when every record is acknowledged by all replicas in sync; a rejection says nothing about which ones are there. */
  publish(records: readonly TopicRecord[]): Promise<void>;
  close(): Promise<void>;
}
