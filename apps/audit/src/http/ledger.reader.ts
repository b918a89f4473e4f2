import type { z } from 'zod';
import type { EventStore, LedgerRow } from '#libs/event-store';
import { isVisible, type NameReader, type StoredEvent, type StreamName } from '#libs/kernel';
import type { ledgerEventsView } from './ledger.view.ts';

type LedgerEvents = z.infer<typeof ledgerEventsView>;
type LedgerEvent = LedgerEvents['items'][number];

interface LedgerRequest {
  readonly from: bigint;
  readonly limit: number;
  readonly types?: readonly string[] | undefined;
  readonly stream?: string | undefined;
}

/** How many rows one request looks at when a filter lets few through: the cursor goes on behind them. */
const SCAN_LIMIT = 20_000n;

/** The rows that fit, from a position; `next` is the position to go on from, absent at the end of the ledger. */
export async function readEvents(
  store: EventStore,
  { from, limit, types, stream }: LedgerRequest,
): Promise<LedgerEvents> {
  const { head } = await store.status();
  // Without a filter a page reads its own rows and none behind them, so that all before a gap can be read.
  const reach = types === undefined && stream === undefined ? BigInt(limit) : SCAN_LIMIT;
  const until = head < from + reach ? head : from + reach;
  const items: LedgerEvent[] = [];
  for await (const rows of store.readLedger(from, { until, pageSize: Math.max(limit, 100) })) {
    for (const row of rows) {
      if (types?.includes(row.type) === false || (stream !== undefined && row.stream !== stream)) continue;
      if (items.length === limit) return { items, next: String(row.position) };
      items.push(viewOf(row));
    }
  }
  return until < head ? { items, next: String(until) } : { items };
}

function viewOf({ position, stream, revision, eventId, type, record, leafHash }: LedgerRow): LedgerEvent {
  const hash = Buffer.from(leafHash).toString('hex');
  return { position: String(position), stream, revision: String(revision), eventId, type, record, leafHash: hash };
}

type StreamEventView = Omit<StoredEvent, 'revision'> & { readonly revision: string };

interface StreamRequest {
  readonly from: bigint;
  readonly limit: number;
  /** The last revision, or the instant up to which recordings count. */
  readonly upTo?: bigint | string | undefined;
}

/** The events of a stream from a revision that the reader may read; `next` is the revision to go on from. */
export async function readStream(
  store: EventStore,
  stream: StreamName,
  { from, limit, upTo }: StreamRequest,
  reader: NameReader,
): Promise<{ readonly items: readonly StreamEventView[]; readonly next?: string }> {
  const items: StreamEventView[] = [];
  let seen = 0;
  for await (const event of store.read(stream, { from, limit: limit + 1 })) {
    if (isBeyond(event, upTo)) break;
    if (seen === limit) return { items, next: String(event.revision) };
    seen += 1;
    if (mayRead(reader, event)) items.push({ ...event, revision: String(event.revision) });
  }
  return { items };
}

function mayRead(reader: NameReader, { metadata: { visibility } }: StoredEvent): boolean {
  if (visibility.kind === 'private') return reader.mayReadEmbargoed;
  return isVisible({ embargoUntil: visibility.kind === 'embargoed' ? visibility.until : undefined }, reader);
}

function isBeyond({ revision, metadata }: StoredEvent, upTo: bigint | string | undefined): boolean {
  if (upTo === undefined) return false;
  return typeof upTo === 'bigint' ? revision > upTo : metadata.recordedAt > upTo;
}
