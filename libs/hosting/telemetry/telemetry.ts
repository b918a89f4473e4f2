import type { Logger } from 'pino';
import type { StoreObserver } from '#libs/event-store';
import type { SentBatch } from '#libs/messaging/relay';
import type { ProjectionObserver } from '#libs/projections';
import type { Config } from '../config.ts';
import type { ConsumerObserver } from '../consumers.ts';
import { VERSION } from '../version.ts';
import { Measurement, type MeasuredWork } from './measured.ts';
import { Metrics, type ProcessKind } from './metrics.ts';
import { consumerObserver, projectionObserver, relayObserver, storeObserver } from './observers.ts';
import type { Spans } from './spans.ts';

export interface TelemetryOptions {
  readonly kind: ProcessKind;
  readonly log: Logger;
  readonly commit?: string | undefined;
  /** Absent where no traces are kept. */
  readonly spans?: Spans | undefined;
  /** Sends the spans that were not sent yet. */
  readonly close?: (() => Promise<void>) | undefined;
}

/** How one process reports what it does: log lines, metrics and, where they are wanted, spans. It keeps nothing outside itself. */
export class Telemetry {
  readonly metrics: Metrics;
  readonly spans: Spans | undefined;
  readonly log: Logger;

  constructor(private readonly options: TelemetryOptions) {
    const { kind, log, spans, commit = 'unknown' } = options;
    this.metrics = new Metrics(kind);
    this.spans = spans;
    this.log = log;
    this.metrics.set('grappe_build_info', { version: VERSION, commit }, 1);
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
      this.log.warn({ err: error }, 'spans were not sent');
    });
  }

  /** The one way in which each command and each query runs. */
  measure(work: MeasuredWork): Measurement {
    return new Measurement(this, work);
  }
}

export interface TelemetrySettings {
  readonly kind: ProcessKind;
  /** The name of the service. */
  readonly service: string;
  readonly config: Pick<Config, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'GRAPPE_COMMIT'>;
  readonly log: Logger;
}

/** The telemetry of a process by its settings. Tracing is loaded only where a collector is named. */
export async function startTelemetry({ kind, service, config, log }: TelemetrySettings): Promise<Telemetry> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, GRAPPE_COMMIT: commit } = config;
  const build = { kind, log, commit };
  if (endpoint === undefined) return new Telemetry(build);
  const { exportTraces } = await import('./export-traces.ts');
  const { spans, close } = exportTraces({ endpoint, service: `grappe-${service}`, version: VERSION });
  return new Telemetry({ ...build, spans, close });
}
