import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import {
  countElection,
  electionContradictionOf,
  needOf,
  type Clause,
  type ElectionTally,
  type RoundRule,
} from './index.ts';

const half = { numerator: 1, denominator: 2 };
const none = { numerator: 0, denominator: 1 };
const halfPlusOne: Clause = { quorum: none, majority: half, majorityOf: 'votes-cast', strict: true };
const thenPlurality: Clause = { ...halfPlusOne, pluralityFromRound: 2 };
const quorumOfHalf: Clause = { ...halfPlusOne, quorum: half };
const ofAllMembers: Clause = { ...halfPlusOne, majorityOf: 'members' };
const blankCast: Clause = { ...halfPlusOne, blankVotesCast: true };

const NAMES = ['A', 'B', 'C', 'D', 'E'];
/** Twelve voters who are there of twenty, with a ballot each; candidacies A, B, C… with so many votes. */
const tallyOf = (votes: readonly number[], more: Partial<ElectionTally> = {}): ElectionTally => ({
  ...{ members: 20, present: 12, represented: 0, ballots: 12 },
  votes: votes.map((each, index) => ({ candidacyId: NAMES[index] ?? '', votes: each })),
  ...more,
});
const ruleOf = (places: number, clause: Clause = halfPlusOne, round = 1): RoundRule => ({
  ...{ clause, places, convocation: 'first', need: needOf(clause, round) },
});
const plurality: Clause = { ...halfPlusOne, pluralityFromRound: 1 };

/** Those who are elected; after a stroke those who are tied, and for how many places. */
function result(tally: ElectionTally, rule: RoundRule): string {
  const { outcome, elected, tie } = countElection(tally, rule);
  const tied = tie === undefined ? '' : `/${tie.candidacyIds.toSorted().join('')} for ${String(tie.places)}`;
  return `${outcome}: ${elected.join('')}${tied}`;
}

describe('who is elected', () => {
  it.each<[what: string, votes: readonly number[], places: number, clause: Clause, result: string]>([
    ['three as one for two places', [4, 4, 4], 2, plurality, 'tied: /ABC for 2'],
    ['three as one for one place', [4, 4, 4], 1, plurality, 'tied: /ABC for 1'],
    ['three as one for three places: no tie', [4, 4, 4], 3, plurality, 'elected: ABC'],
    ['two ahead, two as one for the third place', [5, 5, 3, 3], 3, plurality, 'tied: AB/CD for 1'],
    ['two as one within the places', [5, 5, 3, 2], 3, plurality, 'elected: ABC'],
    ['two as one below the places', [6, 5, 2, 2], 2, plurality, 'elected: AB'],
    ['one ahead, three as one for two places', [6, 3, 3, 3], 3, plurality, 'tied: A/BCD for 2'],
    ['without a vote nobody is elected', [12, 0, 0], 2, plurality, 'partly-elected: A'],
    ['nobody has a vote', [0, 0], 1, plurality, 'none: '],
    ['nobody stands', [], 2, plurality, 'none: '],
    ['more votes than the others are no majority', [5, 4, 3], 1, halfPlusOne, 'none: '],
    ['half is no majority', [6, 6], 1, halfPlusOne, 'none: '],
    ['half plus one is', [7, 5], 1, halfPlusOne, 'elected: A'],
    ['some have the majority, places stay open', [9, 7, 6, 2], 3, halfPlusOne, 'partly-elected: AB'],
    ['several as one, all with the majority', [8, 8, 8], 2, halfPlusOne, 'tied: /ABC for 2'],
    ['one ahead of them', [9, 8, 8], 2, halfPlusOne, 'tied: A/BC for 1'],
    ['as one, and one without the majority', [8, 8, 6], 2, halfPlusOne, 'elected: AB'],
    ['a majority of all members', [11, 10], 1, ofAllMembers, 'elected: A'],
    ['not of all members', [10, 9], 1, ofAllMembers, 'none: '],
    [
      'no quorum, whatever the votes',
      [12],
      1,
      { ...halfPlusOne, quorum: { numerator: 2, denominator: 3 } },
      'inquorate: ',
    ],
    ['a quorum of half', [12], 1, quorumOfHalf, 'elected: A'],
  ])('%s', (_what, votes, places, clause, expected) => {
    expect(result(tallyOf(votes), ruleOf(places, clause))).toBe(expected);
  });

  it.each<[what: string, votes: readonly number[], more: Partial<ElectionTally>, clause: Clause, result: string]>([
    ['more for it than against', [7], { against: 5 }, halfPlusOne, 'elected: A'],
    ['as many against: nobody to draw lots with', [6], { against: 6 }, halfPlusOne, 'none: '],
    ['more against than for it', [5], { against: 7 }, plurality, 'none: '],
    ['one for it, none against', [1], { ballots: 1 }, plurality, 'elected: A'],
    ['blank ballots are no votes cast', [6], { against: 5, blank: 1 }, halfPlusOne, 'elected: A'],
    ['blank ballots are, by the statutes', [6], { against: 5, blank: 1 }, blankCast, 'none: '],
    ['invalid ones never are', [6], { against: 5, invalid: 1 }, blankCast, 'elected: A'],
  ])('a sole candidacy: %s', (_what, votes, more, clause, expected) => {
    expect(result(tallyOf(votes, more), ruleOf(1, clause))).toBe(expected);
  });

  it('a majority first, then more votes than the others', () => {
    const votes = tallyOf([5, 4, 3]);
    expect(result(votes, ruleOf(1, thenPlurality, 1))).toBe('none: ');
    expect(result(votes, ruleOf(1, thenPlurality, 2))).toBe('elected: A');
    expect(result(tallyOf([6, 6]), ruleOf(1, thenPlurality, 2))).toBe('tied: /AB for 1');
  });

  it('the reckoning says the base, the threshold and the quorum', () => {
    const france = { members: 20, present: 14, represented: 3, ballots: 16, abstentions: 1, against: 1 };
    const { reckoning, elected } = countElection(tallyOf([15], france), ruleOf(1, quorumOfHalf));
    expect(elected).toEqual(['A']);
    expect(reckoning).toEqual({
      convocation: 'first',
      quorum: { of: 'present-and-represented', found: 17, members: 20, needed: 10 },
      majority: { of: 'votes-cast', base: 16, threshold: 8, exceeded: true, needed: 9 },
    });
    expect(countElection(tallyOf([15], france), ruleOf(1, plurality)).reckoning).not.toHaveProperty('majority');
  });

  it('a second convocation has the quorum of its own', () => {
    const clause = { ...quorumOfHalf, quorum: { numerator: 1, denominator: 1 }, second: {} };
    expect(countElection(tallyOf([12]), ruleOf(1, clause)).outcome).toBe('inquorate');
    expect(countElection(tallyOf([12]), { ...ruleOf(1, clause), convocation: 'second' }).outcome).toBe('elected');
  });
});

