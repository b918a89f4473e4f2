import type { Contest } from '../contest.ts';
import { atTheLimit, type Candidate } from '../methods/limit.ts';
import { claimsOf, compareQuotients } from '../methods/signposts.ts';
import type { Solution } from '../solve.ts';

const RIVALS = 6;

/** The other units whose last seats are least safe, and those nearest to one more. */
export function rivalsOf({ contest, seats }: Solution, unit: number) {
  const { held, wanted } = atTheLimit(contest, claimsOf(contest), seats);
  const nearest = (candidates: readonly Candidate[], sign: 1 | -1): readonly number[] =>
    candidates
      .filter((candidate) => candidate.unit !== unit)
      .toSorted((a, b) => sign * compareQuotients(a.quotient, b.quotient))
      .slice(0, RIVALS)
      .map((candidate) => candidate.unit);
  return { last: nearest(held, 1), next: nearest(wanted, -1) };
}

/** Whether one of the rivals, who stand behind the unit, has the better claim. */
export function isBeaten(contest: Contest, has: number, { seats }: Solution, rivals: readonly number[]): boolean {
  if (has <= (contest.units[0]?.minimum ?? 0)) return false;
  const claims = claimsOf(contest);
  const own = claims.next(0, has - 1);
  return rivals.some((rival, index) => compareQuotients(claims.next(index + 1, seats[rival] ?? 0), own) > 0);
}

export function beats(contest: Contest, has: number, { seats }: Solution, rivals: readonly number[]): boolean {
  if (has >= (contest.units[0]?.maximum ?? 0)) return false;
  const claims = claimsOf(contest);
  const own = claims.next(0, has);
  return rivals.some((rival, index) => compareQuotients(claims.next(index + 1, (seats[rival] ?? 0) - 1), own) < 0);
}
