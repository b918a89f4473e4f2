import type { Contest } from '../contest.ts';
import { compareQuotients, type Claims, type Quotient } from './signposts.ts';

/** A unit with the claim by which it has a seat, or wants one. */
export interface Candidate {
  readonly unit: number;
  readonly quotient: Quotient;
}

/** The claim of a unit to one more seat, unless it has all that it may have. */
export function nextOf(claims: Claims, unit: number, seats: number, maximum: number): readonly Candidate[] {
  return seats < maximum && claims.of(unit) > 0n ? [{ unit, quotient: claims.next(unit, seats) }] : [];
}

/** The claim by which a unit has its last seat, unless that is part of its minimum. */
export function lastOf(claims: Claims, unit: number, seats: number, minimum: number): readonly Candidate[] {
  return seats > minimum ? [{ unit, quotient: claims.next(unit, seats - 1) }] : [];
}

/** Of each unit the last claim that won and the first that did not, the one nearest to the limit first among all. */
export function atTheLimit({ units }: Contest, claims: Claims, seats: readonly number[]) {
  const held = units.flatMap(({ minimum }, unit) => lastOf(claims, unit, seats[unit] ?? 0, minimum));
  const wanted = units.flatMap(({ maximum }, unit) => nextOf(claims, unit, seats[unit] ?? 0, maximum));
  return { last: extreme(held, -1), next: extreme(wanted, 1), held, wanted };
}

function extreme(candidates: readonly Candidate[], sign: 1 | -1): Quotient | undefined {
  return candidates.reduce<Quotient | undefined>(
    (best, { quotient }) => (best === undefined || compareQuotients(quotient, best) * sign > 0 ? quotient : best),
    undefined,
  );
}
