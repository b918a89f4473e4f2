import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { acquireLease, StaleEpoch, type Lease, type LeaseRequest } from './lease.ts';

/** The lease is prolonged three times within its time, so that one lost answer costs nothing. */
const RENEWALS_PER_TTL = 3;

export interface HoldLeaseRequest extends LeaseRequest {
  /** How long to wait before asking again, for a lease that is held or after the work has returned. */
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
  const keeper = keepLease(lease, askedAt, request);
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

/** The two ways in which aborted work ends. */
function isExpected(error: unknown, lease: Lease, signal: AbortSignal): boolean {
  if (error instanceof StaleEpoch) return error.lease === lease.name && error.epoch === lease.epoch;
  if (!signal.aborted) return false;
  return (
    error === signal.reason ||
    (typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError')
  );
}

interface Keeper {
  /** Aborted with a StaleEpoch when the lease is lost, or cannot be known to be held any more. */
  readonly lost: AbortSignal;
  stop(): Promise<void>;
}

/**
 * How long it is until the next of the moments that all have in common who do something once in a period: what they ask then goes together.
 * A little behind the moment: a timer that counts whole milliseconds would come just before it, and again at it.
 */
export function untilCommonMoment(periodMs: number): number {
  return Math.ceil(periodMs - (performance.now() % periodMs)) + 1;
}

/**
 * Prolongs a lease by timer; without a good answer for the lease's whole time it counts as lost.
 * @param askedAt when it was asked for, by `performance.now()`: its time runs from then at the earliest
 */
function keepLease(lease: Lease, askedAt: number, { ttlMs, onError, onHeld }: HoldLeaseRequest): Keeper {
  const lost = new AbortController();
  const stopped = new AbortController();
  const end = AbortSignal.any([lost.signal, stopped.signal]);
  const lose = (): void => {
    lost.abort(new StaleEpoch(lease.name, lease.epoch, undefined));
  };
  let watchdog: NodeJS.Timeout | undefined;
  const heldSince = (since: number): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, Math.max(0, ttlMs - (performance.now() - since)));
    onHeld?.();
  };
  const ended = (): boolean => end.aborted;
  const renewUntilEnd = async (): Promise<void> => {
    for (;;) {
      await delay(untilCommonMoment(ttlMs / RENEWALS_PER_TTL), undefined, { signal: end }).catch(() => undefined);
      if (ended()) return;
      const since = performance.now();
      const renewed = await lease.renew().catch((error: unknown) => onError?.(error));
      // An answer after the end does not matter any more, and a missing answer is no loss yet.
      if (ended()) return;
      if (renewed === true) heldSince(since);
      else if (renewed === false) lose();
    }
  };
  heldSince(askedAt);
  const renewals = renewUntilEnd();
  return {
    lost: lost.signal,
    stop: async () => {
      stopped.abort();
      clearTimeout(watchdog);
      await renewals;
    },
  };
}
