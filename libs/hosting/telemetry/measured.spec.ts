import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Telemetry } from './telemetry.ts';
import { MemoryTraces, samplesOf } from './testing/index.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const command = {
  kind: 'command',
  context: 'mergers',
  name: 'operations.record-vote',
  actor: '018f6f0e-0000-7000-8000-000000000007',
} as const;
const query = { kind: 'query', context: 'mergers', name: 'operations.list' } as const;

class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
  ) {
    super(code);
  }
}

const codeOf = (error: unknown) => (error instanceof Refusal ? error : { code: 'API_INTERNAL', status: 500 });

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { base: null, timestamp: false },
    { write: (line: string) => lines.push(JSON.parse(line) as (typeof lines)[number]) },
  );
  const traces = new MemoryTraces();
  const telemetry = new Telemetry({ kind: 'service', log, spans: traces.spans });
  const metric = (name: string) => samplesOf(telemetry.metrics, name);
  return { lines, log, traces, telemetry, metric };
}

describe('what is measured of a command', () => {
  it('is one log line, one observation and one span, whatever becomes of it', async () => {
    const { lines, traces, telemetry, metric } = setUp();
    const measurement = telemetry.measure({ ...command, correlationId: 'c-1', traceparent: TRACEPARENT });
    measurement.onConflict();
    expect(await measurement.until(Promise.resolve('recorded'), codeOf)).toBe('recorded');
    const line = {
      context: 'mergers',
      command: 'operations.record-vote',
      outcome: 'accepted',
      actor: '018f6f0e-0000-7000-8000-000000000007',
    };
    expect(lines).toEqual([
      expect.objectContaining({ ...line, level: 30, msg: 'command', correlationId: 'c-1', retries: 1 }),
    ]);
    expect(lines[0]).toMatchObject({ traceId: TRACEPARENT.slice(3, 35), durationMs: expect.any(Number) });
    const labels = { context: 'mergers', command: 'operations.record-vote', outcome: 'accepted' };
    expect(await metric('grappe_command_duration_seconds')).toEqual([{ labels, value: 1 }]);
    expect(await metric('grappe_command_conflicts_total')).toEqual([{ labels: {}, value: 1 }]);
    expect(traces.ended()).toEqual([
      expect.objectContaining({
        name: 'grappe.command',
        kind: 'INTERNAL',
        traceId: TRACEPARENT.slice(3, 35),
        parentId: TRACEPARENT.slice(36, 52),
        failed: false,
        attributes: {
          'grappe.context': 'mergers',
          'grappe.command': 'operations.record-vote',
          'grappe.outcome': 'accepted',
          'grappe.retries': 1,
        },
      }),
    ]);
  });

  it.each([
    ['thrown', () => Promise.reject(new Refusal('MRG_NO_QUORUM', 409))],
    ['returned', () => Promise.resolve()],
  ])('a refusal that is %s counts by its code and is no fault', async (_how, run) => {
    const { lines, traces, telemetry, metric } = setUp();
    const endOf = () => ({ outcome: 'refused', code: 'MRG_NO_QUORUM' }) as const;
    await Promise.allSettled([telemetry.measure(command).until(run(), codeOf, endOf)]);
    expect(lines).toEqual([expect.objectContaining({ outcome: 'refused', code: 'MRG_NO_QUORUM', level: 30 })]);
    expect(await metric('grappe_command_refusals_total')).toEqual([{ labels: { code: 'MRG_NO_QUORUM' }, value: 1 }]);
    expect(traces.ended()).toMatchObject([{ failed: false, attributes: { 'grappe.code': 'MRG_NO_QUORUM' } }]);
  });

  it('a fault is thrown on, marked and logged without its message, which may hold anything', async () => {
    const { lines, traces, telemetry, metric } = setUp();
    const fault = new Error('Jeanne Martin, born 1970');
    await expect(telemetry.measure(command).until(Promise.reject(fault), codeOf)).rejects.toBe(fault);
    expect(lines).toEqual([expect.objectContaining({ outcome: 'failed', code: 'API_INTERNAL', level: 40 })]);
    expect(JSON.stringify([lines, traces.ended()])).not.toContain('Jeanne');
    expect(traces.ended()).toMatchObject([{ failed: true }]);
    expect(await metric('grappe_command_refusals_total')).toEqual([]);
  });

  it('a repeat says so', async () => {
    const { lines, telemetry } = setUp();
    await telemetry.measure(command).until(Promise.resolve(), codeOf, () => ({ outcome: 'repeated' }));
    expect(lines).toEqual([expect.objectContaining({ outcome: 'repeated' })]);
  });
});

describe('what is measured of a query', () => {
  it('has a histogram of its own, and its refusals are in its outcome', async () => {
    const { lines, traces, telemetry, metric } = setUp();
    await telemetry.measure(query).until(Promise.resolve('page'), codeOf);
    const refused = telemetry.measure(query).until(Promise.reject(new Refusal('API_MALFORMED', 400)), codeOf);
    await expect(refused).rejects.toThrow('API_MALFORMED');
    const labels = { context: 'mergers', query: 'operations.list' };
    expect(await metric('grappe_query_duration_seconds')).toEqual([
      { labels: { ...labels, outcome: 'answered' }, value: 1 },
      { labels: { ...labels, outcome: 'refused' }, value: 1 },
    ]);
    expect(lines.map(({ query: name, outcome }) => [name, outcome])).toEqual([
      ['operations.list', 'answered'],
      ['operations.list', 'refused'],
    ]);
    expect(traces.ended().map(({ name }) => name)).toEqual(['grappe.query', 'grappe.query']);
    expect(await metric('grappe_command_refusals_total')).toEqual([]);
  });
});

describe('without traces', () => {
  it('what caused the work goes on as it came', () => {
    const { log } = setUp();
    const telemetry = new Telemetry({ kind: 'service', log });
    expect(telemetry.measure({ ...command, traceparent: TRACEPARENT }).traceparent).toBe(TRACEPARENT);
    expect(telemetry.measure(command).traceparent).toBeUndefined();
  });
});
