import type { Contest } from '../contest.ts';
import { squareRoot, sum, sumOf } from '../exact.ts';
import { plainTie, type Draft } from './draft.ts';
import { Heap } from './heap.ts';
import { claimsOf, compareQuotients, type Claims, type Quotient } from './signposts.ts';

export interface Candidate {
  readonly unit: number;
  readonly quotient: Quotient;
}

/**
 * The seats go to the largest quotients, each unit keeping within its limits. Begins with all quotients above a guessed level at once, and mends what the guess
 * has missed, which is at most a seat or so for each unit: the size of the house costs nothing.
 */
export function apportionByDivisor(contest: Contest): Draft {
  const claims = claimsOf(contest);
  const seats = begin(contest, claims);
  raise(contest, claims, seats);
  lower(contest, claims, seats);
  return limitOf(contest, claims, seats);
}

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

function begin(contest: Contest, claims: Claims): number[] {
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

function raise({ units, seats: house }: Contest, claims: Claims, seats: number[]): void {
  let missing = house - sumOf(seats);
  if (missing <= 0) return;
  const candidates = units.flatMap(({ maximum }, unit) => nextOf(claims, unit, seats[unit] ?? 0, maximum));
  const heap = new Heap<Candidate>((a, b) => compareQuotients(a.quotient, b.quotient) > 0, candidates);
  for (; missing > 0; missing -= 1) {
    const best = heap.pop();
    if (best === undefined) throw new Error(`${String(missing)} seats are left, and every unit has its maximum`);
    const now = (seats[best.unit] ?? 0) + 1;
    seats[best.unit] = now;
    for (const candidate of nextOf(claims, best.unit, now, units[best.unit]?.maximum ?? 0)) heap.push(candidate);
  }
}

function lower({ units, seats: house }: Contest, claims: Claims, seats: number[]): void {
  let tooMany = sumOf(seats) - house;
  if (tooMany <= 0) return;
  const heap = new Heap<Candidate>(
    (a, b) => compareQuotients(a.quotient, b.quotient) < 0,
    units.flatMap(({ minimum }, unit) => lastOf(claims, unit, seats[unit] ?? 0, minimum)),
  );
  for (; tooMany > 0; tooMany -= 1) {
    const least = heap.pop();
    if (least === undefined) throw new Error(`${String(tooMany)} seats too many, and every unit has its minimum`);
    const now = (seats[least.unit] ?? 0) - 1;
    seats[least.unit] = now;
    for (const candidate of lastOf(claims, least.unit, now, units[least.unit]?.minimum ?? 0)) heap.push(candidate);
  }
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

function limitOf(contest: Contest, claims: Claims, seats: readonly number[]): Draft {
  const { last, next, held, wanted } = atTheLimit(contest, claims, seats);
  if (last === undefined || next === undefined || compareQuotients(last, next) !== 0)
    return { certain: seats, ties: [] };
  const equal = (candidates: readonly Candidate[]): readonly number[] =>
    candidates.flatMap(({ unit, quotient }) => (compareQuotients(quotient, last) === 0 ? [unit] : []));
  const holders = new Set(equal(held));
  const tied = [...holders, ...equal(wanted)].sort((a, b) => a - b);
  const certain = seats.map((count, unit) => (holders.has(unit) ? count - 1 : count));
  return { certain, ties: [plainTie(tied, holders.size)] };
}
