/** How a process reports what it does: log lines, Prometheus metrics and OpenTelemetry spans, free of any framework. */
export { Metrics, type ProcessKind } from './metrics.ts';
export { hostOf, METRICS, type MetricName } from './metrics.table.ts';
export type { ErrorCode, WorkEnd } from './measured.ts';
export type { Span as RequestSpan } from '@opentelemetry/api';
export { markFailed, Spans, traceparentOf, type SpanStart } from './spans.ts';
export { StatusWatch, type ConsumerSnapshot, type StatusSnapshot } from './status.ts';
export { startTelemetry, Telemetry } from './telemetry.ts';
