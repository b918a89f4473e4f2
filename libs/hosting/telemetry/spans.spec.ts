import { describe, expect, it } from '@jest/globals';
import { spanContextOf, traceparentOf } from './spans.ts';
import { MemoryTraces } from './testing/index.ts';

const trace = (digit: string) => digit.repeat(32);
const traceparent = (id: string, span: string) => `00-${trace(id)}-${span.repeat(16)}-01`;

describe('spans', () => {
  it('begin a trace without a cause, and are in the trace of the one they have', () => {
    const traces = new MemoryTraces();
    const root = traces.spans.begin({ name: 'root', kind: 'server' });
    traces.spans.begin({ name: 'child', kind: 'internal', parent: traceparentOf(root) }).end();
    root.end();
    const [child, parent] = traces.ended();
    expect(parent).toMatchObject({ name: 'root', kind: 'SERVER', parentId: undefined });
    expect(child).toMatchObject({ traceId: parent?.traceId, parentId: parent?.spanId });
  });

  it('that serve many link to each of them once, and belong to none', () => {
    const traces = new MemoryTraces();
    const links = [traceparent('a', '1'), traceparent('b', '2'), undefined, traceparent('a', '1'), 'nonsense'];
    traces.spans.add({ name: 'send', kind: 'producer', links, startedAtMs: 1_000 }, 5);
    expect(traces.ended()).toMatchObject([{ linked: ['1'.repeat(16), '2'.repeat(16)], parentId: undefined }]);
    expect(traces.ended()[0]?.traceId).not.toBe(trace('a'));
  });

  it('that serve many of one trace are in it', () => {
    const traces = new MemoryTraces();
    const links = [traceparent('a', '1'), traceparent('a', '2')];
    traces.spans.add({ name: 'send', kind: 'producer', links, startedAtMs: 1_000 }, 5);
    expect(traces.ended()).toMatchObject([{ traceId: trace('a'), parentId: '1'.repeat(16) }]);
  });

  it('link to 128 at most', () => {
    const traces = new MemoryTraces();
    const links = Array.from({ length: 500 }, (_, at) => `00-${trace('a')}-${String(1e15 + at)}-01`);
    traces.spans.add({ name: 'send', kind: 'producer', links, startedAtMs: 1_000 }, 5);
    expect(traces.ended()[0]?.linked).toHaveLength(128);
  });

  it.each([
    ['another version is read as this one', `01-${trace('a')}-${'1'.repeat(16)}-01`, true],
    ['version ff is none', `ff-${trace('a')}-${'1'.repeat(16)}-01`, false],
    ['a trace of zeros is none', `00-${trace('0')}-${'1'.repeat(16)}-01`, false],
    ['a span of zeros is none', `00-${trace('a')}-${'0'.repeat(16)}-01`, false],
    ['capitals are none', `00-${trace('A')}-${'1'.repeat(16)}-01`, false],
    ['nothing is none', undefined, false],
  ])('%s', (_what, text, isOne) => {
    expect(spanContextOf(text) !== undefined).toBe(isOne);
  });

  it('keep the decision of who was asked first whether it is kept', () => {
    const traces = new MemoryTraces();
    const parent = traceparent('a', '1').replace(/01$/, '00');
    const span = traces.spans.begin({ name: 'child', kind: 'server', parent });
    span.end();
    expect(traces.ended()).toEqual([]);
    expect(traceparentOf(span)).toMatch(new RegExp(`^00-${trace('a')}-[0-9a-f]{16}-00$`));
  });
});
