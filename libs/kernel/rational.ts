/** An exact number of money or of time: a quotient of integers, rounded once where it is shown. */
export interface Rational {
  readonly numerator: bigint;
  /** At least 1. */
  readonly denominator: bigint;
}

/** @throws RangeError without a denominator of at least 1 */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const below = BigInt(denominator);
  if (below < 1n) throw new RangeError(`a denominator of at least 1 is required, found ${String(below)}`);
  return { numerator: BigInt(numerator), denominator: below };
}

/** A whole number, or a decimal number as text, exactly. @throws RangeError for what is neither */
export function rationalOf(value: number | string): Rational {
  const [, sign, whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  if (whole === '') throw new RangeError(`a decimal number is required, found ${String(value)}`);
  const numerator = BigInt(`${whole}${part}`);
  return rational(sign === '-' ? -numerator : numerator, 10n ** BigInt(part.length));
}

/** The sum, in lowest terms, so that long sums stay short. */
export function sumOfRationals(terms: readonly Rational[]): Rational {
  return terms.reduce((sum, term) => {
    const numerator = sum.numerator * term.denominator + term.numerator * sum.denominator;
    const denominator = sum.denominator * term.denominator;
    const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator);
    return { numerator: numerator / divisor, denominator: denominator / divisor };
  }, rational(0n));
}

/** The nearest integer, a half away from zero, as cents are rounded in accounts. @throws RangeError beyond safe integers */
export function rounded({ numerator, denominator }: Rational): number {
  const isNegative = numerator < 0n;
  const twice = 2n * (isNegative ? -numerator : numerator) + denominator;
  const nearest = Number(twice / (2n * denominator));
  if (!Number.isSafeInteger(nearest)) throw new RangeError(`${String(numerator)} is too large to be exact`);
  return isNegative && nearest !== 0 ? -nearest : nearest;
}

/** Of two integers from 0 on; of 0 and n it is n, of nothing but 0 it is 1. */
export function greatestDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left === 0n ? 1n : left;
}
