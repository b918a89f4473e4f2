import { describe, expect, it } from '@jest/globals';
import { inForceOn, sameFacts } from './facts.ts';

const names = [
  { name: 'Gaz de France', since: '1946-04-08' },
  { name: 'ENGIE', since: '2015-07-31' },
  { name: 'GDF Suez', since: '2008-07-22' },
];

describe('a dated fact', () => {
  it.each([
    ['1946-04-07', undefined],
    ['1946-04-08', 'Gaz de France'],
    ['2008-07-21', 'Gaz de France'],
    ['2008-07-22', 'GDF Suez'],
    ['2015-07-30', 'GDF Suez'],
    ['2015-07-31', 'ENGIE'],
    ['2026-01-01', 'ENGIE'],
  ])('on %s it is %s, however late it was recorded', (day, name) => {
    expect(inForceOn(names, day)?.name).toBe(name);
  });

  it('is the one recorded last of two from the same day', () => {
    const corrected = [...names, { name: 'Engie SA', since: '2015-07-31' }];
    expect(inForceOn(corrected, '2015-07-31')?.name).toBe('Engie SA');
  });
});

describe('facts', () => {
  it.each([
    ['equal members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['a member that is undefined', { a: 1 }, { a: 1, b: undefined }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['null where there was nothing', { a: 1 }, { a: 1, b: null }, false],
    ['another order in a list', { a: [1, 2] }, { a: [2, 1] }, false],
  ])('%s', (_what, left, right, same) => {
    expect(sameFacts(left, right)).toBe(same);
  });
});
