import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { contradictionOf, contradictionUnder, judge, type Clause, type Outcome, type Tally } from './index.ts';
import { ballots } from './testing/index.ts';

const share = (numerator: number, denominator: number) => ({ numerator, denominator });
const halfPlusOne: Clause = { quorum: share(0, 1), majority: share(1, 2), majorityOf: 'votes-cast', strict: true };
const half: Clause = { ...halfPlusOne, strict: false };
const twoThirds: Clause = { ...half, majority: share(2, 3) };
const twoThirdsOfThosePresent: Clause = { ...twoThirds, majorityOf: 'present-and-represented' };
const unanimity: Clause = { ...half, majority: share(1, 1) };
const quorumOfHalf: Clause = { ...halfPlusOne, quorum: share(1, 2) };
const quorumOfAThird: Clause = { ...halfPlusOne, quorum: share(1, 3) };
const ofAllMembers: Clause = { ...halfPlusOne, majorityOf: 'members' };
const anything: Clause = { ...half, majority: share(0, 1) };

/** Members, present, represented, for, against, abstentions. */
type Numbers = readonly [number, number, number, number, number, number];
const tally = ([members, present, represented, inFavour, against, abstentions]: Numbers): Tally => ({
  members,
  present,
  represented,
  for: inFavour,
  against,
  abstentions,
});

describe('the outcome of a vote', () => {
  it.each<[string, Clause, Numbers, Outcome]>([
    ['half plus one of an even number: half is not enough', halfPlusOne, [100, 100, 0, 50, 50, 0], 'rejected'],
    ['half plus one of an even number: one more is', halfPlusOne, [100, 100, 0, 51, 49, 0], 'adopted'],
    ['more than half of an odd number: 50 of 101 is not', halfPlusOne, [101, 101, 0, 50, 51, 0], 'rejected'],
    ['more than half of an odd number: 51 of 101 is', halfPlusOne, [101, 101, 0, 51, 50, 0], 'adopted'],
    ['half, where reaching it suffices', half, [100, 100, 0, 50, 50, 0], 'adopted'],
    ['one vote against none', halfPlusOne, [100, 1, 0, 1, 0, 0], 'adopted'],
    ['two thirds: 66 of 100 is not', twoThirds, [100, 100, 0, 66, 34, 0], 'rejected'],
    ['two thirds: 67 of 100 is', twoThirds, [100, 100, 0, 67, 33, 0], 'adopted'],
    ['two thirds: 60 of 90 reaches it exactly', twoThirds, [100, 90, 0, 60, 30, 0], 'adopted'],
    ['two thirds: 59 of 89 does not', twoThirds, [100, 89, 0, 59, 30, 0], 'rejected'],
    ['abstentions are no votes cast', twoThirds, [100, 100, 0, 20, 10, 70], 'adopted'],
    ['abstentions weigh where those present count', twoThirdsOfThosePresent, [100, 100, 0, 20, 10, 70], 'rejected'],
    ['those present who do not vote weigh too', twoThirdsOfThosePresent, [100, 90, 0, 59, 0, 0], 'rejected'],
    ['a majority of all members', ofAllMembers, [100, 60, 0, 51, 9, 0], 'adopted'],
    ['half of all members is none', ofAllMembers, [100, 60, 0, 50, 10, 0], 'rejected'],
    ['those represented count as those present', twoThirdsOfThosePresent, [100, 60, 30, 60, 30, 0], 'adopted'],
    ['unanimity of the votes cast', unanimity, [100, 50, 0, 40, 0, 10], 'adopted'],
    ['one against breaks unanimity', unanimity, [100, 50, 0, 39, 1, 10], 'rejected'],
    ['zero votes cast adopt nothing, strictly', halfPlusOne, [100, 60, 0, 0, 0, 60], 'rejected'],
    ['zero votes cast adopt nothing, at half', half, [100, 60, 0, 0, 0, 60], 'rejected'],
    ['zero votes cast adopt nothing, even where any share will do', anything, [100, 60, 0, 0, 60, 0], 'rejected'],
    ['an empty room without a quorum rejects', halfPlusOne, [0, 0, 0, 0, 0, 0], 'rejected'],
    ['quorum of half: 49 of 100', quorumOfHalf, [100, 40, 9, 49, 0, 0], 'inquorate'],
    ['quorum of half: 50 of 100, represented among them', quorumOfHalf, [100, 40, 10, 50, 0, 0], 'adopted'],
    ['quorum of half: 50 of 101', quorumOfHalf, [101, 50, 0, 50, 0, 0], 'inquorate'],
    ['quorum of a third: 33 of 100', quorumOfAThird, [100, 33, 0, 33, 0, 0], 'inquorate'],
    ['quorum of a third: 34 of 100', quorumOfAThird, [100, 34, 0, 34, 0, 0], 'adopted'],
    ['quorum of a third: 33 of 99 reaches it exactly', quorumOfAThird, [99, 33, 0, 33, 0, 0], 'adopted'],
    ['two thirds of a body of three', twoThirds, [3, 3, 0, 2, 1, 0], 'adopted'],
    ['no quorum is asked for and nobody came', twoThirds, [100, 0, 0, 0, 0, 0], 'rejected'],
    ['no quorum comes before no majority', quorumOfHalf, [100, 40, 0, 0, 40, 0], 'inquorate'],
    ['abstentions make the quorum', quorumOfHalf, [100, 50, 0, 1, 0, 49], 'adopted'],
    ['Grilog, 27 March 2014: unanimous', { ...twoThirds, quorum: share(1, 4) }, [450, 130, 45, 175, 0, 0], 'adopted'],
  ])('%s', (_sentence, clause, numbers, outcome) => {
    expect(judge(tally(numbers), clause).outcome).toBe(outcome);
  });

  it('is exact where floating-point numbers are not', () => {
    const members = 9_007_199_254_740_991;
    const third = { ...twoThirds, majority: share(3_002_399_751_580_330, 4_503_599_627_370_495) };
    const numbers = (inFavour: number): Tally => ({
      ...tally([members, members, 0, 0, 0, 0]),
      for: inFavour,
      against: members - inFavour,
    });
    expect(judge(numbers(6_004_799_503_160_661), third).outcome).toBe('adopted');
    expect(judge(numbers(6_004_799_503_160_660), third).outcome).toBe('rejected');
  });
});

