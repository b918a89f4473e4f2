import type { ConsumerHealth } from './health.ts';

export interface StallOptions {
  /** How long a consumer may stand before an event that it has to handle. */
  readonly boundMs: number;
  /** A clock that only goes on, in milliseconds: how long something took, not when it was. */
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
 * Tells a consumer that does nothing from one that has nothing to do: a client that is deaf, a handler that never ends, a lease that
 * nobody takes raise no error, and the process would look healthy for ever. Looks when it is asked only, so it takes two looks
 * that lie the bound apart. One that moves is never still, however far behind it is, and neither is one that is paused or rebuilt.
 */
export class StallWatch {
  readonly #seen = new Map<string, Seen>();

  constructor(private readonly options: StallOptions) {}

  /** The consumer as it is, or not healthy and saying for how long it has stood. */
  async judge(consumer: ConsumerHealth, head: bigint): Promise<ConsumerHealth> {
    const seen = await this.#look(consumer, head);
    this.#seen.set(consumer.name, seen);
    if (seen.waitingSinceMs === undefined) return consumer;
    const stoodMs = this.options.monotonicMs() - seen.waitingSinceMs;
    if (stoodMs < this.options.boundMs) return consumer;
    const seconds = Math.floor(stoodMs / 1_000);
    return {
      ...consumer,
      healthy: false,
      error: `has stood at position ${consumer.position} for ${String(seconds)} s, and events that it reads lie before it`,
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
