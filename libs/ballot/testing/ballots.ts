import type { Clause, Convocation, Outcome } from '../clause.ts';
import type { GroupTally, Tally } from '../tally.ts';

/** A vote with what it comes to, reckoned by hand. */
export interface Ballot {
  readonly name: string;
  readonly clause: Clause;
  readonly tally: Tally;
  readonly convocation: Convocation;
  readonly outcome: Outcome;
  readonly quorum: { readonly found: number; readonly needed: number };
  readonly majority: {
    readonly inFavour: Exact;
    readonly base: Exact;
    readonly threshold: Exact;
    /** Absent where votes are no whole numbers. */
    readonly needed?: number;
  };
}

type Exact = number | string;
/** For, against, abstentions, blank, invalid. */
type Votes = readonly [number, number, number?, number?, number?];
/** Members, present, represented. */
type There = readonly [number, number, number?];
/** Whose presence counts, and how many are needed. */
type Quorum = readonly [number, number];
/** Votes in favour, the base, the threshold, and the least whole number where there is one. */
type Majority = readonly [Exact, Exact, Exact, number?];
type More = Partial<Pick<Tally, 'ballot' | 'castingVote' | 'groups'>>;

const share = (numerator: number, denominator: number) => ({ numerator, denominator });
const none = share(0, 1);
const half = share(1, 2);
const quarter = share(1, 4);

const cast: Clause = { quorum: none, majority: half, majorityOf: 'votes-cast', strict: true };
const ofThoseThere: Clause = { ...cast, majorityOf: 'present-and-represented' };
const ofAll: Clause = { ...cast, majorityOf: 'members' };
const chaired = (clause: Clause): Clause => ({ ...clause, castingVote: true });
const twoThirds = (clause: Clause): Clause => ({ ...clause, majority: share(2, 3), strict: false });
const reached = (clause: Clause): Clause => ({ ...clause, strict: false });
const quorumOfHalf: Clause = { ...cast, quorum: half };
const halfPlusOne: Clause = { ...quorumOfHalf, quorumStrict: true };

const chairFor: More = { ballot: 'open', castingVote: 'for' };
const chairAgainst: More = { ballot: 'open', castingVote: 'against' };

function tally([members, present, represented = 0]: There, votes: Votes, more: More = {}): Tally {
  const [inFavour, against, abstentions = 0, blank = 0, invalid = 0] = votes;
  const counts = { members, present, represented, for: inFavour, against, abstentions };
  return { ...counts, ...(blank === 0 ? {} : { blank }), ...(invalid === 0 ? {} : { invalid }), ...more };
}

const group = (name: string, there: There, votes: Votes): GroupTally => ({ ...tally(there, votes), group: name });

/** A vote by groups, whose whole is their sum. */
function inGroups(groups: GroupTally[], more: More = {}): Tally {
  const sum = (member: Exclude<keyof GroupTally, 'group'>): number =>
    groups.reduce((total, each) => total + (each[member] ?? 0), 0);
  const votes: Votes = [sum('for'), sum('against'), sum('abstentions'), sum('blank'), sum('invalid')];
  return tally([sum('members'), sum('present'), sum('represented')], votes, { ...more, groups });
}

function row(
  name: string,
  clause: Clause,
  numbers: Tally,
  outcome: Outcome,
  [found, quorum]: Quorum,
  [inFavour, base, threshold, needed]: Majority,
): Ballot {
  const majority = { inFavour, base, threshold, ...(needed === undefined ? {} : { needed }) };
  return { name, clause, tally: numbers, convocation: 'first', outcome, quorum: { found, needed: quorum }, majority };
}

const twelve = tally([12, 12], [6, 4, 2]);
const onlyOne = tally([100, 100], [1, 0, 99]);
const sixty = tally([100, 60], [40, 20]);
const oneBlank = tally([10, 10], [5, 4, 0, 1]);
const oneInvalid = tally([10, 10], [5, 4, 0, 0, 1]);
const [most, mostInFavour] = [9_007_199_254_740_991, 6_004_799_503_160_661];
const allOfMost = tally([most, most], [mostInFavour, most - mostInFavour]);

/** What the votes are measured against (OpenSlides#1335, #2182, cosmos-sdk#11461, decidim#6519). */
const bases: readonly Ballot[] = [
  row('6 of 10 votes cast: abstentions are none', cast, twelve, 'adopted', [12, 0], [6, 10, 5, 6]),
  row('6 of 12 present and represented', ofThoseThere, twelve, 'rejected', [12, 0], [6, 12, 6, 7]),
  row('6 of all 12 members', ofAll, twelve, 'rejected', [12, 0], [6, 12, 6, 7]),
  row('one vote in favour of one cast', cast, onlyOne, 'adopted', [100, 0], [1, 1, '1/2', 1]),
  row('one vote in favour of 100 present', ofThoseThere, onlyOne, 'rejected', [100, 0], [1, 100, 50, 51]),
  row('two thirds of the votes cast, exactly', twoThirds(cast), sixty, 'adopted', [60, 0], [40, 60, 40, 40]),
  row('two thirds of those present', twoThirds(ofThoseThere), sixty, 'adopted', [60, 0], [40, 60, 40, 40]),
  row('two thirds of all members', twoThirds(ofAll), sixty, 'rejected', [60, 0], [40, 100, '200/3', 67]),
  row('nobody says yes or no', cast, tally([10, 10], [0, 0, 10]), 'rejected', [10, 0], [0, 0, 0, 1]),
  row(
    'two thirds of more members than floating-point numbers have digits for',
    ...([twoThirds(ofAll), allOfMost, 'adopted', [most, 0]] as const),
    [mostInFavour, most, '18014398509481982/3', mostInFavour],
  ),
];

