import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { EventCatalog, PersonalTexts } from '#libs/event-store';
import { pageOf, type LedgerPage, type RecordedEvent } from '#libs/kernel';
import type { Arrival, PartitionName } from '../ordering/index.ts';
import { placeOf, publishedEvent, type PublishedEvent, type TopicMessage as Message } from '../records/index.ts';
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
  /** Opens personal texts. Default: they come as they are published. */
  readonly personal?: PersonalTexts | undefined;
  /** True leaves events as they were published, in their version and with their texts. */
  readonly asStored?: boolean | undefined;
  /** Default: every type. */
  readonly types?: readonly string[] | undefined;
  /** The most events in a page. Default: 1,000. */
  readonly pageSize?: number | undefined;
}

/** What one consumer gets of a batch: the events it wants, decoded for it alone. @throws UnreadableRecord, UnknownKey, StoreUnavailable */
export async function* pagesOf({ arrivals, next }: TopicBatch, paging: Paging): AsyncGenerator<LedgerPage> {
  const { types, pageSize = 1_000 } = paging;
  const wanted = types === undefined ? undefined : new Set(types);
  const found = arrivals.filter(({ payload }) => wanted?.has(typeOf(payload)) !== false);
  let reached = -1n;
  for (let start = 0; start + pageSize <= found.length; start += pageSize) {
    const page = found.slice(start, start + pageSize);
    reached = (page.at(-1)?.place.position ?? -1n) + 1n;
    yield* readPages(page, reached, paging);
  }
  const rest = found.slice(found.length - (found.length % pageSize));
  if (next > reached) yield* readPages(rest, next, paging);
}

/** A page of these records; two where one cannot be read, of which the second is its error. */
async function* readPages(
  arrivals: readonly Arrival<TopicMessage>[],
  next: bigint,
  paging: Paging,
): AsyncGenerator<LedgerPage> {
  const read = await readerOf(arrivals, paging);
  const rows = arrivals.map((arrival) => ({ arrival, position: arrival.place.position }));
  for (let left = rows; ;) {
    const page = pageOf(left, next, ({ arrival }) => read(arrival));
    yield page;
    if (page.next === next) return;
    left = left.filter(({ position }) => position >= page.next);
  }
}

/** Reads these records, the keys of which are fetched at once. */
async function readerOf(
  arrivals: readonly Arrival<TopicMessage>[],
  { catalog, personal, asStored = false }: Paging,
): Promise<(arrival: Arrival<TopicMessage>) => RecordedEvent> {
  if (asStored) return storedEvent;
  if (personal === undefined) return (arrival) => recordedEvent(arrival, catalog, (event) => event);
  const texts = arrivals.map(({ payload }) => payload.value + (payload.headers['ce_evidence'] ?? ''));
  const keys = await personal.openingKeys(texts);
  return (arrival) => recordedEvent(arrival, catalog, (event) => personal.open(event, keys));
}

/** The event type of a record, without reading the rest of it. */
function typeOf({ headers }: TopicMessage): string {
  return headers['ce_type']?.replace(/\.v[0-9]+$/, '') ?? '';
}

/** The event of a record as it was published. */
function storedEvent({ payload, place }: Arrival<TopicMessage>): RecordedEvent {
  return { ...readable(payload, () => publishedEvent(payload)), position: place.position };
}

/** The event of a record as the store gives it: in the current version of its type. */
function recordedEvent(
  { payload, place }: Arrival<TopicMessage>,
  catalog: EventCatalog,
  open: (event: PublishedEvent) => PublishedEvent,
): RecordedEvent {
  const published = open(readable(payload, () => publishedEvent(payload)));
  return readable(payload, () => {
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
