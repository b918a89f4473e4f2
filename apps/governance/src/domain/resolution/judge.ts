import type { GrappeEvents } from '#libs/contracts';
import type { Clause } from '../statutes/statutes.ts';

type Decided = GrappeEvents['governance.ResolutionDecided'];
export type Tally = Decided['tally'];
export type Outcome = Decided['outcome'];
type Share = Clause['majority'];

/**
 * What a vote decided under a clause of the statutes, in whole numbers only.
 *
 * The quorum is reached by those present and represented, over all members. Abstentions are no votes cast. Where `strict`
 * the votes in favour have to exceed the share (more than half), else they have to reach it (two thirds). Nothing is adopted
 * without a vote in favour, whatever the share.
 */
export function judge(tally: Tally, clause: Clause): Outcome {
  const attendance = tally.present + tally.represented;
  if (compareToShare(attendance, clause.quorum, tally.members) < 0n) return 'inquorate';
  const votes = clause.majorityOf === 'votes-cast' ? tally.for + tally.against : attendance;
  const margin = compareToShare(tally.for, clause.majority, votes);
  const reached = clause.strict ? margin > 0n : margin >= 0n;
  return tally.for > 0 && reached ? 'adopted' : 'rejected';
}

/** Positive when the part exceeds that share of the whole, 0n when it reaches it exactly; exact for any integers. */
function compareToShare(part: number, share: Share, whole: number): bigint {
  return BigInt(part) * BigInt(share.denominator) - BigInt(share.numerator) * BigInt(whole);
}
