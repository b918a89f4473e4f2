import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { fundingMix } from '#libs/succession';
import { recorded } from '../../../test/funding-words.ts';
import { imbalancesOf, type FundingBound } from './funding-mix.ts';
import { funding } from './funding.ts';

const { entries: budget } = fold(funding, [
  recorded('2015-03-31', 15_000_000, { resource: 'fees' }),
  recorded('2015-06-30', 5_000_000, { resource: 'facility-income' }),
  recorded('2015-06-30', 36_000_000),
  recorded('2015-09-30', 4_000_000, { resource: 'private-institutions' }),
]);
const sharesOf = (...mix: Parameters<typeof fundingMix>) => fundingMix(...mix).classes.map(({ share }) => share);

describe('the funding mix of a year', () => {
  it('of Telecom Valley in 2015 is 50, 45 and 5 with volunteering, and a third, three fifths and a fifteenth in cash', () => {
    expect(sharesOf(budget, 20_000_000)).toEqual(['50.00', '45.00', '5.00']);
    expect(sharesOf(budget)).toEqual(['33.33', '60.00', '6.67']);
    expect(fundingMix(budget, 20_000_000)).toMatchObject({
      totalCents: 80_000_000,
      classes: [
        { class: 'own', amountCents: 40_000_000 },
        { class: 'local-institutions', amountCents: 36_000_000 },
        { class: 'private-institutions', amountCents: 4_000_000 },
      ],
    });
  });

  it('of nothing has no shares', () => {
    expect(sharesOf([])).toEqual([undefined, undefined, undefined]);
  });

  const ownThird: FundingBound = { class: 'own', bound: 'at-least', percent: 33, of: 'cash' };
  it.each<[string, FundingBound, readonly string[]]>([
    ['at least a share that is just reached', ownThird, []],
    // A third is shown as 33.33 and is less than 34 %.
    ['at least a share that is not reached', { ...ownThird, percent: 34 }, ['33.33']],
    ['at least a share that volunteering reaches', { ...ownThird, percent: 50, of: 'all' }, []],
    [
      'at most a share that is exactly so',
      { ...ownThird, class: 'local-institutions', bound: 'at-most', percent: 60 },
      [],
    ],
    [
      'at most a share that is exceeded',
      { ...ownThird, class: 'local-institutions', bound: 'at-most', percent: 59 },
      ['60.00'],
    ],
  ])('is asked for %s', (_what, bound, shares) => {
    const mixes = { cash: fundingMix(budget), all: fundingMix(budget, 20_000_000) };
    expect(imbalancesOf({ bounds: [bound] }, mixes).map(({ share }) => share)).toEqual(shares);
  });

  it('is compared exactly and not as it is shown', () => {
    const { entries } = fold(funding, [
      recorded('2015-01-01', 4_999_999_999, { resource: 'fees' }),
      recorded('2015-01-02', 5_000_000_001),
    ]);
    const mixes = { cash: fundingMix(entries), all: fundingMix(entries) };
    expect(mixes.cash.classes[0]?.share).toBe('50.00');
    expect(imbalancesOf({ bounds: [{ ...ownThird, percent: 50 }] }, mixes)).toHaveLength(1);
  });

  it('of nothing is not out of balance', () => {
    const mixes = { cash: fundingMix([]), all: fundingMix([]) };
    expect(imbalancesOf({ bounds: [ownThird] }, mixes)).toEqual([]);
  });
});
