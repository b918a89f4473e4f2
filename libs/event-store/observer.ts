import type { PreparedAppend } from './prepare.ts';

/** An event that was stored, as far as who observes a store has to know it. */
export interface FlushedEvent {
  readonly type: string;
  /** W3C Trace Context of what caused it. */
  readonly traceparent: string | undefined;
}

/** One commit: of a group where a store makes groups, else of one append. */
export interface AppendFlush {
  /** In milliseconds of the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** What it stored. Conflicts and repeats stored nothing. */
  readonly events: readonly FlushedEvent[];
}

/** How many connections of a pool there are and what they do; known without asking a server. */
export interface PoolUse {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Hears of what a store does, in the middle of doing it: quick, and throws nothing. */
export interface StoreObserver {
  flushed(flush: AppendFlush): void;
  /** A pool of connections was opened, for what the purpose says. */
  opened(purpose: string, pool: PoolUse): void;
}

/** @param begun by `performance.now()` */
export function flushSince(begun: number, appends: Iterable<PreparedAppend>): AppendFlush {
  const events: FlushedEvent[] = [];
  for (const append of appends) events.push(...append.events);
  return { startedAtMs: performance.timeOrigin + begun, durationMs: performance.now() - begun, events };
}
