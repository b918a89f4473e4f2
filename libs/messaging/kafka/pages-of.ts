import type { EventCatalog } from '#libs/event-store';
import type { LedgerPage, RecordedEvent } from '#libs/kernel';
import { recordedEvent, typeOfRecord } from './received-event.ts';
import type { Stretch } from './shared-reading.ts';

export interface Paging {
  readonly catalog: EventCatalog;
  /** Every type unless told. */
  readonly types?: readonly string[] | undefined;
  /** The most events in a page; 1,000 unless told. */
  readonly pageSize?: number | undefined;
}

const PAGE_SIZE = 1_000;

/** What one consumer gets of a stretch: what it wants of it, decoded for it alone. @throws UnreadableRecord */
export function* pagesOf(
  { arrivals, next }: Stretch,
  { catalog, types, pageSize = PAGE_SIZE }: Paging,
): Generator<LedgerPage> {
  const wanted = types === undefined ? undefined : new Set(types);
  let events: RecordedEvent[] = [];
  let reached = -1n;
  for (const arrival of arrivals) {
    if (wanted?.has(typeOfRecord(arrival.payload)) === false) continue;
    events.push(recordedEvent(arrival, catalog));
    if (events.length < pageSize) continue;
    reached = arrival.place.position + 1n;
    yield { events, next: reached };
    events = [];
  }
  if (next > reached) yield { events, next };
}
