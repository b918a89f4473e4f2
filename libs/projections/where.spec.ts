import { describe, expect, it } from '@jest/globals';
import { both, fits, type Where } from './where.ts';

const columns = {
  kind: { type: 'text', from: 'kind' },
  day: { type: 'date', from: 'held.on' },
  is_open: { type: 'boolean', from: 'isOpen' },
} as const;
const document = { kind: 'board', held: { on: '2016-03-31' }, isOpen: true };

describe('a condition', () => {
  it.each<[Where, boolean]>([
    [{}, true],
    [{ kind: 'board', is_open: true }, true],
    [{ kind: 'board', is_open: false }, false],
    [{ kind: ['bureau', 'board'] }, true],
    [{ kind: [] }, false],
    [{ day: { from: '2016-03-31' } }, true],
    [{ day: { until: '2016-03-30' } }, false],
    [{ kind: { contains: ['oar', 'bo'] } }, true],
    [{ kind: { contains: ['oar', 'bu'] } }, false],
    [{ is_open: { contains: ['true'] } }, false],
  ])('%j fits: %s', (where, expected) => {
    expect(fits(document, where, columns)).toBe(expected);
  });
});

describe('both of two conditions', () => {
  it.each<[Where, Where, Where]>([
    [{ kind: 'a' }, { day: { from: '2016-01-01' } }, { kind: 'a', day: { from: '2016-01-01' } }],
    [{ kind: 'a' }, { kind: 'a' }, { kind: 'a' }],
    [{ kind: 'a' }, { kind: 'b' }, { kind: [] }],
    [{ kind: 'a' }, { kind: ['a', 'b'] }, { kind: ['a'] }],
    [{ kind: ['a', 'c'] }, { kind: 'b' }, { kind: [] }],
    [{ kind: ['a', 'b', 'c'] }, { kind: ['c', 'b', 'd'] }, { kind: ['b', 'c'] }],
    [{ is_open: true }, { is_open: true }, { is_open: true }],
    [{ is_open: true }, { is_open: false }, { is_open: [] }],
  ])('%j and %j are %j', (one, other, expected) => {
    expect(both(one, other)).toEqual(expected);
    // Nothing fits more than it should, whichever comes first.
    expect(fits({ kind: 'b', isOpen: true }, both(other, one), columns)).toBe(
      fits({ kind: 'b', isOpen: true }, expected, columns),
    );
  });

  it('a range and another condition on one column are a mistake of the row', () => {
    expect(() => both({ day: { from: '2016-01-01' } }, { day: '2016-01-02' })).toThrow(TypeError);
  });
});
