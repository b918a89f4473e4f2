import type { Immutable, tallySchema } from '#libs/contracts';
import type { z } from 'zod';
import type { AppliedClause, Outcome } from './act.ts';

export type Tally = Immutable<z.infer<typeof tallySchema>>;
type Share = AppliedClause['quorum'];

/** What is wrong with the numbers of a ballot; undefined when they can be true. */
export function impossibleTally(tally: Tally): string | undefined {
  const attending = tally.present + tally.represented;
  const votes = tally.for + tally.against + tally.abstentions;
  if (attending > tally.members)
    return `${String(attending)} present or represented of ${String(tally.members)} members`;
  if (votes > attending) return `${String(votes)} votes by ${String(attending)} present or represented`;
  return undefined;
}

/**
 * Judges a ballot under a clause: quorum over the electorate, then the majority over its own base (abstentions are no votes
 * cast). Nobody voting for is no majority, whatever the share.
 */
export function judgeBallot(tally: Tally, clause: Omit<AppliedClause, 'kind' | 'statutesVersion'>): Outcome {
  const attending = tally.present + tally.represented;
  if (compare(attending, tally.members, clause.quorum) < 0n) return 'inquorate';
  const base = clause.majorityOf === 'votes-cast' ? tally.for + tally.against : attending;
  const margin = compare(tally.for, base, clause.majority);
  const carried = clause.strict ? margin > 0n : margin >= 0n;
  return carried && tally.for > 0 ? 'adopted' : 'rejected';
}

/** Positive when `part` of `whole` exceeds the share, zero when it is the share: exact, without division. */
function compare(part: number, whole: number, { numerator, denominator }: Share): bigint {
  return BigInt(part) * BigInt(denominator) - BigInt(numerator) * BigInt(whole);
}
