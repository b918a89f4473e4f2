import { describe, expect, it } from '@jest/globals';
import { streamName } from '#libs/kernel';
import { StateCache } from './state-cache.ts';

const stream = (id: string) => streamName('membership', 'organisation', id);
const [decider, other] = [{}, {}];

describe('the cache of states', () => {
  it('gives back what was put, to the same decider only', () => {
    const cache = new StateCache();
    const folded = { decider, state: 1, revision: 3n };
    cache.put(stream('a'), folded);
    expect(cache.get(stream('a'), decider)).toBe(folded);
    expect(cache.get(stream('a'), other)).toBeUndefined();
    expect(cache.get(stream('b'), decider)).toBeUndefined();
  });

  it('forgets what was used longest ago once it is full', () => {
    const cache = new StateCache(2);
    for (const id of ['a', 'b']) cache.put(stream(id), { decider, state: id, revision: 0n });
    cache.get(stream('a'), decider);
    cache.put(stream('c'), { decider, state: 'c', revision: 0n });
    expect(['a', 'b', 'c'].map((id) => cache.get(stream(id), decider)?.state)).toEqual(['a', undefined, 'c']);
  });
});
