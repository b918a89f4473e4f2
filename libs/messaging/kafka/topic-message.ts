import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { PartitionName } from '../ordering/index.ts';

/** A record as it stands on a topic, whoever wrote it. */
export interface TopicMessage extends PartitionName {
  readonly offset: bigint;
  readonly key: string | undefined;
  /** The body as text; empty where the record has none. */
  readonly value: string;
  /** Header names are as they were sent. A header that stands there several times is joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly timestampMs: number;
}

export function topicMessage({ topic, partition }: PartitionName, message: KafkaMessage): TopicMessage {
  const { key, value, headers, offset, timestamp } = message;
  return {
    topic,
    partition,
    offset: BigInt(offset),
    key: key?.toString('utf8'),
    value: value?.toString('utf8') ?? '',
    headers: headersOf(headers ?? {}),
    timestampMs: Number(timestamp),
  };
}

function headersOf(received: IHeaders): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const name in received) {
    const value = received[name];
    headers[name] = Array.isArray(value) ? value.map(String).join(',') : value?.toString();
  }
  return headers;
}
