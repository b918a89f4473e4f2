import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Clock } from '#libs/kernel';
import { holdLease, StaleEpoch } from '#libs/postgres';
import { CONSUMER_POLICY, GivenUp, tryByPolicy, type ConsumerPolicy } from './policy.ts';
import { dueTimers, timerFailed, timerFired, timersLease, type Timer, type TimersOwner } from './timer-rows.ts';

export interface TimersOptions {
  /** Whose timers these are: `<context>.<process>`. */
  readonly process: string;
  /** Tells whether an instant has come; it may jump, and stand still. */
  readonly clock: Clock;
  /** Of `connectPool`, on a database with `messagingSchema`. */
  readonly pool: pg.Pool;
  /** Who runs them, for people who look at the table of leases. */
  readonly holder: string;
  /** Ends it: the timer at hand is finished, the lease given back. */
  readonly signal: AbortSignal;
  /** The effect of one timer. It may be asked for again, so a repeat must take no second effect. */
  readonly fire: (timer: Timer, signal: AbortSignal) => Promise<void>;
  readonly policy?: Partial<ConsumerPolicy> | undefined;
  /** Hears of every fault, tried again or not. */
  readonly onFault?: ((error: unknown) => void) | undefined;
  /** How long a dead owner's timers wait; 10,000 unless told. */
  readonly leaseTtlMs?: number | undefined;
  /** How often it is looked whether an instant has come; 100 unless told. */
  readonly pollMs?: number | undefined;
}

type Running = TimersOptions & { readonly pollMs: number; readonly onFault: (error: unknown) => void };

const TIMERS_AT_ONCE = 100;

/**
 * Fires the timers of a process once their instant has come by the clock, at least once each, in one process at a time: a timer
 * counts as fired after its effect, fenced by the lease's epoch. One that cannot be fired is kept as failed until somebody
 * resumes it, and holds no other up. Resolves when the signal is aborted; rejects never.
 */
export async function runTimers(options: TimersOptions): Promise<void> {
  const { process, pool, holder, signal, leaseTtlMs = 10_000, pollMs = 100, onFault = () => undefined } = options;
  const lease = { name: timersLease(process), holder, ttlMs: leaseTtlMs, retryMs: pollMs, signal, onError: onFault };
  await holdLease(pool, lease, ({ epoch }, held) =>
    own({ process, epoch }, { ...options, pollMs, onFault, signal: held }),
  );
}

/** Until the lease is lost or the timers end. Faults of the surroundings are waited out. */
async function own(owner: TimersOwner, options: Running): Promise<void> {
  const { signal, pollMs, onFault } = options;
  const aborted = (): boolean => signal.aborted;
  while (!aborted()) {
    try {
      const more = await fireDue(owner, options);
      if (more) continue;
    } catch (error) {
      if (error instanceof StaleEpoch || aborted()) return;
      onFault(error);
    }
    await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** True when more of them may be due. */
async function fireDue(owner: TimersOwner, options: Running): Promise<boolean> {
  const { pool, clock, signal } = options;
  const due = await dueTimers(pool, owner.process, clock.now(), TIMERS_AT_ONCE);
  for (const timer of due) {
    if (signal.aborted) return false;
    await fireOne(owner, timer, options);
  }
  return due.length === TIMERS_AT_ONCE;
}

async function fireOne(owner: TimersOwner, timer: Timer, options: Running): Promise<void> {
  const { pool, fire, onFault, policy } = options;
  try {
    await tryByPolicy((signal) => fire(timer, signal), options, { ...CONSUMER_POLICY, ...policy });
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
    onFault(error.reason);
    await timerFailed(pool, owner, timer.id, error.message);
    return;
  }
  await timerFired(pool, owner, timer.id);
}
