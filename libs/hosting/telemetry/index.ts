/** How a process tells what it does: log lines, Prometheus metrics and OpenTelemetry spans, free of any framework. */
export { Metrics, type ProcessKind } from './metrics.ts';
export { METRICS, type MetricName } from './metrics.table.ts';
export type { ErrorCode, MeasuredWork, Measurement } from './measured.ts';
export { Spans, traceparentOf, type SpanStart } from './spans.ts';
export { Telemetry, type TelemetryOptions } from './telemetry.ts';
