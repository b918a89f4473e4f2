import type { Span } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';
import { markFailed, traceparentOf, type Spans } from './spans.ts';

/** A command or a query, as its row names it. */
export interface MeasuredWork {
  readonly kind: 'command' | 'query';
  readonly context: string;
  /** The name of its row, `<resource>.<verb>`; never an id. */
  readonly name: string;
  /** The subject of the token or `process:<name>`: an id of ours and never personal data. */
  readonly subject?: string | undefined;
  readonly correlationId?: string | undefined;
  /** What caused it (W3C Trace Context): the request, or the event that a process manager handles. */
  readonly traceparent?: string | undefined;
}

/** What the work says of itself while it runs. */
export interface Measurement {
  /** W3C Trace Context for what the work causes: of its span where spans are made, else of what caused it. */
  readonly traceparent: string | undefined;
  /** Once it is known where it was not before. */
  correlate(correlationId: string): void;
  /** The rules said no: for work that returns its refusal. One that throws it says nothing. */
  refuse(code: string): void;
  /** The same command had been decided before. */
  repeat(): void;
  /** A stream had moved: the command is decided again. */
  conflict(): void;
}

/** An error as its code and its HTTP status tell it: below 500 it is a refusal, from there on a fault of ours. */
export type ErrorCode = (error: unknown) => { readonly code: string; readonly status: number };

interface Instruments {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly spans: Spans | undefined;
}

type Outcome = 'accepted' | 'answered' | 'repeated' | 'refused' | 'failed';

/** Runs it: one log line, one histogram observation and, where traces are kept, one span. @throws what the work throws */
export async function measured<T>(
  instruments: Instruments,
  work: MeasuredWork,
  run: (measurement: Measurement) => Promise<T>,
  codeOf: ErrorCode = unknownFault,
): Promise<T> {
  const running = new Running(instruments, work);
  try {
    const result = await run(running);
    running.end();
    return result;
  } catch (error) {
    running.fail(codeOf(error));
    throw error;
  }
}

function unknownFault(): ReturnType<ErrorCode> {
  return { code: 'API_INTERNAL', status: 500 };
}

class Running implements Measurement {
  readonly traceparent: string | undefined;
  readonly #span: Span | undefined;
  readonly #begun = performance.now();
  #outcome: Outcome;
  #code: string | undefined;
  #correlationId: string | undefined;
  #conflicts = 0;

  constructor(
    private readonly instruments: Instruments,
    private readonly work: MeasuredWork,
  ) {
    const { kind, context, name, traceparent, correlationId } = work;
    this.#outcome = kind === 'command' ? 'accepted' : 'answered';
    this.#correlationId = correlationId;
    const attributes = { 'grappe.context': context, [`grappe.${kind}`]: name };
    this.#span = instruments.spans?.begin({
      name: `grappe.${kind}`,
      kind: 'internal',
      parent: traceparent,
      attributes,
    });
    this.traceparent = this.#span === undefined ? traceparent : traceparentOf(this.#span);
  }

  correlate(correlationId: string): void {
    this.#correlationId = correlationId;
  }

  refuse(code: string): void {
    this.#outcome = 'refused';
    this.#code = code;
  }

  repeat(): void {
    this.#outcome = 'repeated';
  }

  conflict(): void {
    this.#conflicts += 1;
    this.instruments.metrics.count('grappe_command_conflicts_total', {});
  }

  fail({ code, status }: ReturnType<ErrorCode>): void {
    this.#code = code;
    this.#outcome = status < 500 ? 'refused' : 'failed';
    if (this.#span !== undefined && status >= 500) markFailed(this.#span, code);
    this.end();
  }

  end(): void {
    const seconds = (performance.now() - this.#begun) / 1_000;
    this.#observe(seconds);
    this.#endSpan();
    this.#tell(seconds);
  }

  #observe(seconds: number): void {
    const { metrics } = this.instruments;
    const { kind, context, name } = this.work;
    const outcome = this.#outcome;
    if (kind === 'query') {
      metrics.observe('grappe_query_duration_seconds', { context, query: name, outcome }, seconds);
      return;
    }
    metrics.observe('grappe_command_duration_seconds', { context, command: name, outcome }, seconds);
    if (outcome === 'refused') metrics.count('grappe_command_refusals_total', { code: this.#code ?? 'unknown' });
  }

  #endSpan(): void {
    const { kind } = this.work;
    this.#span?.setAttributes({
      'grappe.outcome': this.#outcome,
      ...(this.#code === undefined ? {} : { 'grappe.code': this.#code }),
      ...(kind === 'command' ? { 'grappe.retries': this.#conflicts } : {}),
    });
    this.#span?.end();
  }

  #tell(seconds: number): void {
    const { kind, context, name, subject } = this.work;
    const line = {
      context,
      [kind]: name,
      outcome: this.#outcome,
      code: this.#code,
      durationMs: Math.round(seconds * 1_000_000) / 1_000,
      retries: this.#conflicts === 0 ? undefined : this.#conflicts,
      correlationId: this.#correlationId,
      subject,
      traceId: this.traceparent?.slice(3, 35),
    };
    // What failed is told with its error by whoever answers; here it is one line among the others.
    if (this.#outcome === 'failed') this.instruments.log.warn(line, kind);
    else this.instruments.log.info(line, kind);
  }
}
