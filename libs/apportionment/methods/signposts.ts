import type { Contest } from '../contest.ts';
import { compare } from '../exact.ts';
import type { DivisorMethod } from '../method.ts';

/**
 * A claim to a seat. Its order is exact: by cross-multiplication. `under` is 0 for the first seat of Adams, Dean and Huntington-Hill, which comes
 * before every finite claim, the larger weight first: the limit of ever smaller signposts. A weight of 0 has no claim to it.
 */
export interface Quotient {
  readonly over: bigint;
  readonly under: bigint;
}

/** Negative where the first is the smaller claim. */
export function compareQuotients(a: Quotient, b: Quotient): number {
  if (a.under === 0n && b.under === 0n) return compare(a.over, b.over);
  if (a.under === 0n) return 1;
  if (b.under === 0n) return -1;
  return compare(a.over * b.under, b.over * a.under);
}

/** Between so many seats and one more: a fraction from `seats` to `seats + 1`. */
type Signpost = (seats: bigint) => Quotient;

const LINEAR: Readonly<Record<Exclude<DivisorMethod, 'huntington-hill'>, Signpost>> = {
  'd-hondt': (seats) => ({ over: seats + 1n, under: 1n }),
  'sainte-lague': (seats) => ({ over: 2n * seats + 1n, under: 2n }),
  adams: (seats) => ({ over: seats, under: 1n }),
  dean: (seats) => ({ over: 2n * seats * (seats + 1n), under: 2n * seats + 1n }),
};
/** Geometric means are roots: their squares are compared. */
const HUNTINGTON_HILL: Signpost = (seats) => ({ over: seats * (seats + 1n), under: 1n });
const squared =
  (signpost: Signpost): Signpost =>
  (seats) => {
    const { over, under } = signpost(seats);
    return { over: over * over, under: under * under };
  };

/** What quotients are made of. Where they are squares, both sides of each comparison are. */
export interface Claims {
  readonly isSquared: boolean;
  readonly signpost: Signpost;
  /** The weight of a unit, or its square. */
  readonly of: (unit: number) => bigint;
  /** The claim of a unit that has so many seats to one more. */
  readonly next: (unit: number, seats: number) => Quotient;
}

/** Degressive weights are square roots: their squares are the weights themselves, so that nothing is rounded. */
export function claimsOf({ divisor, units }: Pick<Contest, 'divisor' | 'units'>): Claims {
  const { method, offset, isDegressive } = divisor;
  const isSquared = isDegressive || method === 'huntington-hill';
  const linear = method === 'huntington-hill' ? HUNTINGTON_HILL : LINEAR[method];
  const signpost = isSquared && method !== 'huntington-hill' ? squared(linear) : linear;
  const weights = units.map(({ weight }) => (isSquared && !isDegressive ? weight * weight : weight));
  const of = (unit: number): bigint => weights[unit] ?? 0n;
  const next = (unit: number, seats: number): Quotient => {
    const { over, under } = signpost(BigInt(seats - offset));
    return { over: of(unit) * under, under: over };
  };
  return { isSquared, signpost, of, next };
}
