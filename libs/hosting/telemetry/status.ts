import type { ConsumerHealth } from '../health.ts';
import type { Metrics } from './metrics.ts';

/** What a process measured of itself last. Instants are in milliseconds of the epoch. */
export interface StatusSnapshot {
  readonly ledger: { readonly head: bigint; readonly unsequenced: bigint };
  readonly consumers?: readonly ConsumerSnapshot[] | undefined;
  readonly relay?: RelaySnapshot | undefined;
}

export interface ConsumerSnapshot extends ConsumerHealth {
  /** How many events it is behind, and when the oldest of them was recorded. */
  readonly lag?: { readonly events: bigint; readonly sinceMs: number } | undefined;
}

export interface RelaySnapshot {
  readonly position: bigint;
  readonly lagEvents: bigint;
  /** When the oldest event was recorded that is not known to stand on its topic. */
  readonly waitingSinceMs: number | undefined;
  readonly stopped: boolean;
}

export interface StatusOptions {
  readonly metrics: Metrics;
  readonly read: () => Promise<StatusSnapshot>;
  /** By the clock by which events are recorded. */
  readonly nowMs: () => number;
  readonly everyMs: number;
}

/**
 * Keeps the gauges that need a query: reads them every few seconds, so that a scrape finds them in memory and costs no query, however
 * many scrape. When a read fails the last snapshot stays, whose instant is a gauge too.
 */
export class StatusWatch {
  readonly #timer: NodeJS.Timeout;
  #pending: Promise<void> | undefined;
  #last: StatusSnapshot | undefined;

  constructor(private readonly options: StatusOptions) {
    options.metrics.onScrape(() => {
      if (this.#last !== undefined) show(options.metrics, this.#last, options.nowMs());
    });
    this.#timer = setInterval(() => {
      this.#look();
    }, options.everyMs);
    this.#timer.unref();
    this.#look();
  }

  /** Resolves when nothing is read any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pending;
  }

  /** One read at a time: a slow server is not asked again meanwhile. */
  #look(): void {
    const { read, metrics } = this.options;
    this.#pending ??= read()
      .then((snapshot) => {
        this.#last = snapshot;
        const now = performance.timeOrigin + performance.now();
        metrics.set('grappe_status_timestamp_seconds', {}, now / 1_000);
      })
      // The consumers that need the same server report the fault.
      .catch(() => undefined)
      .finally(() => {
        this.#pending = undefined;
      });
  }
}

function show(metrics: Metrics, { ledger, consumers = [], relay }: StatusSnapshot, nowMs: number): void {
  metrics.set('grappe_ledger_head_position', {}, Number(ledger.head));
  metrics.set('grappe_ledger_unsequenced_events', {}, Number(ledger.unsequenced));
  for (const each of consumers) showConsumer(metrics, each, nowMs);
  if (relay === undefined) return;
  metrics.set('grappe_relay_position', {}, Number(relay.position));
  metrics.set('grappe_relay_lag_events', {}, Number(relay.lagEvents));
  metrics.set('grappe_relay_lag_seconds', {}, secondsSince(relay.waitingSinceMs, nowMs));
  metrics.set('grappe_relay_stopped', {}, Number(relay.stopped));
}

function showConsumer(metrics: Metrics, snapshot: ConsumerSnapshot, nowMs: number): void {
  const { name: consumer, state, position, parked, dueTimers = 0, lag } = snapshot;
  for (const each of snapshot.shards ?? [{ shard: '', position }])
    metrics.set('grappe_consumer_position', { consumer, shard: each.shard }, Number(each.position));
  metrics.set('grappe_consumer_lag_events', { consumer }, Number(lag?.events ?? 0));
  metrics.set('grappe_consumer_lag_seconds', { consumer }, secondsSince(lag?.sinceMs, nowMs));
  metrics.set('grappe_consumer_paused', { consumer }, Number(state === 'paused'));
  metrics.set('grappe_consumer_parked_keys', { consumer }, parked?.keys ?? 0);
  metrics.set('grappe_timers_due', { consumer }, dueTimers);
}

function secondsSince(sinceMs: number | undefined, nowMs: number): number {
  return sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs) / 1_000;
}
