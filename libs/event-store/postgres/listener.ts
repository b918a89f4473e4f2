import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** Tells the sequencer of another process that events were appended. */
export const APPENDED_CHANNEL = 'grappe_store_appended';
/** Tells readers of other processes the number of positions. */
export const HEAD_CHANNEL = 'grappe_store_head';

export interface ListenerOptions {
  readonly pool: pg.Pool;
  readonly retryMs: number;
  readonly onAppended: () => void;
  readonly onHead: (head: bigint) => void;
  readonly signal: AbortSignal;
}

/**
 * Listens on one connection until aborted and connects again when it breaks. A notification only saves waiting: where none
 * comes (behind a transaction pooler, while reconnecting) the polls find the same a little later.
 */
export async function listen(options: ListenerOptions): Promise<void> {
  const { pool, retryMs, signal } = options;
  while (!signal.aborted) {
    await listenOnce(pool, options).catch(() => undefined);
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function listenOnce(pool: pg.Pool, { onAppended, onHead, signal }: ListenerOptions): Promise<void> {
  const client = await pool.connect();
  try {
    client.on('notification', ({ channel, payload }) => {
      if (channel === APPENDED_CHANNEL) onAppended();
      else if (channel === HEAD_CHANNEL && payload !== undefined) onHead(BigInt(payload));
    });
    await client.query(`listen ${APPENDED_CHANNEL}; listen ${HEAD_CHANNEL}`);
    onAppended();
    await ended(client, signal);
  } finally {
    client.release(true);
  }
}

function ended(client: pg.PoolClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    client.once('end', done);
    client.once('error', done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
