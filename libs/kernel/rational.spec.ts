import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from './testing/index.ts';
import { rational, rationalOf, rounded, sumOfRationals } from './rational.ts';

describe('exact numbers', () => {
  it.each([
    ['a third and two', [rational(1, 3), rational(2, 3)], rational(1)],
    ['none', [], rational(0)],
    ['a debt', [rational(1, 2), rational(-3, 4)], rational(-1, 4)],
  ])('%s are summed in lowest terms', (_what, terms, sum) => {
    expect(sumOfRationals(terms)).toEqual(sum);
  });

  it.each([
    [1, 2, 1],
    [-1, 2, -1],
    [1, 3, 0],
    [-1, 3, 0],
    [7, 4, 2],
    [5, 1, 5],
  ])('%d/%d is rounded to %d', (numerator, denominator, nearest) => {
    expect(rounded(rational(numerator, denominator))).toBe(nearest);
  });

  it('the sum is the same in any order, and what is rounded is half a unit away at most', () => {
    const any = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 10_000 })).map(([a, b]) => rational(a, b));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (terms) => {
        const sum = sumOfRationals(terms);
        expect(sumOfRationals(terms.toReversed())).toEqual(sum);
        const apart = 2n * (BigInt(rounded(sum)) * sum.denominator - sum.numerator);
        expect(apart <= sum.denominator && -apart <= sum.denominator).toBe(true);
      }),
      { seed: propertySeed(), numRuns: 200 },
    );
  });

  it.each([0, -1])('a denominator of %d is none', (denominator) => {
    expect(() => rational(1, denominator)).toThrow(RangeError);
  });

  it('what is too large to be exact is refused', () => {
    expect(() => rounded(rational(2n ** 60n))).toThrow(RangeError);
  });

  it.each<[number | string, bigint, bigint]>([
    [12, 12n, 1n],
    ['12.5', 125n, 10n],
    ['-0.05', -5n, 100n],
    [-3, -3n, 1n],
  ])('%s is read exactly', (value, numerator, denominator) => {
    expect(rationalOf(value)).toEqual({ numerator, denominator });
  });

  it.each([1e21, NaN, '1e3', '', '.5', '1,5'])('%s is no decimal number', (value) => {
    expect(() => rationalOf(value)).toThrow(RangeError);
  });
});
