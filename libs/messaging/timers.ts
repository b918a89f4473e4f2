import type { Clock } from '#libs/kernel';
import { StaleEpoch, untilCommonMoment } from '#libs/postgres';
import { pause, underLease, type LeasedOptions, type Running } from './leased.ts';
import { CONSUMER_POLICY, GivenUp, tryByPolicy, type ConsumerPolicy } from './policy.ts';
import { dueTimers, settleTimer, TIMERS_AT_ONCE, timersLease, type Timer, type TimersOwner } from './timer-rows.ts';

export interface TimersOptions extends LeasedOptions {
  /** The process manager whose timers these are: `<context>.<manager>`. */
  readonly manager: string;
  /** The clock of the instants; it may jump, or stop for a while. */
  readonly clock: Clock;
  /** The effect of one timer. It may be called again, so a repeat must take no second effect. */
  readonly fire: (timer: Timer, signal: AbortSignal) => Promise<void>;
  readonly policy?: Partial<ConsumerPolicy> | undefined;
  /** How often it looks whether an instant has come. Default: 100 ms. */
  readonly pollMs?: number | undefined;
}

/**
 * Fires the timers of a process manager once their instant has come by the clock, at least once each, in one process at a time: a timer
 * counts as fired after its effect, fenced by the lease's epoch. One that cannot be fired is kept as failed until it is
 * resumed, and does not stop the others. Resolves when the signal is aborted; never rejects.
 */
export async function runTimers(options: TimersOptions): Promise<void> {
  const { manager, pollMs = 100 } = options;
  const work = (epoch: bigint, running: RunningTimers) => own({ manager, epoch }, running);
  await underLease(timersLease(manager), { ...options, pollMs }, work);
}

type RunningTimers = Running<TimersOptions>;

/** Runs until the lease is lost or the timers end. It waits while a server is away. */
async function own(owner: TimersOwner, options: RunningTimers): Promise<void> {
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
    await pause(untilCommonMoment(pollMs), signal);
  }
}

/** True when more of them may be due. */
async function fireDue(owner: TimersOwner, options: RunningTimers): Promise<boolean> {
  const { pool, clock, signal } = options;
  const due = await dueTimers(pool, { manager: owner.manager, now: clock.now() });
  for (const timer of due) {
    if (signal.aborted) return false;
    await fireOne(owner, timer, options);
  }
  return due.length === TIMERS_AT_ONCE;
}

async function fireOne(owner: TimersOwner, timer: Timer, options: RunningTimers): Promise<void> {
  const { pool, fire, onFault, policy } = options;
  try {
    await tryByPolicy((signal) => fire(timer, signal), options, { ...CONSUMER_POLICY, ...policy });
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
    onFault(error.reason);
    await settleTimer(pool, owner, timer.id, error.message);
    return;
  }
  await settleTimer(pool, owner, timer.id);
}
