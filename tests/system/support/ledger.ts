import { catalog } from '#libs/contracts';
import { leafHash } from '#libs/event-store';
import { openPostgresEventStore } from '#libs/event-store/postgres';
import type { RecordedEvent } from '#libs/kernel';

/** The whole ledger as a second process reads it, with what is wrong in it. */
export interface LedgerSeen {
  readonly events: readonly RecordedEvent[];
  readonly faults: readonly string[];
}

/** Reads everything as it is stored, without the keys of persons, and looks at positions, revisions, ids and leaf hashes. */
export async function readWholeLedger(databaseUrl: string): Promise<LedgerSeen> {
  const store = await openPostgresEventStore({ url: databaseUrl, catalog, holder: 'system test', sequencer: false });
  try {
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll(0n, { asStored: true })) events.push(...page.events);
    const faults = faultsOf(events);
    for await (const rows of store.readLedger(0n)) {
      for (const { position, record, revision, leafHash: stored } of rows) {
        if (!Buffer.from(leafHash(record, revision)).equals(stored)) faults.push(`leaf hash at ${String(position)}`);
      }
    }
    const { unsequenced } = await store.status();
    if (unsequenced !== 0n) faults.push(`${String(unsequenced)} events without a position`);
    return { events, faults };
  } finally {
    await store.close();
  }
}

function faultsOf(events: readonly RecordedEvent[]): string[] {
  const faults: string[] = [];
  const revisions = new Map<string, bigint>();
  const ids = new Set<string>();
  events.forEach((event, index) => {
    const { position, stream, revision, id } = event;
    if (position !== BigInt(index)) faults.push(`position ${String(position)} where ${String(index)} is due`);
    const due = (revisions.get(stream) ?? -1n) + 1n;
    if (revision !== due) faults.push(`${stream}: revision ${String(revision)} where ${String(due)} is due`);
    revisions.set(stream, revision);
    if (ids.has(id)) faults.push(`event ${id} stands twice`);
    ids.add(id);
  });
  return faults;
}
