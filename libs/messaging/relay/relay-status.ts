import { MissingPosition, type Clock } from '#libs/kernel';
import type { EventStore } from '#libs/event-store';
import type { Queryable } from '#libs/postgres';
import type { PublishedEvent } from '../records/index.ts';
import { findRelay, type RelayRow } from './relay-row.ts';

/** Where no relay has ever run it is one of epoch 0, at the beginning. */
export interface RelayStatus extends Pick<RelayRow, 'state' | 'position' | 'epoch' | 'error'> {
  /** The next position that the ledger will give. */
  readonly head: bigint;
  readonly lagEvents: bigint;
  /** The age of the oldest unpublished event by the caller's clock; 0 when there is none. */
  readonly lagSeconds: number;
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
  const oldestMs = position < head ? await recordedAtMs(store, position) : undefined;
  return {
    state: row?.state ?? 'running',
    position,
    head,
    lagEvents: position < head ? head - position : 0n,
    lagSeconds: oldestMs === undefined ? 0 : Math.max(0, Date.parse(clock.now()) - oldestMs) / 1_000,
    epoch: row?.epoch ?? 0n,
    error: row?.error,
  };
}

/** Undefined for a missing position: the relay reports it when it comes there. */
async function recordedAtMs(store: Pick<EventStore, 'readLedger'>, position: bigint): Promise<number | undefined> {
  try {
    for await (const [row] of store.readLedger(position, { until: position + 1n, pageSize: 1 }))
      if (row !== undefined) {
        const { metadata } = JSON.parse(row.record) as Pick<PublishedEvent, 'metadata'>;
        return Date.parse(metadata.recordedAt);
      }
  } catch (error) {
    if (!(error instanceof MissingPosition)) throw error;
  }
  return undefined;
}
