import type { Contest } from '../contest.ts';
import { squareRoot, sum, sumOf } from '../exact.ts';
import { compareQuotients, type Claims, type Quotient } from './signposts.ts';

/** How many seats a unit has at a level: its quotients from the level on, within its limits. */
export function seatsAt({ units, divisor }: Contest, claims: Claims, unit: number, level: Quotient): number {
  const { minimum = 0, maximum = 0 } = units[unit] ?? {};
  if (claims.of(unit) === 0n || minimum === maximum) return minimum;
  const scaled = (claims.of(unit) * level.under) / level.over;
  const whole = claims.isSquared ? squareRoot(scaled) : scaled;
  // Each signpost stands between its number and the next one.
  const most = BigInt(maximum - divisor.offset);
  const floor = Number(whole > most ? most : whole) + divisor.offset;
  const hasNext = floor < maximum && compareQuotients(claims.next(unit, floor), level) >= 0;
  return Math.min(Math.max(floor + (hasNext ? 1 : 0), minimum), maximum);
}

/** The seats at a guessed level, which miss the house by at most two for each unit, or as near to it as levels come. */
export function begin(contest: Contest, claims: Claims): number[] {
  const { units, seats } = contest;
  const at = (level: Quotient): number[] => units.map((_unit, index) => seatsAt(contest, claims, index, level));
  const missed = (guess: readonly number[]): number => sumOf(guess) - seats;
  const weights = units.map((_unit, index) => (claims.isSquared ? squareRoot(claims.of(index)) : claims.of(index)));
  const [total, house] = [sum(weights), BigInt(Math.max(seats, 1))];
  const first = at(
    claims.isSquared ? { over: total * total + 1n, under: house * house } : { over: total, under: house },
  );
  if (Math.abs(missed(first)) <= 2 * units.length) return first;
  const most = 4n * house * house;
  const under = claims.isSquared ? most * most : most;
  let guess = first;
  // Between no claim at all and more than the largest one: limits have moved the level away from the average.
  let [low, high] = [1n, 4n * weights.reduce((largest, weight) => (weight > largest ? weight : largest), 1n)];
  high = (claims.isSquared ? high * high : high) * under;
  while (low < high) {
    const middle = (low + high) / 2n;
    guess = at({ over: middle, under });
    const more = missed(guess);
    if (Math.abs(more) <= units.length) break;
    if (more > 0) low = middle + 1n;
    else high = middle;
  }
  return guess;
}
