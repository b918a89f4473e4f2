import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { holdLease } from '#libs/postgres';

/** Work that one process at a time does, under a lease. */
export interface LeasedOptions {
  /** Of `connectPool`, on a database with `messagingSchema`. */
  readonly pool: pg.Pool;
  /** The name of this process in the table of leases. */
  readonly holder: string;
  /** Ends it: what is at hand is finished and recorded, the lease given back. */
  readonly signal: AbortSignal;
  /** Hears of every fault, tried again or not. */
  readonly onFault?: ((error: unknown) => void) | undefined;
  /** Hears each time that its lease is known to be held here. */
  readonly onAlive?: (() => void) | undefined;
  /** How long the work of a dead owner waits. Default: 10,000 ms. */
  readonly leaseTtlMs?: number | undefined;
  /** How often it looks for the lease, and for what it waits for. Default: 500 ms. */
  readonly pollMs?: number | undefined;
}

/** The signal is aborted when the lease is lost too. */
export type Running<Options> = Options & {
  readonly pollMs: number;
  readonly onFault: (error: unknown) => void;
};

/** Does the work whenever this process holds the lease of that name. Resolves when the signal is aborted; rejects as the work. */
export async function underLease<Options extends LeasedOptions>(
  name: string,
  options: Options,
  work: (epoch: bigint, running: Running<Options>) => Promise<void>,
): Promise<void> {
  const { pool, holder, signal, leaseTtlMs: ttlMs = 10_000, pollMs = 500, onFault = () => undefined } = options;
  const lease = { name, holder, ttlMs, retryMs: pollMs, signal, onError: onFault, onHeld: options.onAlive };
  await holdLease(pool, lease, ({ epoch }, held) => work(epoch, { ...options, pollMs, onFault, signal: held }));
}

/** Ends early when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