describe('any vote under any clause', () => {
  const anyShare = fc
    .integer({ min: 1, max: 12 })
    .chain((denominator) => fc.integer({ min: 0, max: denominator }).map((numerator) => share(numerator, denominator)));
  const anyClause: fc.Arbitrary<Clause> = fc.record({
    quorum: anyShare,
    majority: anyShare,
    majorityOf: fc.constantFrom('votes-cast', 'present-and-represented', 'members'),
    strict: fc.boolean(),
    quorumOf: fc.constantFrom('present', 'present-and-represented'),
    quorumStrict: fc.boolean(),
    blankVotesCast: fc.boolean(),
  });
  const outcomeOf = (numbers: Tally, clause: Clause): Outcome => judge(numbers, clause).outcome;
  /** Votes in favour, against, abstentions, those who do not vote, those who stay away; some are represented. */
  const anyTally = fc
    .tuple(fc.array(fc.nat(60), { minLength: 5, maxLength: 5 }), fc.nat(60))
    .map(([[a = 0, b = 0, c = 0, d = 0, e = 0], proxies]) => {
      const attendance = a + b + c + d;
      const represented = Math.min(proxies, attendance);
      return tally([attendance + e, attendance - represented, represented, a, b, c]);
    });
  const options = { numRuns: 300, seed: propertySeed() };
  const check = (claim: (numbers: Tally, clause: Clause) => unknown) => {
    fc.assert(
      fc.property(anyTally, anyClause, (numbers, clause) => claim(numbers, clause) !== false),
      options,
    );
  };

  it('is inquorate without a quorum, else adopted with a majority and rejected without, as its reckoning says', () => {
    check((numbers, clause) => {
      const { outcome, reckoning } = judge(numbers, clause);
      const { quorum, majority } = reckoning;
      const decided = numbers.for >= (majority.needed ?? 0) ? 'adopted' : 'rejected';
      expect(outcome).toBe(quorum.found >= quorum.needed ? decided : 'inquorate');
    });
  });

  it('has its quorum from the smallest whole number on that reaches or exceeds the share', () => {
    check((numbers, { quorum, quorumStrict = false }) => {
      const reached = Math.ceil((quorum.numerator * numbers.members) / quorum.denominator);
      const exceeded = Math.floor((quorum.numerator * numbers.members) / quorum.denominator) + 1;
      const { needed } = judge(numbers, { ...halfPlusOne, quorum, quorumStrict }).reckoning.quorum;
      expect(needed).toBe(quorumStrict ? exceeded : reached);
    });
  });

  it('whoever is represented counts as whoever is present, but for a quorum of those present', () => {
    check((numbers, clause) => {
      const { present, represented } = numbers;
      const all = { ...clause, quorumOf: undefined };
      return outcomeOf({ ...numbers, present: present + represented, represented: 0 }, all) === outcomeOf(numbers, all);
    });
  });

  it('is adopted without blank votes where it is adopted with them', () => {
    check((numbers, clause) => {
      const blank = { ...numbers, blank: numbers.abstentions, abstentions: 0 };
      const cast = outcomeOf(blank, { ...clause, blankVotesCast: true });
      return cast !== 'adopted' || outcomeOf(blank, { ...clause, blankVotesCast: false }) === 'adopted';
    });
  });

  it('another abstention of one who attends changes nothing', () => {
    check((numbers, clause) => {
      fc.pre(contradictionOf({ ...numbers, abstentions: numbers.abstentions + 1 }) === undefined);
      return outcomeOf({ ...numbers, abstentions: numbers.abstentions + 1 }, clause) === outcomeOf(numbers, clause);
    });
  });

  it('is never adopted where more than reaching a share is asked and only the share is reached', () => {
    check(
      (numbers, clause) =>
        outcomeOf(numbers, { ...clause, strict: true }) !== 'adopted' ||
        outcomeOf(numbers, { ...clause, strict: false }) === 'adopted',
    );
  });

  it('one more vote in favour instead of one against never turns an adoption into a rejection', () => {
    fc.assert(
      fc.property(anyTally, anyClause, (numbers, clause) => {
        fc.pre(numbers.against > 0 && outcomeOf(numbers, clause) === 'adopted');
        return outcomeOf({ ...numbers, for: numbers.for + 1, against: numbers.against - 1 }, clause) === 'adopted';
      }),
      options,
    );
  });

  it('multiplying every number changes nothing', () => {
    fc.assert(
      fc.property(anyTally, anyClause, fc.integer({ min: 2, max: 9 }), (numbers, clause, factor) => {
        const { members, present, represented, against, abstentions } = numbers;
        const scaled = tally([
          members * factor,
          present * factor,
          represented * factor,
          numbers.for * factor,
          against * factor,
          abstentions * factor,
        ]);
        const exact = { ...clause, quorumStrict: false };
        return outcomeOf(scaled, exact) === outcomeOf(numbers, exact);
      }),
      options,
    );
  });
});

