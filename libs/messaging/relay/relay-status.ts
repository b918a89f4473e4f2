import { instant, MissingPosition, type Clock, type Instant } from '#libs/kernel';
import type { EventStore } from '#libs/event-store';
import type { Queryable } from '#libs/postgres';
import { findRelay, type RelayStop } from './relay-row.ts';

export interface RelayStatus {
  readonly state: 'running' | 'stopped';
  /** The first position that is not known to stand on its topic. */
  readonly position: bigint;
  /** The next position that the ledger will give. */
  readonly head: bigint;
  readonly lagEvents: bigint;
  /** The age of the oldest unpublished event by the caller's clock; 0 when there is none. */
  readonly lagSeconds: number;
  /** Counts the takeovers; 0 where no relay has ever run. */
  readonly epoch: bigint;
  readonly error: RelayStop | undefined;
}

export interface RelayStatusOptions {
  readonly pool: Queryable;
  readonly store: Pick<EventStore, 'readLedger' | 'status'>;
  readonly clock: Clock;
}

/** How far the topics are behind the ledger, whichever process runs the relay. */
export async function relayStatus({ pool, store, clock }: RelayStatusOptions): Promise<RelayStatus> {
  const row = await findRelay(pool);
  const { head } = await store.status();
  const position = row?.position ?? 0n;
  const oldest = position < head ? await recordedAt(store, position) : undefined;
  return {
    state: row?.state ?? 'running',
    position,
    head,
    lagEvents: position < head ? head - position : 0n,
    lagSeconds: oldest === undefined ? 0 : secondsBetween(oldest, clock.now()),
    epoch: row?.epoch ?? 0n,
    error: row?.error,
  };
}

/** Undefined for a position that is missing: the relay says so itself when it comes there. */
async function recordedAt(store: Pick<EventStore, 'readLedger'>, position: bigint): Promise<Instant | undefined> {
  try {
    for await (const [row] of store.readLedger(position, { until: position + 1n, pageSize: 1 }))
      if (row !== undefined) return recordedIn(row.record);
  } catch (error) {
    if (!(error instanceof MissingPosition)) throw error;
  }
  return undefined;
}

function recordedIn(record: string): Instant {
  const { metadata } = JSON.parse(record) as { readonly metadata: { readonly recordedAt: string } };
  return instant(metadata.recordedAt);
}

function secondsBetween(from: Instant, to: Instant): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);
}
