import type { EventStore } from '#libs/event-store';
import type { ConsumerHealth } from './health.ts';
import type { Standing } from './standing.ts';
import type { ConsumerReading, StatusReading } from './telemetry/index.ts';

export interface StatusSources {
  readonly store: Pick<EventStore, 'status'>;
  readonly standing: Pick<Standing, 'firstToRead'>;
  readonly consumers: () => Promise<readonly ConsumerHealth[]>;
}

/** How ledger and consumers stand, for whoever keeps it. @throws what the database throws */
export async function readStatus({ store, standing, consumers }: StatusSources): Promise<StatusReading> {
  // Consumers first: none of them is ahead of a head that is read after it.
  const found = await consumers();
  const ledger = await store.status();
  const readings: ConsumerReading[] = [];
  for (const consumer of found) readings.push(await readConsumer(consumer, ledger.head, standing));
  return { ledger, consumers: readings };
}

async function readConsumer(
  { name, position: place, shares = [], state, parked, dueTimers = 0 }: ConsumerHealth,
  head: bigint,
  standing: StatusSources['standing'],
): Promise<ConsumerReading> {
  const position = BigInt(place);
  const waiting = await standing.firstToRead(name, position, head);
  return {
    name,
    position,
    shares: shares.map((each) => ({ share: each.share, position: BigInt(each.position) })),
    lagEvents: waiting === undefined ? 0n : head - position,
    waitingSinceMs: waiting === undefined ? undefined : Date.parse(waiting.metadata.recordedAt),
    paused: state === 'paused',
    parkedKeys: parked?.keys ?? 0,
    dueTimers,
  };
}
