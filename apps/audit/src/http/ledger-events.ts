import type { EventStore } from '#libs/event-store';

/** One row of the ledger; positions and revisions are texts, because JSON numbers end at 2^53. */
export interface LedgerEventView {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly eventId: string;
  readonly type: string;
  /** The canonical text (RFC 8785) of the event without its revision. */
  readonly record: string;
  /** SHA-256(0x00 || `{"event":<record>,"revision":<revision>}`) (RFC 6962, section 2.1), hexadecimal. */
  readonly leafHash: string;
}

export interface LedgerRequest {
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
): Promise<{ readonly items: readonly LedgerEventView[]; readonly next?: string }> {
  const { head } = await store.status();
  // Without a filter a page reads its own rows and none behind them, so that all before a gap can be read.
  const reach = types === undefined && stream === undefined ? BigInt(limit) : SCAN_LIMIT;
  const until = head < from + reach ? head : from + reach;
  const items: LedgerEventView[] = [];
  for await (const rows of store.readLedger(from, { until, pageSize: Math.max(limit, 100) })) {
    for (const { position, revision, leafHash, ...row } of rows) {
      if (types?.includes(row.type) === false || (stream !== undefined && row.stream !== stream)) continue;
      if (items.length === limit) return { items, next: String(position) };
      const hash = Buffer.from(leafHash).toString('hex');
      items.push({ ...row, position: String(position), revision: String(revision), leafHash: hash });
    }
  }
  return until < head ? { items, next: String(until) } : { items };
}
