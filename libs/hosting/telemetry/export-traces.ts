import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { Spans } from './spans.ts';

/** A collector that does not answer must not delay the end of a process for long. */
const EXPORT_TIMEOUT_MS = 2_000;

export interface ExportOptions {
  /** Of a collector that takes OTLP over HTTP: traces go to `v1/traces` below it. */
  readonly endpoint: string;
  readonly service: string;
  readonly version: string;
}

/**
 * Spans that are sent to a collector in batches, beside the work. The other `OTEL_…` variables (sampler, headers, resource attributes)
 * mean what the specification says. Nothing is registered globally.
 */
export function exportTraces({ endpoint, service, version }: ExportOptions) {
  const own = resourceFromAttributes({ [ATTR_SERVICE_NAME]: service, [ATTR_SERVICE_VERSION]: version });
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS });
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(own),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  return { spans: new Spans(provider.getTracer('grappe', version)), close: () => provider.shutdown() };
}
