import type { RecordedEvent } from '#libs/kernel';
import { pause } from './leased.ts';

/** What happens when an event cannot be handled. */
export interface ConsumerPolicy {
  /** How often an event is tried before the consumer pauses at it. */
  readonly attempts: number;
  /** The wait before the second try; it doubles with each. */
  readonly backoffMs: number;
}

/** Together a wait of about six seconds: a restart of the database passes in it. */
export const CONSUMER_POLICY: ConsumerPolicy = { attempts: 8, backoffMs: 50 };

const BUGS: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'InvariantBroken'];

/** Trying again cannot change it. Known by name, because errors of another realm are no `instanceof` ours. */
function isBug(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && BUGS.includes(String(error.name));
}

/** What was asked for failed, and will not be tried again by itself. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
  constructor(
    readonly reason: unknown,
    /** The event whose handling it was. */
    readonly event?: RecordedEvent,
  ) {
    super(
      typeof reason === 'object' && reason !== null && 'message' in reason ? String(reason.message) : String(reason),
    );
  }
}

interface Trying {
  readonly onFault: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** @throws GivenUp when the policy gives up; the last error or the reason of the abort when aborted meanwhile */
export async function tryByPolicy(
  work: (signal: AbortSignal) => Promise<void>,
  { onFault, signal }: Trying,
  { attempts, backoffMs }: ConsumerPolicy,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work(signal);
      return;
    } catch (error) {
      if (signal.aborted) throw error;
      if (attempt >= attempts || isBug(error)) throw new GivenUp(error);
      onFault(error);
      await pause(backoffMs * 2 ** (attempt - 1), signal);
      signal.throwIfAborted();
    }
  }
}
