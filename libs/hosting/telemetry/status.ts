import type { ConsumerHealth } from '../health.ts';
import type { Metrics } from './metrics.ts';

/** How a process stands, as it was read last. Instants are in milliseconds of the epoch. */
export interface StatusReading {
  readonly ledger: { readonly head: bigint; readonly unsequenced: bigint };
  readonly consumers?: readonly ConsumerReading[] | undefined;
  readonly relay?: RelayReading | undefined;
}

export interface ConsumerReading extends ConsumerHealth {
  /** How far it is behind, and when the oldest event was recorded that it reads and has not handled. */
  readonly lag?: { readonly events: bigint; readonly sinceMs: number } | undefined;
}

export interface RelayReading {
  readonly position: bigint;
  readonly lagEvents: bigint;
  /** When the oldest event was recorded that is not known to stand on its topic. */
  readonly waitingSinceMs: number | undefined;
  readonly stopped: boolean;
}

export interface StatusOptions {
  readonly metrics: Metrics;
  readonly read: () => Promise<StatusReading>;
  /** By the clock by which events are recorded. */
  readonly nowMs: () => number;
  readonly everyMs: number;
}

/**
 * Keeps the gauges that a server has to be asked for: reads them by itself every few seconds, so that a scrape finds them in memory
 * and costs no query, however many scrape. A reading that fails leaves the last one, whose instant is a gauge too.
 */
export class StatusWatch {
  readonly #timer: NodeJS.Timeout;
  #reading: Promise<void> | undefined;
  #last: StatusReading | undefined;

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
    await this.#reading;
  }

  /** One at a time: a server that is slow is not asked again meanwhile. */
  #look(): void {
    const { read, metrics } = this.options;
    this.#reading ??= read()
      .then((reading) => {
        this.#last = reading;
        const now = performance.timeOrigin + performance.now();
        metrics.set('grappe_status_timestamp_seconds', {}, now / 1_000);
      })
      // Whoever works on what is away tells of it.
      .catch(() => undefined)
      .finally(() => {
        this.#reading = undefined;
      });
  }
}

function show(metrics: Metrics, { ledger, consumers = [], relay }: StatusReading, nowMs: number): void {
  metrics.set('grappe_ledger_head_position', {}, Number(ledger.head));
  metrics.set('grappe_ledger_unsequenced_events', {}, Number(ledger.unsequenced));
  for (const each of consumers) showConsumer(metrics, each, nowMs);
  if (relay === undefined) return;
  metrics.set('grappe_relay_position', {}, Number(relay.position));
  metrics.set('grappe_relay_lag_events', {}, Number(relay.lagEvents));
  metrics.set('grappe_relay_lag_seconds', {}, secondsSince(relay.waitingSinceMs, nowMs));
  metrics.set('grappe_relay_stopped', {}, Number(relay.stopped));
}

function showConsumer(metrics: Metrics, reading: ConsumerReading, nowMs: number): void {
  const { name: consumer, state, position, parked, dueTimers = 0, lag } = reading;
  for (const each of reading.shards ?? [{ shard: '', position }])
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