/** Blank votes where the statutes count them, and where they do not; invalid ones never count. */
const blanks: readonly Ballot[] = [
  row('a blank vote is none', cast, oneBlank, 'adopted', [10, 0], [5, 9, '9/2', 5]),
  row('a blank vote is one', { ...cast, blankVotesCast: true }, oneBlank, 'rejected', [10, 0], [5, 10, 5, 6]),
  row('a blank vote of one who is there', ofThoseThere, oneBlank, 'rejected', [10, 0], [5, 10, 5, 6]),
  row('an invalid vote is none', { ...cast, blankVotesCast: true }, oneInvalid, 'adopted', [10, 0], [5, 9, '9/2', 5]),
];

const divided = tally([20, 20], [10, 10]);
const dividedFor = tally([20, 20], [10, 10], chairFor);
const dividedAgainst = tally([20, 20], [10, 10], chairAgainst);
const fewFor = tally([20, 20], [8, 8, 4], chairFor);

/** Ties, and what a casting vote makes of them (CA Bordeaux 2017: by the statutes, and in an open ballot). */
const ties: readonly Ballot[] = [
  row('a tie', cast, divided, 'rejected', [20, 0], [10, 20, 10, 11]),
  row('a tie where half suffices', reached(cast), divided, 'adopted', [20, 0], [10, 20, 10, 10]),
  row('a tie, the chair in favour', chaired(cast), dividedFor, 'adopted', [20, 0], [10, 20, 10, 10]),
  row('a tie of those present, too', chaired(ofThoseThere), dividedFor, 'adopted', [20, 0], [10, 20, 10, 10]),
  row('the chair is one member of all', chaired(ofAll), dividedFor, 'rejected', [20, 0], [10, 20, 10, 11]),
  row('the chair against', chaired(reached(cast)), dividedAgainst, 'rejected', [20, 0], [10, 20, 10, 11]),
  row('8 to 8 of 20 present are no half', chaired(ofThoseThere), fewFor, 'rejected', [20, 0], [8, 20, 10, 10]),
  row('a tie is no two thirds', chaired(twoThirds(cast)), dividedFor, 'rejected', [20, 0], [10, 20, '40/3', 14]),
];

const present = (number: number, votes: Votes) => tally([100, number], votes);
const presentOnly: Clause = { ...quorumOfHalf, quorumOf: 'present' };
const byProxy = tally([100, 40, 20], [50, 10]);

/** The electorate is whole, and whoever is represented is there by a holder who is. */
const quorums: readonly Ballot[] = [
  row('half of the members', quorumOfHalf, present(50, [30, 20]), 'adopted', [50, 50], [30, 50, 25, 26]),
  row('one less', quorumOfHalf, present(49, [49, 0]), 'inquorate', [49, 50], [49, 49, '49/2', 25]),
  row('half plus one: half', halfPlusOne, present(50, [50, 0]), 'inquorate', [50, 51], [50, 50, 25, 26]),
  row('half plus one', halfPlusOne, present(51, [30, 21]), 'adopted', [51, 51], [30, 51, '51/2', 26]),
  row('more than half of 101', halfPlusOne, tally([101, 51], [51, 0]), 'adopted', [51, 51], [51, 51, '51/2', 26]),
  row('proxies make a quorum', quorumOfHalf, byProxy, 'adopted', [60, 50], [50, 60, 30, 31]),
  row('of those present only, they make none', presentOnly, byProxy, 'inquorate', [40, 50], [50, 60, 30, 31]),
  row('with two proxies each', halfPlusOne, tally([100, 20, 40], [59, 1]), 'adopted', [60, 51], [59, 60, 30, 31]),
  row(
    'unanimity of all, one by proxy',
    { ...reached(ofAll), majority: share(1, 1) },
    tally([3, 2, 1], [3, 0]),
    'adopted',
    [3, 0],
    [3, 3, 3, 3],
  ),
];

const withoutQuorum: Clause = { ...halfPlusOne, second: {} };
const withQuarter: Clause = { ...halfPlusOne, second: { quorum: quarter, daysAfter: 15 } };

