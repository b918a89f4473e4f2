import type { ConsumerHealth } from './health.ts';

export interface StallOptions {
  /** How long a consumer may stand before an event that it has to handle. */
  readonly boundMs: number;
  /** A steady clock, in milliseconds: how long something took, not when it was. */
  readonly monotonicMs: () => number;
  /** Whether the consumer has handled everything that it reads and that is in the ledger up to `head`. */
  readonly isCaughtUp: (consumer: ConsumerHealth, head: bigint) => Promise<boolean>;
}

interface Seen {
  readonly position: string;
  /** When it was first seen at this position with work before it; undefined while it has none. */
  readonly waitingSinceMs: number | undefined;
}

/**
 * Finds consumers that have stalled. A client that receives nothing, a handler that never ends and a lease that nobody takes raise no
 * error, and the process would look healthy for ever. It looks only when it is asked, so it takes two looks that lie the bound apart.
 * A consumer that moves has not stalled, however far behind it is, and neither has one that is paused or rebuilt.
 */
export class StallWatch {
  readonly #seen = new Map<string, Seen>();

  constructor(private readonly options: StallOptions) {}

  /** The consumer as it is, or not healthy and saying for how long it has stalled. */
  async judge(consumer: ConsumerHealth, head: bigint): Promise<ConsumerHealth> {
    const seen = await this.#look(consumer, head);
    this.#seen.set(consumer.name, seen);
    if (seen.waitingSinceMs === undefined) return consumer;
    const stalledMs = this.options.monotonicMs() - seen.waitingSinceMs;
    if (stalledMs < this.options.boundMs) return consumer;
    const seconds = Math.floor(stalledMs / 1_000);
    return {
      ...consumer,
      healthy: false,
      error: `stalled at position ${consumer.position} for ${String(seconds)} s, with events to handle`,
    };
  }

  async #look(consumer: ConsumerHealth, head: bigint): Promise<Seen> {
    const { position } = consumer;
    const before = this.#seen.get(consumer.name);
    if (before?.position !== position || consumer.state !== 'running') return { position, waitingSinceMs: undefined };
    if (before.waitingSinceMs !== undefined || (await this.options.isCaughtUp(consumer, head))) return before;
    return { position, waitingSinceMs: this.options.monotonicMs() };
  }
}

/** Finds out that committed events get no position: some have none, and the number of positions stays what it was. */
export class PositionWatch {
  #seen: { readonly head: bigint; readonly sinceMs: number } | undefined;

  constructor(private readonly options: Pick<StallOptions, 'boundMs' | 'monotonicMs'>) {}

  /** What is wrong, once it has lasted for the bound. */
  judge({ head, unsequenced }: { readonly head: bigint; readonly unsequenced: bigint }): string | undefined {
    const nowMs = this.options.monotonicMs();
    if (unsequenced === 0n) this.#seen = undefined;
    else if (this.#seen?.head !== head) this.#seen = { head, sinceMs: nowMs };
    const stalledMs = nowMs - (this.#seen?.sinceMs ?? nowMs);
    if (this.#seen === undefined || stalledMs < this.options.boundMs) return undefined;
    const seconds = Math.floor(stalledMs / 1_000);
    return `${String(unsequenced)} committed events have no position, and none was given for ${String(seconds)} s`;
  }
}
