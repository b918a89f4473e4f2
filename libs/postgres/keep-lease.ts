import { setTimeout as delay } from 'node:timers/promises';
import { StaleEpoch } from './lease.ts';
import type { Lease } from './lease.ts';

export interface KeepOptions {
  readonly ttlMs: number;
  /** When the lease was asked for, on the clock of `performance.now()`: its time runs from then at the earliest. */
  readonly askedAt: number;
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Hears of it now and at each renewal. */
  readonly onHeld?: (() => void) | undefined;
}

export interface Keeper {
  /** Aborted with a StaleEpoch when the lease is lost, or cannot be known to be held any more. */
  readonly lost: AbortSignal;
  stop(): Promise<void>;
}

/** The lease is prolonged three times within its time, so that one lost answer costs nothing. */
const RENEWALS_PER_TTL = 3;

/** Prolongs a lease by timer; without a good answer for the lease's whole time it counts as lost. */
export function keepLease(lease: Lease, options: KeepOptions): Keeper {
  options.onHeld?.();
  const lost = new AbortController();
  const stopped = new AbortController();
  const watchdog = watch(options, () => {
    lost.abort(new StaleEpoch(lease.name, lease.epoch, undefined));
  });
  const renewals = renewUntil(AbortSignal.any([lost.signal, stopped.signal]), lease, options, watchdog);
  return {
    lost: lost.signal,
    stop: async () => {
      stopped.abort();
      watchdog.stop();
      await renewals;
    },
  };
}

interface Watchdog {
  heldSince(askedAt: number): void;
  lose(): void;
  stop(): void;
}

function watch({ ttlMs, askedAt }: KeepOptions, lose: () => void): Watchdog {
  const timer = (since: number): NodeJS.Timeout => setTimeout(lose, Math.max(0, ttlMs - (performance.now() - since)));
  let current = timer(askedAt);
  return {
    heldSince: (since) => {
      clearTimeout(current);
      current = timer(since);
    },
    lose,
    stop: () => {
      clearTimeout(current);
    },
  };
}

async function renewUntil(end: AbortSignal, lease: Lease, options: KeepOptions, watchdog: Watchdog): Promise<void> {
  for (;;) {
    await delay(options.ttlMs / RENEWALS_PER_TTL, undefined, { signal: end }).catch(() => undefined);
    if (end.aborted) return;
    const askedAt = performance.now();
    try {
      const renewed = await lease.renew();
      tell(watchdog, renewed, askedAt, end);
      if (renewed) options.onHeld?.();
    } catch (error) {
      options.onError?.(error);
    }
  }
}

/** An answer that comes after the end concerns nobody any more. */
function tell(watchdog: Watchdog, renewed: boolean, askedAt: number, end: AbortSignal): void {
  if (end.aborted) return;
  if (renewed) watchdog.heldSince(askedAt);
  else watchdog.lose();
}
