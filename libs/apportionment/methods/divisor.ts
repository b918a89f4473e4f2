import type { Contest } from '../contest.ts';
import { sumOf } from '../exact.ts';
import { plainTie, type Draft } from './draft.ts';
import { Heap } from './heap.ts';
import { begin } from './level.ts';
import { atTheLimit, lastOf, nextOf, type Candidate } from './limit.ts';
import { claimsOf, compareQuotients, type Claims } from './signposts.ts';

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
