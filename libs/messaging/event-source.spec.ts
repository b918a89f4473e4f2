import { describe, expect, it } from '@jest/globals';
import type { LedgerPage } from '#libs/kernel';
import { asEventSource, contextsOf } from './event-source.ts';
import type { ConsumeRequest } from './port.ts';

describe('a message source as an event source', () => {
  const requests: ConsumeRequest[] = [];
  const source = asEventSource({
    consume: (request): AsyncIterable<LedgerPage> => {
      requests.push(request);
      return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }) };
    },
  });

  it('asks for the contexts of the types', () => {
    const { signal } = new AbortController();
    const types = ['mergers.SuccessionTookEffect', 'membership.MemberAdmitted', 'membership.MemberLeft'];
    source.subscribe(7n, { filter: { types }, pageSize: 9, signal });
    expect(requests.pop()).toEqual({ from: 7n, contexts: ['mergers', 'membership'], types, pageSize: 9, signal });
  });

  it('asks for contexts as they are given', () => {
    source.subscribe(0n, { filter: { contexts: ['audit'], types: ['membership.X'] } });
    expect(requests.pop()).toMatchObject({ contexts: ['audit'], types: ['membership.X'] });
  });

  it.each([
    ['everything', undefined],
    ['no types', { filter: { types: [] } }],
    ['streams', { filter: { types: ['a.B'], streams: ['a.b-1'] } }],
  ])('refuses %s', (_what, options) => {
    expect(() => source.subscribe(0n, options)).toThrow(TypeError);
    expect(requests).toEqual([]);
  });

  it('names each context once', () => {
    expect(contextsOf(['a.X', 'b.Y', 'a.Z'])).toEqual(['a', 'b']);
  });
});
