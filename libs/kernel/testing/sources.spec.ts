import { describe, expect, it } from '@jest/globals';
import { isUuid } from '../ids.ts';
import { CountedIds, countedUuid, ManualClock } from './sources.ts';

describe('a clock by hand', () => {
  it('stands where it was put', () => {
    const clock = new ManualClock();
    expect(clock.now()).toBe('2016-03-31T10:00:00.000Z');
    expect(clock.now()).toBe('2016-03-31T10:00:00.000Z');
    expect(new ManualClock('2017-03-28T12:00:00+02:00').now()).toBe('2017-03-28T10:00:00.000Z');
  });

  it.each([
    [1, '2016-12-31T23:59:59.001Z'],
    [999, '2016-12-31T23:59:59.999Z'],
    [1_000, '2017-01-01T00:00:00.000Z'],
    [86_400_000, '2017-01-01T23:59:59.000Z'],
    [0, '2016-12-31T23:59:59.000Z'],
    [-60_000, '2016-12-31T23:58:59.000Z'],
  ])('moves on by %d ms', (milliseconds, then) => {
    const clock = new ManualClock('2016-12-31T23:59:59Z');
    clock.advanceMs(milliseconds);
    expect(clock.now()).toBe(then);
  });

  it('adds up its moves', () => {
    const clock = new ManualClock('2016-12-31T23:59:59Z');
    for (let step = 0; step < 10; step += 1) clock.advanceMs(100);
    expect(clock.now()).toBe('2017-01-01T00:00:00.000Z');
  });

  it('is put elsewhere, back as well', () => {
    const clock = new ManualClock();
    clock.set('2014-09-01T00:00:00Z');
    expect(clock.now()).toBe('2014-09-01T00:00:00.000Z');
  });

  it('is not put where there is no moment', () => {
    const clock = new ManualClock();
    expect(() => clock.set('2015-02-29T00:00:00Z')).toThrow(RangeError);
    expect(clock.now()).toBe('2016-03-31T10:00:00.000Z');
    expect(() => new ManualClock('noon')).toThrow(RangeError);
  });
});

describe('counted ids', () => {
  it('are the same in every run', () => {
    const ids = new CountedIds();
    expect([ids.next(), ids.next(), ids.next()]).toEqual([
      '01500000-0000-7000-8000-000000000001',
      '01500000-0000-7000-8000-000000000002',
      '01500000-0000-7000-8000-000000000003',
    ]);
  });

  it('of two sources begin alike, of two spaces never meet', () => {
    expect(new CountedIds(3).next()).toBe(new CountedIds(3).next());
    const [left, right] = [new CountedIds(1), new CountedIds(2)];
    const drawn = Array.from({ length: 50 }, () => [left.next(), right.next()]).flat();
    expect(new Set(drawn).size).toBe(100);
  });

  it.each([
    [1, 0, '01500000-0000-7000-8000-000000000001'],
    [255, 0, '01500000-0000-7000-8000-0000000000ff'],
    [1, 10, '01500000-000a-7000-8000-000000000001'],
    [0, 0xffff, '01500000-ffff-7000-8000-000000000000'],
  ])('%d in space %d is %s', (count, space, id) => {
    expect(countedUuid(count, space)).toBe(id);
    expect(isUuid(id)).toBe(true);
  });

  it.each([
    [1, 0x1_0000],
    [2 ** 48, 0],
    [-1, 0],
  ])('%d in space %d has no place in the form', (count, space) => {
    expect(() => countedUuid(count, space)).toThrow(TypeError);
  });

  it('sort in the order in which they were drawn', () => {
    const ids = new CountedIds();
    const drawn = Array.from({ length: 300 }, () => ids.next());
    expect([...drawn].sort()).toEqual(drawn);
  });
});
