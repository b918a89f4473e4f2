import { rational, sameFacts } from '#libs/kernel';
import type { Clause, Convocation, Outcome, Reckoning } from './clause.ts';
import { countVotes, reaches, type Count, type CountedGroup } from './counting.ts';
import { compare, exactVotes, leastFrom, product, shareOf } from './exact.ts';
import { attendanceOf, type Tally, type TallyContradiction } from './tally.ts';

/** What a vote came to, and by which numbers. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly reckoning: Reckoning;
}

/**
 * What a vote decided under a clause of the statutes, exactly, and how it was reckoned. Without a quorum nothing was decided, whatever the votes;
 * the other two outcomes are decisions. The tally contradicts neither itself nor the clause (`contradictionUnder`).
 */
export function judge(tally: Tally, clause: Clause, convocation: Convocation = 'first'): Judgement {
  const count = countVotes(tally, clause);
  const rule = decidingRule(tally, clause, count);
  const quorum = quorumOf(tally, clause, convocation);
  const castingVote = rule.isChairs ? tally.castingVote : undefined;
  const reckoning: Reckoning = {
    convocation,
    quorum,
    majority: majorityOf(count, clause, rule),
    ...(castingVote === undefined ? {} : { castingVote }),
    ...(count.groups === undefined ? {} : { groups: count.groups.map(groupReckoning) }),
  };
  if (quorum.found < quorum.needed) return { outcome: 'inquorate', reckoning };
  return { outcome: reaches(count, rule) ? 'adopted' : 'rejected', reckoning };
}

/**
 * How a tally contradicts the clause that it is judged under: its groups are others than those that the clause counts by, or a casting vote was
 * used that the clause does not give, or without a tie.
 */
export function contradictionUnder(tally: Tally, clause: Clause): TallyContradiction | undefined {
  return otherGroups(tally, clause) ?? needlessChair(tally, clause);
}

/** Those whose presence counts, and how many make the quorum: of a second convocation, none where the statutes ask for none. */
function quorumOf(tally: Tally, clause: Clause, convocation: Convocation): Reckoning['quorum'] {
  const { quorum: first, quorumOf: of = 'present-and-represented', quorumStrict = false, second } = clause;
  const isSecond = convocation === 'second' && second !== undefined;
  const share = isSecond ? second.quorum : first;
  const { members } = tally;
  const needed = share === undefined ? 0 : leastFrom(product(shareOf(share), rational(members)), quorumStrict);
  return { of, found: of === 'present' ? tally.present : attendanceOf(tally), members, needed };
}

interface DecidingRule extends Pick<Clause, 'majority' | 'strict'> {
  /** Whether the chair's vote has decided. */
  readonly isChairs: boolean;
}

/**
 * A casting vote decides whether the share is enough where it is reached and not exceeded: in favour it suffices then, against it does not. A majority of
 * all members is one of members, and the chair is one of them once. Colleges that each have to adopt all have to.
 */
function decidingRule(
  { castingVote }: Tally,
  { majority, majorityOf: of, strict, counting }: Clause,
  count: Count,
): DecidingRule {
  if (counting?.carried === 'each-adopts' && counting.by === 'college')
    return { majority: { numerator: 1, denominator: 1 }, strict: false, isChairs: false };
  const isChairs = castingVote !== undefined && of !== 'members' && isTie(count);
  return { majority, strict: isChairs ? castingVote === 'against' : strict, isChairs };
}

function isTie({ inFavour, against }: Count): boolean {
  return inFavour.numerator > 0n && compare(inFavour, against) === 0n;
}

function majorityOf(count: Count, { majorityOf: base, counting }: Clause, rule: DecidingRule): Reckoning['majority'] {
  const isByHead = counting === undefined;
  const isOfColleges = counting?.by === 'college' && counting.carried === 'each-adopts';
  const threshold = product(shareOf(rule.majority), count.base);
  // Nothing is adopted without a vote in favour.
  const needed = Math.max(1, leastFrom(threshold, rule.strict));
  return {
    of: isOfColleges ? 'colleges' : base,
    inFavour: exactVotes(count.inFavour),
    against: exactVotes(count.against),
    base: exactVotes(count.base),
    threshold: exactVotes(threshold),
    exceeded: rule.strict,
    ...(isByHead || isOfColleges ? { needed } : {}),
  };
}

function groupReckoning({ group, inFavour, against, base, adopts }: CountedGroup) {
  return {
    group,
    inFavour: exactVotes(inFavour),
    against: exactVotes(against),
    base: exactVotes(base),
    ...(adopts === undefined ? {} : { adopts }),
  };
}

function otherGroups({ groups = [] }: Tally, { counting }: Clause): TallyContradiction | undefined {
  if (counting === undefined) return undefined;
  const [found, required] = [groups, counting.groups].map((all) => all.map(({ group }) => group).toSorted());
  if (found === undefined || required === undefined || sameFacts(found, required)) return undefined;
  return { of: 'group-names', found: found.join(', ') || 'no groups', required: required.join(', ') };
}

function needlessChair(tally: Tally, clause: Clause): TallyContradiction | undefined {
  if (tally.castingVote === undefined) return undefined;
  if (clause.castingVote !== true)
    return { of: 'casting-vote', found: 'a casting vote', required: 'a clause that gives one' };
  const count = countVotes(tally, clause);
  if (isTie(count)) return undefined;
  const found = `${String(exactVotes(count.inFavour))} in favour, ${String(exactVotes(count.against))} against`;
  return { of: 'tie', found, required: 'as many in favour as against' };
}
