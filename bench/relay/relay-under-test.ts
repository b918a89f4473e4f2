import type { EventStore } from '../../libs/event-store/index.ts';
import type { TopicPublisher, TopicRecord } from '../../libs/messaging/records/index.ts';
import { runRelay } from '../../libs/messaging/relay/index.ts';
import type { Pool } from '../../libs/postgres/index.ts';

export interface Backlog {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly events: number;
}

/** Publishes the whole backlog from the beginning, through the relay as it runs in production. */
export async function relayAll({ store, pool, events }: Backlog, publisher: TopicPublisher): Promise<number> {
  await pool.query('delete from grappe.relay');
  const done = new AbortController();
  const faults: unknown[] = [];
  await runRelay({
    store,
    pool,
    publisher,
    holder: 'bench',
    signal: done.signal,
    onFault: (error) => {
      faults.push(error);
      done.abort();
    },
    onPublished: ({ position }) => {
      if (position === BigInt(events)) done.abort();
    },
  });
  if (faults.length > 0) throw faults[0];
  return events;
}

/** The records that the relay sends, in its batches. */
export async function batchesOf(backlog: Backlog): Promise<readonly (readonly TopicRecord[])[]> {
  const batches: (readonly TopicRecord[])[] = [];
  await relayAll(backlog, {
    publish: (records) => Promise.resolve(void batches.push(records)),
    close: () => Promise.resolve(),
  });
  return batches;
}
