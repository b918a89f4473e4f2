import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { calendarDate, instant } from './calendar.ts';
import { streamName, type RecordedEvent } from './envelope.ts';
import { MissingPosition, passes, type EventFilter } from './event-source.ts';
import { countedUuid, propertySeed } from './testing/index.ts';

const STREAM = streamName('mergers', 'operation', '1');

function recorded(type: string, stream = STREAM): RecordedEvent {
  return {
    id: countedUuid(1),
    type,
    schemaVersion: 1,
    data: {},
    metadata: {
      recordedAt: instant('2017-03-28T10:00:00Z'),
      effectiveAt: calendarDate('2017-03-28'),
      actor: { id: 'anna' },
      correlationId: countedUuid(2),
      visibility: { kind: 'public' },
    },
    stream,
    revision: 0n,
    position: 7n,
  };
}

const CLOSED = recorded('mergers.OperationClosed');

describe('what passes', () => {
  it.each<[string, EventFilter | undefined, boolean]>([
    ['no filter', undefined, true],
    ['a filter without members', {}, true],
    ['members that are undefined', { contexts: undefined, types: undefined, streams: undefined }, true],
    ['its context', { contexts: ['mergers'] }, true],
    ['its context among others', { contexts: ['governance', 'mergers'] }, true],
    ['another context', { contexts: ['governance'] }, false],
    ['no context', { contexts: [] }, false],
    ['the beginning of its context', { contexts: ['merger'] }, false],
    ['its context with the dot', { contexts: ['mergers.'] }, false],
    ['its context in upper case', { contexts: ['Mergers'] }, false],
    ['an empty context', { contexts: [''] }, false],
    ['its type as a context', { contexts: ['mergers.OperationClosed'] }, false],
    ['its type', { types: ['mergers.OperationClosed'] }, true],
    ['its type among others', { types: ['mergers.OperationStarted', 'mergers.OperationClosed'] }, true],
    ['another type', { types: ['mergers.OperationStarted'] }, false],
    ['no type', { types: [] }, false],
    ['its name without the context', { types: ['OperationClosed'] }, false],
    ['the same name in another context', { types: ['governance.OperationClosed'] }, false],
    ['its stream', { streams: ['mergers.operation-1'] }, true],
    ['another stream', { streams: ['mergers.operation-10'] }, false],
    ['no stream', { streams: [] }, false],
    ['its context and its type', { contexts: ['mergers'], types: ['mergers.OperationClosed'] }, true],
    ['its context and another type', { contexts: ['mergers'], types: ['mergers.OperationStarted'] }, false],
    ['another context and its type', { contexts: ['governance'], types: ['mergers.OperationClosed'] }, false],
    ['its type and its stream', { types: ['mergers.OperationClosed'], streams: [STREAM] }, true],
    ['its type and another stream', { types: ['mergers.OperationClosed'], streams: ['a.b-1'] }, false],
    ['its context and another stream', { contexts: ['mergers'], streams: ['a.b-1'] }, false],
    ['all three', { contexts: ['mergers'], types: ['mergers.OperationClosed'], streams: [STREAM] }, true],
    ['all three but the context', { contexts: [], types: ['mergers.OperationClosed'], streams: [STREAM] }, false],
    ['all three but the type', { contexts: ['mergers'], types: [], streams: [STREAM] }, false],
    ['all three but the stream', { contexts: ['mergers'], types: ['mergers.OperationClosed'], streams: [] }, false],
  ])('%s: %j gives %s', (_what, filter, is) => {
    expect(passes(CLOSED, filter)).toBe(is);
  });

  it('the context is that of the type, not of the stream', () => {
    const foreign = recorded('governance.SuccessionStarted', streamName('mergers', 'succession', '1'));
    expect(passes(foreign, { contexts: ['governance'] })).toBe(true);
    expect(passes(foreign, { contexts: ['mergers'] })).toBe(false);
  });

  it('a type without a context is its own context, whole', () => {
    expect(passes(recorded('mergers'), { contexts: ['mergers'] })).toBe(true);
    expect(passes(recorded('mergers'), { contexts: ['merger'] })).toBe(false);
  });

  it('each member narrows: all of them together pass what each passes alone', () => {
    const some = (...names: string[]) => fc.option(fc.subarray(names), { nil: undefined });
    const contexts = some('mergers', 'governance');
    const types = some('mergers.OperationClosed', 'mergers.OperationStarted', 'governance.RoleEnded');
    const streams = some('mergers.operation-1', 'mergers.operation-2');
    const anyEvent = fc
      .tuple(fc.constantFrom('mergers.OperationClosed', 'governance.RoleEnded'), fc.constantFrom('1', '2'))
      .map(([type, id]) => recorded(type, streamName('mergers', 'operation', id)));
    fc.assert(
      fc.property(anyEvent, contexts, types, streams, (event, c, t, s) => {
        const alone = [{ contexts: c }, { types: t }, { streams: s }].map((filter) => passes(event, filter));
        expect(passes(event, { contexts: c, types: t, streams: s })).toBe(!alone.includes(false));
      }),
      { seed: propertySeed() },
    );
  });
});

describe('a position that is missing', () => {
  it.each([0n, 41n, 9_007_199_254_740_993n])('%d is named, with what to do', (position) => {
    const error = new MissingPosition(position);
    expect(error.position).toBe(position);
    expect(error.name).toBe('MissingPosition');
    expect(error.message).toBe(
      `position ${position.toString()} is missing from the ledger: nothing behind it was delivered. ` +
        'Restore it from a backup or from the topic, then start the consumer again.',
    );
  });
});