describe('a tally that contradicts itself', () => {
  it.each<[string, Numbers, ReturnType<typeof contradictionOf>]>([
    ['everybody attends and votes', [100, 80, 20, 100, 0, 0], undefined],
    ['some attend and do not vote', [100, 60, 0, 10, 0, 0], undefined],
    ['more attend than there are members', [100, 80, 21, 0, 0, 0], { of: 'attendance', found: 101, atMost: 100 }],
    ['more votes than attend', [100, 60, 0, 50, 10, 1], { of: 'votes', found: 61, atMost: 60 }],
    ['attendance comes before votes', [10, 11, 0, 20, 0, 0], { of: 'attendance', found: 11, atMost: 10 }],
  ])('%s', (_sentence, numbers, contradiction) => {
    expect(contradictionOf(tally(numbers))).toEqual(contradiction);
  });

  const ten = tally([10, 10, 0, 5, 4, 0]);
  const one = { ...ten, group: 'all' };
  it.each<[string, Partial<Tally>, ReturnType<typeof contradictionOf>]>([
    ['a blank vote is somebody who is there', { blank: 1 }, undefined],
    ['one blank vote too many', { blank: 2 }, { of: 'votes', found: 11, atMost: 10 }],
    ['one invalid vote too many', { blank: 1, invalid: 1 }, { of: 'votes', found: 11, atMost: 10 }],
    ['represented by nobody', { present: 0, represented: 10 }, { of: 'representation', found: 10, atMost: 0 }],
    ['groups that add up', { groups: [one] }, undefined],
    [
      'groups that do not',
      { groups: [{ ...one, for: 4 }] },
      { of: 'groups', found: 'for: 4 in all groups', required: '5' },
    ],
    [
      'blank votes of groups that the whole does not have',
      { groups: [{ ...one, blank: 1 }] },
      { of: 'groups', found: 'blank: 1 in all groups', required: '0' },
    ],
    [
      'more votes in a group than attend',
      { groups: [{ ...one, abstentions: 2 }] },
      { of: 'groups', found: '11 votes in all', required: '10 at most' },
    ],
    [
      'more attending in a group than it has members',
      { groups: [{ ...one, represented: 1 }] },
      { of: 'groups', found: '11 attending in all', required: '10 at most' },
    ],
    ['a casting vote in an open ballot', { ballot: 'open', castingVote: 'for' }, undefined],
    [
      'a casting vote in a secret ballot',
      { ballot: 'secret', castingVote: 'for' },
      { of: 'secret-casting-vote', found: 'a secret ballot', required: 'an open ballot' },
    ],
    [
      'a casting vote in a ballot of which nobody says what it was',
      { castingVote: 'for' },
      { of: 'secret-casting-vote', found: 'a ballot that is not said to be open', required: 'an open ballot' },
    ],
  ])('%s', (_sentence, more, contradiction) => {
    expect(contradictionOf({ ...ten, ...more })).toEqual(contradiction);
  });
});