const seconds: readonly Ballot[] = [
  row('again, without a quorum', withoutQuorum, present(30, [20, 10]), 'adopted', [30, 0], [20, 30, 15, 16]),
  row('again, more than a quarter', withQuarter, present(26, [26, 0]), 'adopted', [26, 26], [26, 26, 13, 14]),
  row('again, a quarter', withQuarter, present(25, [25, 0]), 'inquorate', [25, 26], [25, 25, '25/2', 13]),
  row('again, as the first time', halfPlusOne, present(30, [30, 0]), 'inquorate', [30, 51], [30, 30, 15, 16]),
].map((ballot) => ({ ...ballot, convocation: 'second' }));

const weigh = (clause: Clause, ...weights: readonly (readonly [string, ReturnType<typeof share>])[]): Clause => ({
  ...clause,
  counting: { by: 'weight', groups: weights.map(([name, weight]) => ({ group: name, weight })) },
});
const threeVotes = weigh(cast, ['companies', share(3, 1)], ['schools', share(1, 1)]);
const companies = (votes: Votes) => group('companies', [10, 10], votes);
const schools = (votes: Votes) => group('schools', [10, 10], votes);
const parts = weigh(cast, ['thirds', share(1, 3)], ['halves', share(1, 2)]);
const evenParts = [group('thirds', [3, 3], [3, 0]), group('halves', [2, 2], [0, 2])];
const everything = weigh(
  chaired({ ...cast, quorum: half, quorumOf: 'present', quorumStrict: true, blankVotesCast: true }),
  ['large', share(3, 1)],
  ['small', share(1, 1)],
);
const everyGroup = [group('large', [10, 3], [2, 1]), group('small', [30, 8, 2], [3, 6, 0, 1])];

/** So many votes for each member of a group. */
const weights: readonly Ballot[] = [
  row(
    'three votes each outweigh one',
    ...([threeVotes, inGroups([companies([4, 6]), schools([10, 0])]), 'adopted', [20, 0]] as const),
    [22, 40, 20],
  ),
  row(
    'twelve of twenty by head are no majority by weight',
    ...([threeVotes, inGroups([companies([2, 8]), schools([10, 0])]), 'rejected', [20, 0]] as const),
    [16, 40, 20],
  ),
  row('three thirds are two halves', parts, inGroups(evenParts), 'rejected', [5, 0], [1, 2, 1]),
  row('which the chair decides', chaired(parts), inGroups(evenParts, chairFor), 'adopted', [5, 0], [1, 2, 1]),
  {
    ...row(
      'everything at once: a tie of weights, a blank vote cast, a quarter of those present, again',
      ...([
        { ...everything, second: { quorum: quarter } },
        inGroups(everyGroup, chairFor),
        'rejected',
        [11, 11],
      ] as const),
      [9, 19, '19/2'],
    ),
    convocation: 'second',
  },
];

type Carried = NonNullable<NonNullable<Clause['counting']>['carried']>;
const colleges = (carried: Carried | undefined, clause: Clause = cast): Clause => ({
  ...clause,
  counting: {
    by: 'college',
    ...(carried === undefined ? {} : { carried }),
    groups: [
      { group: 'companies', weight: half },
      { group: 'research', weight: quarter },
      { group: 'territories', weight: quarter },
    ],
  },
});
const three = (...[first, research, territories]: readonly [Votes, Votes, Votes]): Tally =>
  inGroups([
    group('companies', [10, 10], first),
    group('research', [4, 4], research),
    group('territories', [2, 2], territories),
  ]);
const voted = three([6, 4], [1, 3], [2, 0]);
const oneDivided = three([6, 4], [1, 3], [1, 1]);
const oneAway = inGroups([
  group('companies', [10, 10], [6, 4]),
  group('research', [4, 4], [1, 3]),
  group('territories', [2, 0], [0, 0]),
]);
const allForIt = three([6, 4], [3, 1], [2, 0]);

/** So many votes for each college, however many members it has. */
const byCollege: readonly Ballot[] = [
  row('in proportion', colleges(undefined), voted, 'adopted', [16, 0], ['49/80', 1, '1/2']),
  row(
    'in proportion, one college away',
    colleges('proportionally'),
    oneAway,
    'rejected',
    [14, 0],
    ['29/80', '3/4', '3/8'],
  ),
  row('winner takes all', colleges('winner-takes-all'), voted, 'adopted', [16, 0], ['3/4', 1, '1/2']),
  row(
    'a divided college casts no vote',
    colleges('winner-takes-all'),
    oneDivided,
    'adopted',
    [16, 0],
    ['1/2', '3/4', '3/8'],
  ),
  row('but is there', colleges('winner-takes-all', ofThoseThere), oneDivided, 'rejected', [16, 0], ['1/2', 1, '1/2']),
  row('each has to adopt: two of three', colleges('each-adopts'), voted, 'rejected', [16, 0], [2, 3, 3, 3]),
  row('each has to adopt: all do', colleges('each-adopts'), allForIt, 'adopted', [16, 0], [3, 3, 3, 3]),
];

/** Base × quorum × blank votes × casting vote × proxies × second convocation × weight × college, each with its outcome and why. */
export const ballots: readonly Ballot[] = [
  ...bases,
  ...blanks,
  ...ties,
  ...quorums,
  ...seconds,
  ...weights,
  ...byCollege,
];
