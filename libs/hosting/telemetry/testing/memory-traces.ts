import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { Spans } from '../spans.ts';

/** A span that has ended, as a spec reads it. */
export interface EndedSpan {
  readonly name: string;
  readonly kind: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  /** The spans that it names beside its parent. */
  readonly linked: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

/** Spans by the real SDK, kept in memory; several of them, one for each process, may live side by side. */
export class MemoryTraces {
  readonly #exporter = new InMemorySpanExporter();
  readonly spans = new Spans(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(this.#exporter)] }).getTracer('spec'),
  );

  /** Those that have ended, in the order of their ends. */
  ended(): readonly EndedSpan[] {
    return this.#exporter.getFinishedSpans().map(ended);
  }
}

function ended(span: ReadableSpan): EndedSpan {
  const { traceId, spanId } = span.spanContext();
  return {
    name: span.name,
    kind: SpanKind[span.kind],
    traceId,
    spanId,
    parentId: span.parentSpanContext?.spanId,
    linked: span.links.map(({ context }) => context.spanId),
    attributes: span.attributes,
    failed: span.status.code === SpanStatusCode.ERROR,
  };
}
