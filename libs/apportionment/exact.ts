import { greatestDivisor, type Rational } from '#libs/kernel';

/** A rational number as JSON carries it: integers as decimal texts of any length, in lowest terms, the denominator at least 1. */
export interface Fraction {
  readonly numerator: string;
  readonly denominator: string;
}

/** In lowest terms. @throws RangeError without a denominator of at least 1 */
export function fractionOf(numerator: bigint, denominator = 1n): Fraction {
  if (denominator < 1n) throw new RangeError(`a denominator of at least 1 is required, found ${String(denominator)}`);
  const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: String(numerator / divisor), denominator: String(denominator / divisor) };
}

/** The numbers of a fraction. @throws SyntaxError for texts that are no integers; RangeError without a denominator of at least 1 */
export function rationalFrom({ numerator, denominator }: Fraction): Rational {
  const below = BigInt(denominator);
  if (below < 1n) throw new RangeError(`a denominator of at least 1 is required, found ${denominator}`);
  return { numerator: BigInt(numerator), denominator: below };
}

/** The integers divided by what all of them have in common. */
export function inLowestTerms(values: readonly bigint[]): readonly bigint[] {
  const divisor = values.reduce(greatestDivisor, 0n);
  return values.map((value) => value / divisor);
}

/** The largest integer whose square is at most the value, which is 0 or more (Newton's method from above). */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  const bits = BigInt(4 * value.toString(16).length);
  let root = 1n << (bits / 2n + 1n);
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

export const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
export const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);
