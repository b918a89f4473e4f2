import type { EventStore, LedgerRow } from '#libs/event-store';
import type { RecordedEvent } from '#libs/kernel';
import { InProcessSource } from '#libs/messaging';
import type { ReconciledTopics } from '#libs/messaging/reconcile';
import { recordOf, type TopicMessage, type TopicRecord } from '#libs/messaging/records';
import { edgeProblem } from './problem.ts';

/**
 * What stands where topics would, in a process without brokers: what consumers are given by the store's own subscription, as the
 * records it would become. Comparing it with the ledger finds what the subscription leaves out, repeats, turns round or changes.
 */
export function inProcessTopics(store: EventStore, contexts: readonly string[]): ReconciledTopics {
  return {
    read: (signal) => readDelivered(store, contexts, signal),
    published: async () => (await store.status()).head,
    publisher: () => Promise.reject(edgeProblem('API_NOT_FOUND', { found: 'a service without topics' })),
  };
}

/** Up to the head of the call, one page after the other. */
async function* readDelivered(
  store: EventStore,
  contexts: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly TopicMessage[]> {
  const { head } = await store.status();
  const enough = new AbortController();
  const both = AbortSignal.any([signal, enough.signal]);
  if (head === 0n) return;
  const frontier = new Map<string, bigint>();
  let from = 0n;
  let offset = 0n;
  for await (const { events, next } of new InProcessSource(store).consume({ from, contexts, signal: both })) {
    const records = new Map<bigint, TopicRecord>();
    for await (const page of store.readLedger(from, { until: next })) {
      for (const row of page) records.set(row.position, recordAfter(row, frontier));
    }
    yield events.flatMap((event) => {
      const record = records.get(event.position);
      return record === undefined ? [] : [messageOf(event, record, offset++)];
    });
    from = next;
    if (next >= head) enough.abort();
  }
}

/** The record of a row; the frontier has it afterwards. */
function recordAfter(row: LedgerRow, frontier: Map<string, bigint>): TopicRecord {
  const { position } = row;
  const record = recordOf(row, { position, frontier: new Map(frontier), settled: position }, 0);
  frontier.set(record.topic, position);
  return record;
}

/** The data in the version in which they are stored; the subscription brings older ones to the newest. */
function messageOf(event: RecordedEvent, record: TopicRecord, offset: bigint): TopicMessage {
  const { topic, key, value, headers } = record;
  const said = { ...headers, ce_id: event.id, ce_subject: event.stream, ce_revision: String(event.revision) };
  return { topic, partition: 0, offset, key, value, headers: said };
}