describe('any election', () => {
  const anyVotes = fc.array(fc.nat(6), { maxLength: 5 });
  const check = (claim: (votes: readonly number[], places: number, clause: Clause) => void) => {
    const property = fc.property(
      anyVotes,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(plurality, halfPlusOne),
      claim,
    );
    fc.assert(property, { numRuns: 500, seed: propertySeed() });
  };
  const votesIn = (tally: ElectionTally, ids: readonly string[]): readonly number[] =>
    ids.map((id) => tally.votes.find(({ candidacyId }) => candidacyId === id)?.votes ?? -1);

  it('elects nobody with fewer votes than one who is not, and at most as many as there are places', () => {
    check((votes, places, clause) => {
      const tally = tallyOf(votes, { ballots: 6 });
      const { elected, tie } = countElection(tally, ruleOf(places, clause));
      const others = NAMES.slice(0, votes.length).filter((name) => !elected.includes(name));
      const least = Math.min(...votesIn(tally, elected));
      expect(Math.max(-1, ...votesIn(tally, others))).toBeLessThanOrEqual(least);
      expect(elected.length + (tie?.places ?? 0)).toBeLessThanOrEqual(places);
    });
  });

  it('has a tie only where it touches the limit, of all with as many votes and nobody else', () => {
    check((votes, places, clause) => {
      const tally = tallyOf(votes, { ballots: 6 });
      const { outcome, elected, tie } = countElection(tally, ruleOf(places, clause));
      expect(outcome === 'tied').toBe(tie !== undefined);
      if (tie === undefined) return;
      expect(tie.candidacyIds.length).toBeGreaterThan(tie.places);
      expect(elected.length + tie.places).toBe(places);
      const [limit = 0, ...more] = votesIn(tally, tie.candidacyIds);
      expect(more.every((each) => each === limit)).toBe(true);
      expect(tie.candidacyIds).toHaveLength(votes.filter((each) => each === limit).length);
    });
  });

  it('comes to the same in whatever order the candidacies are named', () => {
    check((votes, places, clause) => {
      const tally = tallyOf(votes, { ballots: 6 });
      const turned = { ...tally, votes: tally.votes.toReversed() };
      expect(result(turned, ruleOf(places, clause))).toBe(result(tally, ruleOf(places, clause)));
    });
  });
});

describe('a tally of an election that contradicts itself', () => {
  it.each<[string, ElectionTally, number, ReturnType<typeof electionContradictionOf>]>([
    ['as many votes as ballots', tallyOf([7, 5]), 1, undefined],
    ['two votes on each ballot, for two places', tallyOf([12, 8, 4]), 2, undefined],
    ['some gave one vote of two', tallyOf([12, 4]), 2, undefined],
    ['all ballots are blank', tallyOf([0, 0], { blank: 12 }), 1, undefined],
    ['nobody stands and nobody votes', tallyOf([], { ballots: 0 }), 1, undefined],
    ['more attend than there are', tallyOf([12], { represented: 9 }), 1, { of: 'attendance', found: 21, required: 20 }],
    [
      'represented by nobody',
      tallyOf([], { present: 0, represented: 9, ballots: 0 }),
      1,
      { of: 'representation', found: 9, required: 0 },
    ],
    ['more ballots than voters', tallyOf([13], { ballots: 13 }), 1, { of: 'votes', found: 13, required: 12 }],
    ['with abstentions', tallyOf([12], { abstentions: 1 }), 1, { of: 'votes', found: 13, required: 12 }],
    ['more spoilt than cast', tallyOf([0], { blank: 8, invalid: 5 }), 1, { of: 'spoilt', found: 13, required: 12 }],
    ['more for one than ballots', tallyOf([13, 0]), 2, { of: 'candidacy', found: 13, required: 12 }],
    ['more than places allow', tallyOf([9, 9, 9]), 2, { of: 'places', found: 27, required: 24 }],
    ['more names than candidacies', tallyOf([8, 5]), 1, { of: 'places', found: 13, required: 12 }],
    ['for and against', tallyOf([8], { against: 5 }), 2, { of: 'places', found: 13, required: 12 }],
    ['votes for nobody', tallyOf([], { ballots: 1 }), 1, { of: 'unused', found: 0, required: 1 }],
    ['fewer than ballots', tallyOf([6, 5]), 1, { of: 'unused', found: 11, required: 12 }],
    ['against one of two', tallyOf([6, 5], { against: 1 }), 1, { of: 'against', found: 2, required: 1 }],
  ])('%s', (_what, tally, places, contradiction) => {
    expect(electionContradictionOf(tally, places)).toEqual(contradiction);
  });
});
