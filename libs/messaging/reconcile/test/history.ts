import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { calendarDate, type Visibility } from '#libs/kernel';
import type { TopicRecord } from '../../records/index.ts';
import { recordBatches } from '../../relay/record-batches.ts';
import { CONTEXTS, MessageSamples } from '../../testing/contract-samples.ts';

const VISIBILITIES: readonly Visibility[] = [
  { kind: 'public' },
  { kind: 'private' },
  { kind: 'public' },
  { kind: 'embargoed', until: calendarDate('2017-01-01') },
  { kind: 'public' },
];

/** A ledger in memory with so many events of three contexts, most of them public. */
export async function ledgerOf(events: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore(catalog);
  await appendTo(store, events);
  return store;
}

export async function appendTo(store: MemoryEventStore, events: number, samples = new MessageSamples()): Promise<void> {
  for (let index = 0; index < events; index += 1) {
    const { stream, event } = samples.of(CONTEXTS[index % 3] ?? 'membership', index % 7);
    const visibility = VISIBILITIES[index % VISIBILITIES.length] ?? { kind: 'public' };
    const metadata = { ...event.metadata, visibility, ...(index % 4 === 0 ? { evidence: [{ title: 'é “1”' }] } : {}) };
    await store.append(stream, 'any', [{ ...event, metadata }]);
  }
}

/** What a relay sends of a ledger from a position on, batch by batch. */
export async function batchesOf(
  store: MemoryEventStore,
  maxRecords: number,
): Promise<readonly (readonly TopicRecord[])[]> {
  const { head } = await store.status();
  const batches: (readonly TopicRecord[])[] = [];
  if (head === 0n) return batches;
  const start = { position: 0n, frontier: new Map(), timestampMs: 0 };
  const limits = { maxRecords, maxBytes: 1_000_000 };
  for await (const { records, next } of recordBatches(store, start, limits, new AbortController().signal)) {
    batches.push(records);
    if (next.position >= head) break;
  }
  return batches;
}
