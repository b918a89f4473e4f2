import type { EventFilter } from '#libs/kernel';
import type { EventStore, LedgerRow } from '#libs/event-store';
import { inOrder, partsByWeight, recordOf, type Frontier, type TopicRecord } from '../records/index.ts';
import type { RelayMark } from './relay-row.ts';

/** The limits of a batch. */
export interface BatchLimits {
  readonly maxRecords: number;
  /** Bytes (UTF-8) of the stored events in it; an event that weighs more goes alone. */
  readonly maxBytes: number;
}

/** Records of consecutive positions, and the mark that holds once all of them are acknowledged. */
export interface RecordBatch {
  readonly records: readonly TopicRecord[];
  readonly next: RelayMark;
}

type Ledger = Pick<EventStore, 'readLedger' | 'subscribe'>;

/**
 * The ledger from a mark on as records, in ledger order and without an end: what is there, then what comes. The same positions
 * become the same records whatever the batches, but for `settled`, which is the first position of the batch.
 * @throws MissingPosition
 */
export async function* recordBatches(
  ledger: Ledger,
  from: RelayMark,
  limits: BatchLimits,
  signal: AbortSignal,
): AsyncGenerator<RecordBatch> {
  let mark = from;
  for await (const rows of ledgerRows(ledger, from.position, limits.maxRecords, signal)) {
    for (const weighed of partsByWeight(rows, limits.maxBytes, ({ record }) => Buffer.byteLength(record))) {
      const batch = batchOf(weighed, mark);
      mark = batch.next;
      yield batch;
    }
  }
}

/** Nothing passes it: a subscription with it shows how far the ledger reaches and decodes no event. */
const HEAD_ONLY: EventFilter = { types: [] };

async function* ledgerRows(
  ledger: Ledger,
  from: bigint,
  pageSize: number,
  signal: AbortSignal,
): AsyncGenerator<readonly LedgerRow[]> {
  let next = from;
  for await (const rows of ledger.readLedger(next, { pageSize })) {
    next += BigInt(rows.length);
    yield rows;
  }
  for await (const { next: until } of ledger.subscribe(next, { filter: HEAD_ONLY, pageSize, signal })) {
    for await (const rows of ledger.readLedger(next, { until, pageSize })) yield rows;
    next = until;
  }
}

function batchOf(rows: readonly LedgerRow[], { position: settled, ...before }: RelayMark): RecordBatch {
  let frontier = new Map(before.frontier);
  let { timestampMs } = before;
  const records = rows.map((row) => {
    const record = recordAt(row, settled, frontier, timestampMs);
    const isKnown = frontier.has(record.topic);
    frontier.set(record.topic, row.position);
    if (!isKnown) frontier = new Map(inOrder(frontier));
    timestampMs = record.timestampMs;
    return record;
  });
  return { records, next: { position: settled + BigInt(rows.length), frontier, timestampMs } };
}

/** The recording instant is known once the record is made; it gives way to that of an event before it that was recorded later. */
function recordAt(row: LedgerRow, settled: bigint, frontier: Frontier, notBeforeMs: number): TopicRecord {
  const record = recordOf(row, { position: row.position, frontier, settled }, notBeforeMs);
  const recordedMs = Date.parse(record.headers['ce_recordedtime'] ?? '');
  return recordedMs > notBeforeMs ? { ...record, timestampMs: recordedMs } : record;
}
