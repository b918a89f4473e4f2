import type { Attributes, Context, Link, Span, SpanContext, Tracer } from '@opentelemetry/api';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';

const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})$/;
/** The most links of a span; more of them do not help to read a trace. */
const LINKS_LIMIT = 128;

/** A span: its name is an action and a target without ids. */
export interface SpanStart {
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'producer' | 'consumer';
  /** W3C Trace Context of its cause; without one it begins a trace. */
  readonly parent?: string | undefined;
  /** The causes that it serves together, each once. Where all of them are of one trace, it is a part of that. */
  readonly links?: Iterable<string | undefined> | undefined;
  readonly attributes?: Attributes | undefined;
  /** In milliseconds of the epoch. Default: now. */
  readonly startedAtMs?: number | undefined;
}

/** Spans of one process. Causes are passed as W3C `traceparent` texts, in events and headers, and never implicitly. */
export class Spans {
  constructor(private readonly tracer: Tracer) {}

  begin({ name, kind, parent, links, attributes = {}, startedAtMs }: SpanStart): Span {
    const linked = links === undefined ? [] : linksOf(links);
    const startTime = startedAtMs ?? performance.timeOrigin + performance.now();
    const options = { kind: KINDS[kind], attributes, links: [...linked], startTime };
    return this.tracer.startSpan(name, options, contextOf(spanContextOf(parent) ?? sharedCause(linked)));
  }

  /** A span of work that has ended. */
  add(start: SpanStart & { readonly startedAtMs: number }, durationMs: number): void {
    this.begin(start).end(start.startedAtMs + durationMs);
  }
}

const KINDS = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** The `traceparent` that a span passes to its effects. */
export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Marks a span as failed, with the error's name: messages may hold data that does not belong in a trace. */
export function markFailed(span: Span, reason: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
}

/** Undefined for a text that is no `traceparent`. */
export function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  const isSampled = (Number.parseInt(flags ?? '00', 16) & TraceFlags.SAMPLED) !== 0;
  return { traceId, spanId, isRemote: true, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE };
}

function linksOf(traceparents: Iterable<string | undefined>): readonly Link[] {
  const distinct = new Set<string>();
  for (const traceparent of traceparents) {
    if (traceparent !== undefined) distinct.add(traceparent);
    if (distinct.size === LINKS_LIMIT) break;
  }
  return [...distinct].map(spanContextOf).flatMap((context) => (context === undefined ? [] : [{ context }]));
}

function sharedCause(links: readonly Link[]): SpanContext | undefined {
  const [first] = links;
  return links.every(({ context }) => context.traceId === first?.context.traceId) ? first?.context : undefined;
}

function contextOf(parent: SpanContext | undefined): Context {
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
}
