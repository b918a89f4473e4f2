import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { acquireLease, StaleEpoch } from './lease.ts';
import type { Lease, LeaseRequest } from './lease.ts';
import { keepLease } from './keep-lease.ts';

export interface HoldLeaseRequest extends LeaseRequest {
  /** How long to wait before asking again, for a lease that somebody holds or after the work has returned. */
  readonly retryMs: number;
  /** Ends everything: the work's signal is aborted, the lease released, the promise resolved. */
  readonly signal: AbortSignal;
  /**
   * Hears of what goes wrong on the way and is tried again: the database is away, or the work failed because the lease was lost.
   * Without it, a failure to ask for the lease is thrown.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Hears each time that the lease is known to be held: the sign of life of whatever runs under it. */
  readonly onHeld?: (() => void) | undefined;
}

/** What to do while the lease is held; it returns soon after its signal is aborted. */
export type LeasedWork = (lease: Lease, signal: AbortSignal) => Promise<void>;

/**
 * Does the work whenever this process holds the lease, until the outer signal is aborted. The work's own signal is aborted when
 * the lease is lost or the outer signal is. When the work returns, the lease is released and asked for again.
 * The signal comes too late for a process that was frozen: writes are fenced by `assertEpoch`.
 * @throws what the work throws while it holds the lease
 */
export async function holdLease(pool: pg.Pool, request: HoldLeaseRequest, work: LeasedWork): Promise<void> {
  const { signal, retryMs } = request;
  while (!signal.aborted) {
    const askedAt = performance.now();
    const lease = await ask(pool, request);
    if (lease !== undefined) await workUnder(lease, askedAt, request, work);
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function ask(pool: pg.Pool, request: HoldLeaseRequest): Promise<Lease | undefined> {
  try {
    return await acquireLease(pool, request);
  } catch (error) {
    if (request.onError === undefined) throw error;
    request.onError(error);
    return undefined;
  }
}

async function workUnder(lease: Lease, askedAt: number, request: HoldLeaseRequest, work: LeasedWork): Promise<void> {
  const { ttlMs, onError, onHeld } = request;
  const keeper = keepLease(lease, { ttlMs, askedAt, onError, onHeld });
  const signal = AbortSignal.any([request.signal, keeper.lost]);
  try {
    await work(lease, signal);
  } catch (error) {
    if (isExpected(error, lease, signal)) return;
    if (!keeper.lost.aborted) throw error;
    request.onError?.(error);
  } finally {
    await keeper.stop();
    await lease.release().catch((error: unknown) => request.onError?.(error));
  }
}

/** The two ways in which work ends that was told to end. */
function isExpected(error: unknown, lease: Lease, signal: AbortSignal): boolean {
  if (error instanceof StaleEpoch) return error.lease === lease.name && error.epoch === lease.epoch;
  if (!signal.aborted) return false;
  return (
    error === signal.reason ||
    (typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError')
  );
}
