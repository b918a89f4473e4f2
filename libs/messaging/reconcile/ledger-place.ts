import type { EventStore, LedgerRow } from '#libs/event-store';
import { frontierText, topicOf, type PublishedEvent } from '../records/index.ts';

/** What the ledger says of a position, and so what its record has to say. */
export interface LedgerPlace {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: string;
  readonly eventId: string;
  /** The leaf hash in base64. */
  readonly leaf: string;
  readonly topic: string;
  readonly frontier: string;
  /** The highest recording instant so far, in milliseconds. */
  readonly timestampMs: number;
}

type Ledger = Pick<EventStore, 'readLedger'>;

/**
 * The ledger from its beginning up to `until` in stretches of `size` positions, each with its frontier.
 * @throws MissingPosition when the ledger itself has a gap
 */
export async function* ledgerPlaces(
  ledger: Ledger,
  until: bigint,
  size: number,
): AsyncGenerator<readonly LedgerPlace[]> {
  const course = new Course();
  let places: LedgerPlace[] = [];
  for await (const rows of ledger.readLedger(0n, { until, pageSize: Math.min(size, 1_000) })) {
    for (const row of rows) {
      places.push(course.place(row));
      if (places.length < size) continue;
      yield places;
      places = [];
    }
  }
  if (places.length > 0) yield places;
}

/** What one record says of those before it. */
class Course {
  readonly #frontier = new Map<string, bigint>();
  #timestampMs = 0;

  place(row: LedgerRow): LedgerPlace {
    const { position, stream, revision, eventId, leafHash } = row;
    const { type, metadata } = JSON.parse(row.record) as Pick<PublishedEvent, 'type' | 'metadata'>;
    const topic = topicOf({ type, metadata });
    this.#timestampMs = Math.max(this.#timestampMs, Date.parse(metadata.recordedAt));
    const frontier = frontierText(this.#frontier);
    this.#frontier.set(topic, position);
    return {
      position,
      stream,
      revision: String(revision),
      eventId,
      leaf: Buffer.from(leafHash).toString('base64'),
      topic,
      frontier,
      timestampMs: this.#timestampMs,
    };
  }
}
