import { greatestDivisor, type Rational } from '#libs/kernel';
import { compareQuotients, type Claims, type Quotient } from '../methods/signposts.ts';

/** Numbers of a table by row and column. */
export type Grid<T> = readonly (readonly T[])[];

/**
 * A rounding of scaled claims: each cell's claim × row multiplier × column multiplier stands between the signposts of its seats, always. Seats move along cells
 * that stand on a signpost exactly, and multipliers move until there are more of these.
 */
export class Scaling {
  readonly seats: number[][];
  readonly rows: Rational[];
  readonly columns: Rational[];

  constructor(
    readonly claims: Grid<bigint>,
    readonly signpost: Claims['signpost'],
    begin: { readonly seats: Grid<number>; readonly rows: readonly Rational[]; readonly columns: readonly Rational[] },
  ) {
    this.seats = begin.seats.map((row) => [...row]);
    this.rows = [...begin.rows];
    this.columns = [...begin.columns];
  }

  claim(row: number, column: number): bigint {
    return this.claims[row]?.[column] ?? 0n;
  }

  seatsOf(row: number, column: number): number {
    return this.seats[row]?.[column] ?? 0;
  }

  /** On the lower signpost: one seat less is as right. */
  canLower(row: number, column: number): boolean {
    const below = this.#below(row, column);
    return below !== undefined && compareQuotients(this.#scaled(row, column), below) === 0;
  }

  /** On the upper signpost: one seat more is as right. */
  canRaise(row: number, column: number): boolean {
    if (this.claim(row, column) === 0n) return false;
    return compareQuotients(this.#scaled(row, column), this.#above(row, column)) === 0;
  }

  /** By how much a cell would have to be divided to come to its lower signpost; undefined where it never does. */
  downFactor(row: number, column: number): Quotient | undefined {
    const below = this.#below(row, column);
    return below === undefined ? undefined : divide(this.#scaled(row, column), below);
  }

  /** By how much a cell would have to be multiplied to come to its upper signpost; undefined where it never does. */
  upFactor(row: number, column: number): Quotient | undefined {
    return this.claim(row, column) === 0n ? undefined : divide(this.#above(row, column), this.#scaled(row, column));
  }

  move(row: number, column: number, by: 1 | -1): void {
    const line = this.seats[row];
    if (line !== undefined) line[column] = (line[column] ?? 0) + by;
  }

  /** Divides rows and multiplies columns by the same factor: what stands in both stays as it is. */
  scale(rows: Iterable<number>, columns: Iterable<number>, { over, under }: Quotient): void {
    for (const row of rows) this.rows[row] = product(this.rows[row], under, over);
    for (const column of columns) this.columns[column] = product(this.columns[column], over, under);
  }

  #scaled(row: number, column: number): Quotient {
    const [one, other] = [this.rows[row] ?? UNIT, this.columns[column] ?? UNIT];
    return {
      over: this.claim(row, column) * one.numerator * other.numerator,
      under: one.denominator * other.denominator,
    };
  }

  #below(row: number, column: number): Quotient | undefined {
    const seats = this.seatsOf(row, column);
    const below = seats === 0 ? undefined : this.signpost(BigInt(seats - 1));
    return below === undefined || below.over === 0n ? undefined : below;
  }

  #above(row: number, column: number): Quotient {
    return this.signpost(BigInt(this.seatsOf(row, column)));
  }
}

const UNIT: Rational = { numerator: 1n, denominator: 1n };
const divide = (a: Quotient, b: Quotient): Quotient => ({ over: a.over * b.under, under: a.under * b.over });

function product({ numerator, denominator }: Rational = UNIT, over: bigint, under: bigint): Rational {
  const [above, below] = [numerator * over, denominator * under];
  const divisor = greatestDivisor(above, below);
  return { numerator: above / divisor, denominator: below / divisor };
}
