import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { Gaps } from './gaps.ts';

const numbers = (gaps: Gaps): readonly number[] =>
  gaps.all.flatMap(({ start, end }) =>
    Array.from({ length: Number(end - start) + 1 }, (_, index) => Number(start) + index),
  );

describe('gaps in the sequence', () => {
  it.each([
    [[5n], [6n, 7n, 8n]],
    [[8n], [5n, 6n, 7n]],
    [[6n], [5n, 7n, 8n]],
    [[5n, 6n, 7n, 8n], []],
    [
      [4n, 9n],
      [5n, 6n, 7n, 8n],
    ],
  ])('from 5 to 8, filled %p: what is left is %p', (filled, left) => {
    const gaps = new Gaps();
    gaps.add([5n], [8n], 100n);
    gaps.fill(filled);
    expect(numbers(gaps)).toEqual(left.map(Number));
  });

  it('are forgotten once every transaction below their horizon has ended, and not before', () => {
    const gaps = new Gaps();
    gaps.add([5n, 9n], [5n, 9n], 100n);
    gaps.add([20n], [21n], 110n);
    gaps.forget(99n);
    expect(numbers(gaps)).toEqual([5, 9, 20, 21]);
    gaps.forget(100n);
    expect(numbers(gaps)).toEqual([20, 21]);
    gaps.forget(200n);
    expect(numbers(gaps)).toEqual([]);
  });

  it('the lowest open number is the lowest of all', () => {
    const gaps = new Gaps();
    expect(gaps.lowest).toBeUndefined();
    gaps.add([20n, 5n], [21n, 5n], 100n);
    expect(gaps.lowest).toBe(5n);
  });

  it('whatever is filled in whatever order: what was added and not filled is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.integer({ min: 0, max: 45 })), (length, filled) => {
        const gaps = new Gaps();
        gaps.add([1n], [BigInt(length)], 1n);
        gaps.fill(filled.map(BigInt));
        const left = Array.from({ length }, (_, index) => index + 1).filter((seq) => !filled.includes(seq));
        expect([...numbers(gaps)].sort((a, b) => a - b)).toEqual(left);
      }),
      { seed: propertySeed() },
    );
  });
});
