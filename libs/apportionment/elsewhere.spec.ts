import { describe, expect, it } from '@jest/globals';
import { apportion } from './apportion.ts';
import { contest, openTies, seatsOf } from './testing/index.ts';

/**
 * What two packages of npm answer to the same questions. They are no dependencies: their published sources were read (sainte-lague 3.0.0 and hare-niemeyer, both by
 * Julius Tens), and what they do is written beside each row.
 */
describe('where packages go wrong', () => {
  it('doubles rounded to 14 places see a tie, and a random draw decides it (sainte-lague: `round(votes / (seats + 0.5), 14)`, `sampleSize`)', () => {
    const [a, b] = [27_021_597_764_222_968, 9_007_199_254_740_989];
    expect(a / 1.5).toBe(b / 0.5);
    const outcome = apportion(contest([String(a), b], 2, 'sainte-lague'));
    expect([outcome.kind, seatsOf(outcome)]).toEqual(['apportioned', [2, 0]]);
  });

  it('remainders sorted as texts lose a seat and invent a party (hare-niemeyer: `{ a: 0, b: 2, undefined: NaN }`)', () => {
    const shares = [(1 * 3) / (1 + 1e12), (1e12 * 3) / (1 + 1e12)];
    const remainders = shares.map((share) => Number((share - Math.floor(share)).toFixed(12)));
    // The default order of texts has 3e-12 behind 0.99…: the larger remainder counts as the smaller one.
    expect(remainders.toSorted().toReversed()[0]).toBe(3e-12);
    const outcome = apportion(contest([1, 1_000_000_000_000], 3, 'hamilton'));
    expect([outcome.kind, seatsOf(outcome)]).toEqual(['apportioned', [0, 3]]);
  });

  it('three equal units and two seats ran for ever (juliuste/sainte-lague#3)', () => {
    const outcome = apportion(contest([4, 4, 4], 2, 'sainte-lague'));
    expect([outcome.kind, openTies(outcome)]).toEqual(['tied', [['A B C', 2]]]);
  });
});
