import type { EventCatalog } from '#libs/event-store';
import type { RecordedEvent } from '#libs/kernel';
import type { Arrival } from '../ordering/index.ts';
import { placeOf, publishedEvent } from '../records/index.ts';
import { UnreadableRecord } from './errors.ts';
import type { TopicMessage } from './topic-message.ts';

/** About what a record takes in memory beside its body. */
const RECORD_WEIGHT = 1_024;

/** @throws UnreadableRecord */
export function arrivalOf(message: TopicMessage): Arrival<TopicMessage> {
  const { topic, partition, value } = message;
  const place = readable(message, () => placeOf(message));
  return { topic, partition, place, payload: message, weight: value.length + RECORD_WEIGHT };
}

/** The event of a record as the store gives it: in the current version of its type. @throws UnreadableRecord */
export function recordedEvent({ payload, place }: Arrival<TopicMessage>, catalog: EventCatalog): RecordedEvent {
  return readable(payload, () => {
    const published = publishedEvent(payload);
    const current = catalog.upcast(published.type, published.schemaVersion, published.data);
    return { ...published, ...current, position: place.position };
  });
}

/** The event type of a record, without reading the rest of it. */
export function typeOfRecord({ headers }: TopicMessage): string {
  return headers['ce_type']?.replace(/\.v[0-9]+$/, '') ?? '';
}

function readable<Result>(message: TopicMessage, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { topic, partition, offset } = message;
    throw new UnreadableRecord({ topic, partition, offset }, error);
  }
}
