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

/** A record as it stands on a topic, from whatever writer. */
export interface TopicMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | undefined;
  /** The body as text; empty where the record has none. */
  readonly value: string;
  /** Header names are as they were sent. A header that stands there several times is joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The members of a client's message that are needed to read it. */
export type ReceivedRecord = Pick<TopicMessage, 'value' | 'headers'>;

/** The place of a record, from its headers. */
export interface RecordPlace {
  readonly position: bigint;
  readonly frontier: Frontier;
  /** Every position below it stood on its topic before this record was sent: one that is not there by now is missing. */
  readonly settled: bigint;
}

/** Publishes the records of a relay. One send at a time: the next begins when the one before is acknowledged. */
export interface TopicPublisher {
  /** Resolves when every record is acknowledged by all replicas in sync; a rejection says nothing about which ones are there. */
  publish(records: readonly TopicRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** A record that is not what this system publishes: written by another one, or altered. */
export class InvalidRecord extends TypeError {
  override readonly name = 'InvalidRecord';
}

/** Items in their order, in parts of a bounded weight; an item that weighs more goes alone. */
export function* partsByWeight<Item>(
  items: Iterable<Item>,
  most: number,
  weightOf: (item: Item) => number,
): Generator<readonly Item[]> {
  let part: Item[] = [];
  let weight = 0;
  for (const item of items) {
    const own = weightOf(item);
    if (part.length > 0 && weight + own > most) {
      yield part;
      part = [];
      weight = 0;
    }
    part.push(item);
    weight += own;
  }
  if (part.length > 0) yield part;
}

/** Records of several topics, those of each in their order. */
export function byTopic(records: readonly TopicRecord[]): ReadonlyMap<string, readonly TopicRecord[]> {
  const topics = new Map<string, TopicRecord[]>();
  for (const record of records) {
    const ofTopic = topics.get(record.topic);
    if (ofTopic === undefined) topics.set(record.topic, [record]);
    else ofTopic.push(record);
  }
  return topics;
}
