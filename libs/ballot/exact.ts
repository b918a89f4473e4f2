import { greatestDivisor, rational, type Rational } from '#libs/kernel';

/** Positive when the first is more, 0n when they are equal; exact for any numbers. */
export function compare(left: Rational, right: Rational): bigint {
  return left.numerator * right.denominator - right.numerator * left.denominator;
}

export function product(left: Rational, right: Rational): Rational {
  return { numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator };
}

/** A share as clauses state it. */
export function shareOf({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }) {
  return rational(numerator, denominator);
}

/** As events carry it: an integer, or as text what is none or too large for one. */
export function exactVotes({ numerator, denominator }: Rational): number | string {
  const divisor = greatestDivisor(numerator, denominator);
  const [above, below] = [numerator / divisor, denominator / divisor];
  if (below !== 1n) return `${String(above)}/${String(below)}`;
  const whole = Number(above);
  return Number.isSafeInteger(whole) ? whole : String(above);
}

/** The least integer that reaches a number, or exceeds it. */
export function leastFrom({ numerator, denominator }: Rational, exceeded: boolean): number {
  const floor = numerator / denominator;
  const isWhole = floor * denominator === numerator;
  return Number(isWhole && !exceeded ? floor : floor + 1n);
}
