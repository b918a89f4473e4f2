import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { VERSION } from '../version.ts';
import type { ProcessKind } from './metrics.ts';
import { Telemetry } from './telemetry.ts';

export interface TelemetrySettings {
  readonly kind: ProcessKind;
  /** How the process is called among those of the system. */
  readonly service: string;
  readonly config: Pick<Config, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'GRAPPE_COMMIT'>;
  readonly log: Logger;
}

/** The telemetry of a process by its settings. Traces, and what is needed to keep them, are loaded only where somebody takes them. */
export async function startTelemetry({ kind, service, config, log }: TelemetrySettings): Promise<Telemetry> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, GRAPPE_COMMIT: commit } = config;
  const build = { kind, log, version: VERSION, commit };
  if (endpoint === undefined) return new Telemetry(build);
  const { exportTraces } = await import('./export-traces.ts');
  const { spans, close } = exportTraces({ endpoint, service: `grappe-${service}`, version: VERSION });
  return new Telemetry({ ...build, spans, close });
}
