import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedEvent } from '#libs/kernel';

/** What happens when an event cannot be handled. */
export interface ConsumerPolicy {
  /** How often an event is tried before the consumer pauses at it. */
  readonly attempts: number;
  /** The wait before the second try; it doubles with each. */
  readonly backoffMs: number;
  /** An error that trying again cannot change: the consumer pauses at once. */
  readonly isBug: (error: unknown) => boolean;
}

/** Together a wait of about six seconds: a restart of the database passes in it. */
export const CONSUMER_POLICY: ConsumerPolicy = { attempts: 8, backoffMs: 50, isBug: isBugByName };

const BUGS: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'InvariantBroken'];

/** By name, because errors of another realm are no `instanceof` ours. */
function isBugByName(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && BUGS.includes(String(error.name));
}

/** What was asked for failed, and will not be tried again by itself. */
export class GivenUp extends Error {
  override readonly name: string = 'GivenUp';
  constructor(readonly reason: unknown) {
    super(
      typeof reason === 'object' && reason !== null && 'message' in reason ? String(reason.message) : String(reason),
    );
  }
}

/** The event could not be handled, and will not be tried again by itself. */
export class HandlerFailed extends GivenUp {
  override readonly name = 'HandlerFailed';
  constructor(
    readonly event: RecordedEvent,
    reason: unknown,
  ) {
    super(reason);
  }
}

interface Trying {
  readonly onFault: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface Handling extends Trying {
  readonly handle: (event: RecordedEvent, signal: AbortSignal) => Promise<void>;
}

/** @throws HandlerFailed when the policy gives up; the last error or the reason of the abort when aborted meanwhile */
export async function handleByPolicy(
  event: RecordedEvent,
  { handle, ...trying }: Handling,
  policy: ConsumerPolicy,
): Promise<void> {
  try {
    await tryByPolicy((signal) => handle(event, signal), trying, policy);
  } catch (error) {
    throw error instanceof GivenUp ? new HandlerFailed(event, error.reason) : error;
  }
}

/** @throws GivenUp when the policy gives up; the last error or the reason of the abort when aborted meanwhile */
export async function tryByPolicy(
  work: (signal: AbortSignal) => Promise<void>,
  { onFault, signal }: Trying,
  { attempts, backoffMs, isBug }: ConsumerPolicy,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work(signal);
      return;
    } catch (error) {
      if (signal.aborted) throw error;
      if (attempt >= attempts || isBug(error)) throw new GivenUp(error);
      onFault(error);
      await delay(backoffMs * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    }
  }
}
