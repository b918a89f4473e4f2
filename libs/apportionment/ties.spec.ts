import { describe, expect, it } from '@jest/globals';
import { apportion } from './apportion.ts';
import type { ApportionmentInput } from './input.ts';
import { contest, openTies, seatsOf } from './testing/index.ts';

/** martinlackner/apportionment#6: seat 7 is between the small ones, seat 8 between the large ones. */
const TWO_TIES = contest([720, 720, 120, 120], 8, 'quota-method');

describe('ties', () => {
  it('that are independent are named apart; those before the limit are none', () => {
    const outcome = apportion(TWO_TIES);
    expect([outcome.kind, seatsOf(outcome)]).toEqual(['tied', [3, 3, 0, 0]]);
    expect(openTies(outcome)).toEqual([
      ['A B', 1],
      ['C D', 1],
    ]);
  });

  it.each([
    [
      ['A', 'C'],
      [4, 3, 1, 0],
    ],
    [
      ['A', 'D'],
      [4, 3, 0, 1],
    ],
    [
      ['B', 'C'],
      [3, 4, 1, 0],
    ],
    [
      ['B', 'D'],
      [3, 4, 0, 1],
    ],
  ])('with the lots %j: %j', (drawn, seats) => {
    const outcome = apportion({ ...TWO_TIES, lots: drawn.map((unit) => ({ drawn: [unit] })) });
    expect([outcome.kind, seatsOf(outcome)]).toEqual(['apportioned', seats]);
  });

  it('a lot for one of them leaves the other open', () => {
    const outcome = apportion({ ...TWO_TIES, lots: [{ drawn: ['D'] }] });
    expect([outcome.kind, seatsOf(outcome), openTies(outcome)]).toEqual(['tied', [3, 3, 0, 1], [['A B', 1]]]);
  });

  it.each<[string, ApportionmentInput, readonly number[], readonly (readonly [string, number])[]]>([
    ['equal remainders on the limit', contest([5, 3, 3, 3], 7, 'hamilton'), [2, 1, 1, 1], [['A B C D', 2]]],
    ['equal remainders of which all get a seat', contest([7, 2, 2], 5, 'hamilton'), [3, 1, 1], []],
    ['equal quotients before the limit', contest([4, 4, 1], 3, 'd-hondt'), [1, 1, 0], [['A B', 1]]],
    ['the last seat is for both', contest([4, 4, 1], 4, 'd-hondt'), [2, 2, 0], []],
    ['first seats of Adams go by the weight', contest([5, 3, 2], 2, 'adams'), [1, 1, 0], []],
    ['first seats of Huntington-Hill among equals', contest([5, 3, 3], 2, 'huntington-hill'), [1, 0, 0], [['B C', 1]]],
    ['roots of weights, exactly', contest([2, 8], 2, 'd-hondt', { degression: 'square-root' }), [0, 1], [['A B', 1]]],
  ])('%s', (_sentence, input, seats, open) => {
    const outcome = apportion(input);
    expect([seatsOf(outcome), openTies(outcome)]).toEqual([seats, open]);
  });

  describe('go by the recorded rule', () => {
    const figures = [
      { unit: 'A', figures: { jobs: 4, members: 1 } },
      { unit: 'B', figures: { jobs: 4, members: 2 } },
      { unit: 'C', figures: { jobs: 4, members: 2 } },
      { unit: 'D', figures: { jobs: 12, members: 0 } },
    ];
    const jobs = [{ name: 'jobs', weight: { numerator: '1', denominator: '1' } }];
    const byJobs = (house: number, more: Partial<ApportionmentInput>): ApportionmentInput => ({
      ...{ house, method: 'd-hondt', criteria: jobs, units: figures, ...more },
    });

    it.each<[string, number, readonly string[], readonly number[], readonly (readonly [string, number])[]]>([
      ['the larger weight', 3, ['weight'], [0, 0, 0, 3], []],
      ['the larger weight, then nobody knows', 4, ['weight'], [0, 0, 0, 3], [['A B C', 1]]],
      ['the larger weight, then more members', 4, ['weight', 'members'], [0, 0, 0, 3], [['B C', 1]]],
      ['the larger weight, then more members', 5, ['weight', 'members'], [0, 1, 1, 3], []],
      ['members alone', 3, ['members'], [0, 0, 0, 2], [['B C', 1]]],
    ])('%s, %d seats', (_sentence, house, tieRule, seats, open) => {
      const outcome = apportion(byJobs(house, { tieRule }));
      expect([seatsOf(outcome), openTies(outcome)]).toEqual([seats, open]);
    });

    it('and the rest by the lot: the answer says which', () => {
      const outcome = apportion(byJobs(5, { tieRule: ['members'], lots: [] }));
      expect(outcome).toMatchObject({ kind: 'apportioned', ties: [{ units: ['A', 'B', 'C', 'D'], seats: 3 }] });
      const lots = [{ drawn: ['C', 'B'] }];
      expect(apportion(byJobs(4, { tieRule: ['weight', 'members'], lots }))).toMatchObject({
        kind: 'apportioned',
        ties: [{ units: ['A', 'B', 'C', 'D'], seats: 2, byRule: ['D'], byLot: ['C'], open: null }],
      });
    });
  });

  it.each<[string, ApportionmentInput, string, string, string]>([
    ['nobody tied', { ...TWO_TIES, lots: [{ drawn: ['Z'] }] }, 'lot-not-tied', 'Z', 'one of the tied: A, B; C, D'],
    [
      'two ties in one',
      { ...TWO_TIES, lots: [{ drawn: ['A', 'C'] }] },
      'lot-not-tied',
      'C',
      'one of the tied: A, B; C, D',
    ],
    [
      'where there is no tie',
      contest([3, 1], 1, 'd-hondt', { lots: [{ drawn: ['A'] }] }),
      'lot-not-tied',
      'A',
      'no lot: no tie is open',
    ],
    [
      'where the rule has decided',
      contest([4, 4, 8], 2, 'd-hondt', { tieRule: ['weight'], lots: [{ drawn: ['A'] }] }),
      'lot-not-tied',
      'A',
      'no lot: no tie is open',
    ],
    ['nobody', { ...TWO_TIES, lots: [{ drawn: [] }] }, 'lot-not-tied', '', 'one of the tied: A, B; C, D'],
    [
      'fewer than there are seats',
      contest([4, 4, 4], 2, 'd-hondt', { lots: [{ drawn: ['B'] }] }),
      'lot-too-short',
      'B',
      '2 of A, B, C',
    ],
    [
      'one unit twice',
      contest([4, 4, 4], 2, 'd-hondt', { lots: [{ drawn: ['B', 'B'] }] }),
      'lot-repeated',
      'B, B',
      'each of A, B, C once, in one drawing',
    ],
    [
      'the same tie twice',
      { ...TWO_TIES, lots: [{ drawn: ['A'] }, { drawn: ['B'] }] },
      'lot-repeated',
      'B',
      'each of A, B once, in one drawing',
    ],
  ])('refuse a lot that names %s', (_sentence, input, code, found, required) => {
    expect(apportion(input)).toEqual({ kind: 'refused', refusals: [{ code, found, required }] });
  });

  // By quota, D is below its upper quota of three seats only: the second seat is for A, B or C, whoever is drawn first.
  it.each([
    [
      ['D', 'C', 'B', 'A'],
      [0, 0, 1, 2],
    ],
    [
      ['C', 'D', 'B', 'A'],
      [0, 0, 1, 2],
    ],
    [
      ['C', 'B', 'D', 'A'],
      [0, 1, 1, 1],
    ],
    [
      ['D', 'A'],
      [1, 0, 0, 2],
    ],
  ])('whose units may be chosen from different seats on go by the lot as far as it is lawful: %j', (drawn, seats) => {
    const input = contest([1, 1, 1, 2], 3, 'quota-method');
    expect(openTies(apportion(input))).toEqual([['A B C D', 2]]);
    expect(seatsOf(apportion({ ...input, lots: [{ drawn }] }))).toEqual(seats);
    expect(seatsOf(apportion({ ...input, tieRule: ['weight'] }))).toEqual([0, 0, 0, 2]);
  });
});
