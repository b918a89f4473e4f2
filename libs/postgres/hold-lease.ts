import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { acquireLease, StaleEpoch } from './lease.ts';
import type { Lease, LeaseRequest } from './lease.ts';

export interface HoldLeaseRequest extends LeaseRequest {
  /** How long to wait before asking again for a lease that somebody holds. */
  readonly retryMs: number;
  /** Ends everything: the work's signal is aborted, the lease released, the promise resolved. */
  readonly signal: AbortSignal;
  /** Hears of failures to ask for or to prolong the lease (the database is away); they are tried again. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The lease is prolonged three times within its time, so that one lost answer costs nothing. */
const RENEWALS_PER_TTL = 3;

/**
 * Does the work whenever this process holds the lease, until the outer signal is aborted. The work's own signal is aborted when the
 * lease is lost or the outer signal is; the work then has to return. When it returns, the lease is released and asked for
 * again. The signal comes too late for a process that was frozen: writes are fenced by `assertEpoch`.
 * @throws what the work throws while it holds the lease
 */
export async function holdLease(
  pool: pg.Pool,
  request: HoldLeaseRequest,
  work: (lease: Lease, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { signal, retryMs } = request;
  while (!signal.aborted) {
    const lease = await ask(pool, request);
    if (lease !== undefined) await workUnder(lease, request, work);
    await pause(retryMs, signal);
  }
}

async function ask(pool: pg.Pool, request: HoldLeaseRequest): Promise<Lease | undefined> {
  try {
    return await acquireLease(pool, request);
  } catch (error) {
    request.onError?.(error);
    return undefined;
  }
}

async function workUnder(
  lease: Lease,
  request: HoldLeaseRequest,
  work: (lease: Lease, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const keeper = keep(lease, request, lost);
  try {
    await work(lease, AbortSignal.any([request.signal, lost.signal]));
  } catch (error) {
    if (!lost.signal.aborted && !isStale(error)) throw error;
  } finally {
    await keeper.stop();
    await lease.release().catch((error: unknown) => request.onError?.(error));
  }
}

function isStale(error: unknown): boolean {
  return error instanceof StaleEpoch;
}

/** Prolongs the lease by timer; without a good answer for the lease's whole time it counts as lost. */
function keep(lease: Lease, request: HoldLeaseRequest, lost: AbortController): { stop(): Promise<void> } {
  const ended = new AbortController();
  const lose = (): void => {
    lost.abort(new StaleEpoch(lease.name, lease.epoch, undefined));
  };
  let watchdog = setTimeout(lose, request.ttlMs);
  const renewals = (async () => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await pause(request.ttlMs / RENEWALS_PER_TTL, ended.signal);
      if (ended.signal.aborted) return;
      const askedAt = performance.now();
      try {
        if (!(await lease.renew())) return lose();
        clearTimeout(watchdog);
        watchdog = setTimeout(lose, Math.max(0, request.ttlMs - (performance.now() - askedAt)));
      } catch (error) {
        request.onError?.(error);
      }
    }
  })();
  return {
    stop: async () => {
      ended.abort();
      await renewals;
      clearTimeout(watchdog);
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
