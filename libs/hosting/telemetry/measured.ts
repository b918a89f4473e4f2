import type { Span } from '@opentelemetry/api';
import { markFailed, traceparentOf } from './spans.ts';
import type { Telemetry } from './telemetry.ts';

/** A command or a query, as its row names it. */
export interface MeasuredWork {
  readonly kind: 'command' | 'query';
  readonly context: string;
  /** The name of its row, `<resource>.<verb>`; never an id. */
  readonly name: string;
  /** Of a command: who acts, as events have it. A query draws no id for who reads, and a subject is personal data: it is logged nowhere. */
  readonly actor?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Its cause (W3C Trace Context): the request, or the event that a process manager handles. */
  readonly traceparent?: string | undefined;
}

/** An error by its code and its HTTP status: below 500 it is a refusal, from there on a fault of ours. */
export type ErrorCode = (error: unknown) => { readonly code: string; readonly status: number };

/** The outcome of work. */
export interface WorkEnd {
  readonly outcome: 'accepted' | 'answered' | 'rehearsed' | 'repeated' | 'refused' | 'failed';
  readonly code?: string | undefined;
}

/** A command or a query while it runs: one log line, one histogram observation and, where traces are kept, one span. */
export class Measurement {
  /** W3C Trace Context for what the work causes: of its span where spans are made, else of what caused it. */
  readonly traceparent: string | undefined;
  readonly #span: Span | undefined;
  readonly #begun = performance.now();
  #conflicts = 0;

  constructor(
    private readonly instruments: Pick<Telemetry, 'log' | 'metrics' | 'spans'>,
    private readonly work: MeasuredWork,
  ) {
    const { kind, context, name, traceparent: parent } = work;
    const attributes = { 'grappe.context': context, [`grappe.${kind}`]: name };
    this.#span = instruments.spans?.begin({ name: `grappe.${kind}`, kind: 'internal', parent, attributes });
    this.traceparent = this.#span === undefined ? parent : traceparentOf(this.#span);
  }

  /** A stream had moved: the command is decided again. */
  readonly onConflict = (): void => {
    this.#conflicts += 1;
    this.instruments.metrics.count('grappe_command_conflicts_total', {});
  };

  /**
   * Ends with the work.
   * @param codeOf the code of a thrown error
   * @param endOf the outcome of a result. Default: accepted or answered.
   * @throws what the work throws
   */
  async until<T>(working: Promise<T>, codeOf: ErrorCode, endOf?: (result: T) => WorkEnd): Promise<T> {
    let end: WorkEnd = { outcome: this.work.kind === 'command' ? 'accepted' : 'answered' };
    try {
      const result = await working;
      end = endOf?.(result) ?? end;
      return result;
    } catch (error) {
      const { code, status } = codeOf(error);
      end = { outcome: status < 500 ? 'refused' : 'failed', code };
      throw error;
    } finally {
      this.#report(end, (performance.now() - this.#begun) / 1_000);
    }
  }

  #report({ outcome, code }: WorkEnd, seconds: number): void {
    const { kind, context, name, actor, correlationId } = this.work;
    const { metrics, log } = this.instruments;
    if (kind === 'query') metrics.observe('grappe_query_duration_seconds', { context, query: name, outcome }, seconds);
    else metrics.observe('grappe_command_duration_seconds', { context, command: name, outcome }, seconds);
    if (kind === 'command' && outcome === 'refused')
      metrics.count('grappe_command_refusals_total', { code: code ?? 'unknown' });
    this.#endSpan({ outcome, code });
    const line = {
      ...{ context, [kind]: name, outcome, code },
      durationMs: Math.round(seconds * 1_000_000) / 1_000,
      retries: this.#conflicts === 0 ? undefined : this.#conflicts,
      correlationId,
      actor,
      traceId: this.traceparent?.slice(3, 35),
    };
    // The one that answers logs the error itself; here the failure is one line among the others.
    if (outcome === 'failed') log.warn(line, kind);
    else log.info(line, kind);
  }

  #endSpan({ outcome, code }: WorkEnd): void {
    if (this.#span === undefined) return;
    if (outcome === 'failed') markFailed(this.#span, code ?? 'unknown');
    this.#span.setAttributes({
      'grappe.outcome': outcome,
      ...(code === undefined ? {} : { 'grappe.code': code }),
      ...(this.work.kind === 'command' ? { 'grappe.retries': this.#conflicts } : {}),
    });
    this.#span.end();
  }
}