describe('a tally that contradicts the clause', () => {
  const open = { ballot: 'open', castingVote: 'for' } as const;
  const even: Tally = { ...tally([10, 10, 0, 5, 5, 0]), ...open };
  const chaired: Clause = { ...halfPlusOne, castingVote: true };
  const weighed = ballots.find(({ clause }) => clause.counting?.by === 'weight')!;
  const { groups: _groups, ...headsOnly } = weighed.tally;

  it.each<[string, Tally, Clause, ReturnType<typeof contradictionUnder>]>([
    ['a tie that the chair may decide', even, chaired, undefined],
    [
      'a casting vote that the statutes do not give',
      ...([even, halfPlusOne] as const),
      { of: 'casting-vote', found: 'a casting vote', required: 'a clause that gives one' },
    ],
    [
      'a casting vote without a tie',
      ...([{ ...even, against: 4 }, chaired] as const),
      { of: 'tie', found: '5 in favour, 4 against', required: 'as many in favour as against' },
    ],
    [
      'a casting vote where nobody voted',
      ...([{ ...even, for: 0, against: 0 }, chaired] as const),
      { of: 'tie', found: '0 in favour, 0 against', required: 'as many in favour as against' },
    ],
    ['the groups of the clause', weighed.tally, weighed.clause, undefined],
    ['groups where votes are counted by head', weighed.tally, halfPlusOne, undefined],
    [
      'no groups',
      ...([headsOnly, weighed.clause] as const),
      { of: 'group-names', found: 'no groups', required: 'companies, schools' },
    ],
    [
      'a group too few',
      ...([{ ...weighed.tally, groups: weighed.tally.groups!.slice(1) }, weighed.clause] as const),
      { of: 'group-names', found: 'schools', required: 'companies, schools' },
    ],
  ])('%s', (_sentence, numbers, clause, contradiction) => {
    expect(contradictionUnder(numbers, clause)).toEqual(contradiction);
  });
});
