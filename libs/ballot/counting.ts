import { rational, sumOfRationals, type Rational } from '#libs/kernel';
import type { Clause } from './clause.ts';
import { compare, product, shareOf } from './exact.ts';
import { attendanceOf, type Counts, type GroupTally, type Tally } from './tally.ts';

type Counting = NonNullable<Clause['counting']>;

/** The two sides of a vote and what the votes in favour are measured against. */
export interface Sides {
  readonly inFavour: Rational;
  readonly against: Rational;
  readonly base: Rational;
}

/** A college or group with its numbers and what it brings to each side. */
export interface CountedGroup extends Sides {
  readonly group: string;
  /** Whether a college adopts for itself, where each has to. */
  readonly adopts?: boolean;
}

export interface Count extends Sides {
  readonly groups?: readonly CountedGroup[];
}

type BaseClause = Pick<Clause, 'majority' | 'majorityOf' | 'strict' | 'blankVotesCast' | 'counting'>;

/** The votes of a ballot as its clause counts them. */
export function countVotes(tally: Tally, clause: BaseClause): Count {
  const { counting } = clause;
  if (counting === undefined) return headsOf(tally, clause);
  const groups = groupsIn(tally, counting);
  if (counting.by === 'weight') return total(groups.map(([counts, weight]) => weighed(counts, weight, clause)));
  const { carried = 'proportionally' } = counting;
  if (carried === 'each-adopts') return eachAdopts(groups, clause);
  const carry = carried === 'proportionally' ? proportionally : winnerTakesAll;
  return total(groups.map(([counts, weight]) => carry(counts, weight, clause)));
}

/** The groups that the clause names, each with its weight; one that the tally does not have brings nothing. */
function groupsIn(tally: Tally, { groups }: Counting): readonly (readonly [GroupTally, Rational])[] {
  return groups.flatMap(({ group, weight }) => {
    const counts = tally.groups?.find((each) => each.group === group);
    return counts === undefined ? [] : [[counts, shareOf(weight)] as const];
  });
}

/** One vote for each member. */
function headsOf(counts: Counts, clause: BaseClause): Sides {
  return { inFavour: rational(counts.for), against: rational(counts.against), base: baseOf(counts, clause) };
}

/** Abstentions and invalid votes are no votes cast, blank ones are where the statutes say so. */
function baseOf(counts: Counts, { majorityOf, blankVotesCast = false }: BaseClause): Rational {
  if (majorityOf === 'members') return rational(counts.members);
  if (majorityOf === 'present-and-represented') return rational(attendanceOf(counts));
  const blank = blankVotesCast ? (counts.blank ?? 0) : 0;
  return rational(BigInt(counts.for) + BigInt(counts.against) + BigInt(blank));
}

/** So many votes for each member of the group. */
function weighed(counts: GroupTally, weight: Rational, clause: BaseClause): CountedGroup {
  const { inFavour, against, base } = headsOf(counts, clause);
  return {
    group: counts.group,
    inFavour: product(inFavour, weight),
    against: product(against, weight),
    base: product(base, weight),
  };
}

const NOTHING = rational(0n);

/** The weight of the college in the proportion of its own votes; without a base of its own, it has no part in the vote. */
function proportionally(counts: GroupTally, weight: Rational, clause: BaseClause): CountedGroup {
  const { group } = counts;
  const { inFavour, against, base } = headsOf(counts, clause);
  if (base.numerator === 0n) return { group, inFavour: NOTHING, against: NOTHING, base: NOTHING };
  const part = product(weight, rational(1n, base.numerator));
  return { group, inFavour: product(inFavour, part), against: product(against, part), base: weight };
}

/** The whole weight of the college for the side with more votes; a college that is divided casts no vote. */
function winnerTakesAll(counts: GroupTally, weight: Rational, clause: BaseClause): CountedGroup {
  const inFavour = counts.for > counts.against ? weight : NOTHING;
  const against = counts.against > counts.for ? weight : NOTHING;
  const isBase = clause.majorityOf === 'votes-cast' ? counts.for !== counts.against : isThere(counts, clause);
  return { group: counts.group, inFavour, against, base: isBase ? weight : NOTHING };
}

function isThere(counts: GroupTally, clause: BaseClause): boolean {
  return baseOf(counts, clause).numerator > 0n;
}

/** Each college that has members has to adopt by the majority of the clause: colleges are counted, whatever their weight. */
function eachAdopts(groups: readonly (readonly [GroupTally, Rational])[], clause: BaseClause): Count {
  const colleges = groups
    .filter(([{ members }]) => members > 0)
    .map(([counts]) => {
      const sides = headsOf(counts, clause);
      return { group: counts.group, ...sides, adopts: reaches(sides, clause) };
    });
  const adopting = colleges.filter(({ adopts }) => adopts).length;
  return {
    inFavour: rational(adopting),
    against: rational(colleges.length - adopting),
    base: rational(colleges.length),
    groups: colleges,
  };
}

/** Whether the votes in favour have the share of the base that the clause asks for; nothing is adopted without one. */
export function reaches(
  { inFavour, base }: Pick<Sides, 'inFavour' | 'base'>,
  { majority, strict }: Pick<Clause, 'majority' | 'strict'>,
): boolean {
  const margin = compare(inFavour, product(shareOf(majority), base));
  return inFavour.numerator > 0n && (strict ? margin > 0n : margin >= 0n);
}

function total(groups: readonly CountedGroup[]): Count {
  return {
    inFavour: sumOfRationals(groups.map(({ inFavour }) => inFavour)),
    against: sumOfRationals(groups.map(({ against }) => against)),
    base: sumOfRationals(groups.map(({ base }) => base)),
    groups,
  };
}
