import type { EncodedEvent } from './codec.ts';
import type { PreparedAppend } from './prepare.ts';

/** One commit: of a group where a store makes groups, else of one append. */
export interface AppendFlush {
  /** In milliseconds of the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** What it stored, with the W3C Trace Context of what caused it. Conflicts and repeats stored nothing. */
  readonly events: readonly Pick<EncodedEvent, 'type' | 'traceparent'>[];
}

/** How many connections of a pool there are and what they do; known without asking a server. */
export interface PoolUse {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Observes what a store does. It has to be quick and may not throw. */
export interface StoreObserver {
  flushed(flush: AppendFlush): void;
  /** A pool of connections was opened, for what the purpose says. */
  opened(purpose: string, pool: PoolUse): void;
}

/** @param begun by `performance.now()` */
export function flushSince(begun: number, appends: readonly PreparedAppend[]): AppendFlush {
  const events = appends.flatMap((append) => append.events);
  return { startedAtMs: performance.timeOrigin + begun, durationMs: performance.now() - begun, events };
}
