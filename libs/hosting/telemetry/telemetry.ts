import type { Logger } from 'pino';
import type { StoreObserver } from '#libs/event-store';
import type { SentBatch } from '#libs/messaging/relay';
import type { ProjectionObserver } from '#libs/projections';
import type { ConsumerObserver } from '../consumers.ts';
import { Measurement, type MeasuredWork } from './measured.ts';
import { Metrics, type ProcessKind } from './metrics.ts';
import { consumerObserver, projectionObserver, relayObserver, storeObserver } from './observers.ts';
import type { Spans } from './spans.ts';

export interface TelemetryOptions {
  readonly kind: ProcessKind;
  readonly log: Logger;
  readonly version?: string | undefined;
  readonly commit?: string | undefined;
  /** Absent where no traces are kept. */
  readonly spans?: Spans | undefined;
  /** Sends what was not sent yet. */
  readonly close?: (() => Promise<void>) | undefined;
}

/** How one process tells what it does: log lines, metrics and, where they are wanted, spans. It keeps nothing outside itself. */
export class Telemetry {
  readonly metrics: Metrics;
  readonly spans: Spans | undefined;

  constructor(private readonly options: TelemetryOptions) {
    this.metrics = new Metrics(options.kind);
    this.spans = options.spans;
    const { version = 'unknown', commit = 'unknown' } = options;
    this.metrics.set('grappe_build_info', { version, commit }, 1);
  }

  /** For the store of this process. */
  get store(): StoreObserver {
    return storeObserver(this);
  }

  /** For the read models that this process runs. */
  get projections(): ProjectionObserver {
    return projectionObserver(this);
  }

  /** For the process managers and handlers that this process runs. */
  consumers(onBroker: boolean): ConsumerObserver {
    return consumerObserver(this, onBroker);
  }

  /** For the relay of this process. */
  get relay(): (sent: SentBatch) => void {
    return relayObserver(this);
  }

  /** Resolves when its spans were sent, or could not be. */
  async close(): Promise<void> {
    await this.options.close?.().catch((error: unknown) => {
      this.options.log.warn({ err: error }, 'spans were not sent');
    });
  }

  /** The one way in which each command and each query runs. */
  measure(work: MeasuredWork): Measurement {
    return new Measurement({ log: this.options.log, metrics: this.metrics, spans: this.spans }, work);
  }
}
