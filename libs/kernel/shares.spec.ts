import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from './testing/index.ts';
import { decimalOf, sharesOf } from './shares.ts';

const shown = (amounts: readonly number[], digits: number) =>
  sharesOf(amounts, digits)?.map((share) => decimalOf(share, digits));

describe('shares of a total', () => {
  it.each<[string, readonly number[], number, readonly string[]]>([
    ['three equal ones: the first has the unit that is left', [1, 1, 1], 2, ['33.34', '33.33', '33.33']],
    ['halves of a percent: the order decides, and the sum is 100', [100, 19_900], 0, ['1', '99']],
    ['the same, recorded the other way round', [19_900, 100], 0, ['100', '0']],
    ['a budget of 800,000 euros', [40_000_000, 36_000_000, 4_000_000], 0, ['50', '45', '5']],
    ['the same in cash', [20_000_000, 36_000_000, 4_000_000], 2, ['33.33', '60.00', '6.67']],
    ['nothing beside something', [0, 5], 2, ['0.00', '100.00']],
    ['one alone', [7], 2, ['100.00']],
    ['69 and 30 and a rest', [69, 30, 1], 0, ['69', '30', '1']],
    ['amounts beyond the integers of floating point products', [9e15, 1], 2, ['100.00', '0.00']],
  ])('%s', (_what, amounts, digits, shares) => {
    expect(shown(amounts, digits)).toEqual(shares);
  });

  it.each([[[]], [[0]], [[0, 0, 0]]])('nothing has none: %j', (amounts) => {
    expect(sharesOf(amounts)).toBeUndefined();
  });

  it.each([[-1], [1.5], [NaN], [2 ** 53]])('of %s are no shares', (amount) => {
    expect(() => sharesOf([amount, 1])).toThrow(RangeError);
  });

  it('sum to exactly 100, and each is less than a unit from its exact value', () => {
    const amounts = fc.array(fc.oneof(fc.nat(5), fc.nat(100_000_000_000)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(amounts, fc.nat(4), (drawn, digits) => {
        const total = drawn.reduce((sum, each) => sum + BigInt(each), 0n);
        const shares = sharesOf(drawn, digits);
        if (shares === undefined) {
          expect(total).toBe(0n);
          return;
        }
        const whole = 100n * 10n ** BigInt(digits);
        expect(shares.reduce((sum, each) => sum + BigInt(each), 0n)).toBe(whole);
        shares.forEach((share, index) => {
          const apart = BigInt(share) * total - BigInt(drawn[index] ?? 0) * whole;
          expect(apart < total && -apart < total).toBe(true);
        });
      }),
      { seed: propertySeed(), numRuns: 500 },
    );
  });
});

it.each([
  [3334, 2, '33.34'],
  [5, 2, '0.05'],
  [0, 2, '0.00'],
  [-5, 1, '-0.5'],
  [125, 1, '12.5'],
  [42, 0, '42'],
])('%d units with %d digits are %s', (units, digits, text) => {
  expect(decimalOf(units, digits)).toBe(text);
});

it('half a unit is none', () => {
  expect(() => decimalOf(0.5)).toThrow(RangeError);
});
