import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { clause } from '../../../test/sample-operation.ts';
import type { Outcome } from './act.ts';
import { impossibleTally, judgeBallot, type Tally } from './ballot.ts';

const tally = (changes: Partial<Tally>): Tally => ({
  members: 100,
  present: 60,
  represented: 0,
  for: 60,
  against: 0,
  abstentions: 0,
  ...changes,
});
const half = { numerator: 1, denominator: 2 };
const twoThirds = { numerator: 2, denominator: 3 };

describe('judgeBallot', () => {
  it.each<[string, Partial<Tally>, Partial<typeof clause>, Outcome]>([
    ['one short of the quorum', { present: 49, for: 49 }, {}, 'inquorate'],
    ['the quorum exactly', { present: 50, for: 50 }, {}, 'adopted'],
    ['the quorum with those represented', { present: 30, represented: 20, for: 50 }, {}, 'adopted'],
    ['half of an odd electorate, short', { members: 101, present: 50, for: 50 }, {}, 'inquorate'],
    ['half of an odd electorate, reached', { members: 101, present: 51, for: 51 }, {}, 'adopted'],
    ['two thirds exactly', { for: 40, against: 20 }, {}, 'adopted'],
    ['one short of two thirds', { for: 39, against: 21 }, {}, 'rejected'],
    ['abstentions are no votes cast', { for: 20, against: 10, abstentions: 30 }, {}, 'adopted'],
    [
      'abstentions weigh on those present',
      { for: 20, against: 10, abstentions: 30 },
      { majorityOf: 'present-and-represented' },
      'rejected',
    ],
    ['half is not more than half', { for: 30, against: 30 }, { majority: half, strict: true }, 'rejected'],
    ['one more than half', { for: 31, against: 29 }, { majority: half, strict: true }, 'adopted'],
    ['half suffices where reaching it does', { for: 30, against: 30 }, { majority: half, strict: false }, 'adopted'],
    ['everybody abstained', { for: 0, abstentions: 60 }, {}, 'rejected'],
    [
      'no quorum is asked for and nobody came',
      { present: 0, for: 0 },
      { quorum: { numerator: 0, denominator: 1 } },
      'rejected',
    ],
    ['an inquorate assembly that votes no is inquorate', { present: 10, for: 0, against: 10 }, {}, 'inquorate'],
    [
      'two thirds of a body of three',
      { members: 3, present: 3, for: 2, against: 1 },
      { majority: twoThirds },
      'adopted',
    ],
  ])('%s', (_name, votes, changes, outcome) => {
    expect(judgeBallot(tally(votes), { ...clause, ...changes })).toBe(outcome);
  });

  it('counts exactly where floating point would not: one third of nine quadrillion', () => {
    const members = 9_007_199_254_740_990;
    const third = { numerator: 1, denominator: 3 };
    const votes = tally({ members, present: members, for: members / 3 - 1, against: 0 });
    const rule = { ...clause, majority: third, majorityOf: 'present-and-represented' } as const;
    expect(judgeBallot(votes, rule)).toBe('rejected');
    expect(judgeBallot({ ...votes, for: members / 3 }, rule)).toBe('adopted');
  });

  it('one more vote in favour never loses a ballot', () => {
    const count = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(count, count, count, (yes, no, abstentions) => {
        const votes = tally({ members: 160, present: 151, for: yes, against: no, abstentions });
        const before = judgeBallot(votes, clause);
        const after = judgeBallot({ ...votes, for: yes + 1 }, clause);
        return before !== 'adopted' || after === 'adopted';
      }),
      { seed: propertySeed() },
    );
  });
});

describe('impossibleTally', () => {
  it.each<[string, Partial<Tally>, RegExp | undefined]>([
    ['everybody attends and votes', { present: 80, represented: 20, for: 100 }, undefined],
    [
      'more attend than there are members',
      { present: 80, represented: 21 },
      /^101 present or represented of 100 members/,
    ],
    ['more votes than attend', { for: 50, against: 10, abstentions: 1 }, /^61 votes by 60/],
    ['some attend and do not vote', { for: 10 }, undefined],
  ])('%s', (_name, votes, message) => {
    const found = impossibleTally(tally(votes));
    if (message === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(message);
  });
});
