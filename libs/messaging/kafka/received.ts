import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { EventCatalog } from '#libs/event-store';
import type { LedgerPage, RecordedEvent } from '#libs/kernel';
import type { Arrival, PartitionName } from '../ordering/index.ts';
import { placeOf, publishedEvent, type TopicMessage as Message } from '../records/index.ts';
import { UnreadableRecord } from './errors.ts';

export interface TopicMessage extends Message {
  readonly timestampMs: number;
}

/** About how many bytes a record takes in memory beside its body. */
const RECORD_WEIGHT = 1_024;

export function weightOf({ value }: TopicMessage): number {
  return value.length + RECORD_WEIGHT;
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

/** @throws UnreadableRecord */
export function arrivalOf(message: TopicMessage): Arrival<TopicMessage> {
  const { topic, partition } = message;
  const place = readable(message, () => placeOf(message));
  return { topic, partition, place, payload: message, weight: weightOf(message) };
}

/** Records in ledger order, as many as could be given at once. */
export interface TopicBatch {
  readonly arrivals: readonly Arrival<TopicMessage>[];
  /** Everything below it on these topics was given, in this batch or before. */
  readonly next: bigint;
}

export interface Paging {
  readonly catalog: EventCatalog;
  /** Default: every type. */
  readonly types?: readonly string[] | undefined;
  /** The most events in a page. Default: 1,000. */
  readonly pageSize?: number | undefined;
}

/** What one consumer gets of a batch: the events it wants, decoded for it alone. @throws UnreadableRecord */
export function* pagesOf(
  { arrivals, next }: TopicBatch,
  { catalog, types, pageSize = 1_000 }: Paging,
): Generator<LedgerPage> {
  const wanted = types === undefined ? undefined : new Set(types);
  let events: RecordedEvent[] = [];
  let reached = -1n;
  for (const arrival of arrivals) {
    if (wanted?.has(typeOf(arrival.payload)) === false) continue;
    events.push(recordedEvent(arrival, catalog));
    if (events.length < pageSize) continue;
    reached = arrival.place.position + 1n;
    yield { events, next: reached };
    events = [];
  }
  if (next > reached) yield { events, next };
}

/** The event type of a record, without reading the rest of it. */
function typeOf({ headers }: TopicMessage): string {
  return headers['ce_type']?.replace(/\.v[0-9]+$/, '') ?? '';
}

/** The event of a record as the store gives it: in the current version of its type. */
function recordedEvent({ payload, place }: Arrival<TopicMessage>, catalog: EventCatalog): RecordedEvent {
  return readable(payload, () => {
    const published = publishedEvent(payload);
    const current = catalog.upcast(published.type, published.schemaVersion, published.data);
    return { ...published, ...current, position: place.position };
  });
}

function readable<Result>(message: TopicMessage, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { topic, partition, offset } = message;
    throw new UnreadableRecord({ topic, partition, offset }, error);
  }
}
