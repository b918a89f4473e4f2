import { totalShare, type Contest } from '../contest.ts';
import { sumOf } from '../exact.ts';
import type { Award, Draft } from './draft.ts';
import { Heap } from './heap.ts';
import { tiesOf, type Candidate } from './quota-ties.ts';
import { compareQuotients } from './signposts.ts';

const isLarger = (a: Candidate, b: Candidate): boolean => {
  const order = compareQuotients(a.quotient, b.quotient);
  return order === 0 ? a.unit < b.unit : order > 0;
};

/**
 * Seat by seat to the largest of d'Hondt's quotients among the units below their upper quota (Balinski and Young, The Quota Method of Apportionment, 1975). Where
 * maximums leave none of these, the largest quotient of all has the seat.
 */
export function apportionByQuota(contest: Contest): Draft {
  const { units, seats: house } = contest;
  const total = totalShare(units);
  const seats = units.map(({ minimum }) => minimum);
  const candidateOf = (unit: number): readonly Candidate[] => {
    const { share = 0n, maximum = 0 } = units[unit] ?? {};
    const has = seats[unit] ?? 0;
    if (share === 0n || has >= maximum) return [];
    const since = (BigInt(has) * total) / share + 1n;
    // What comes later than the house never comes; a number that is not exact would be far behind it.
    return [
      {
        unit,
        quotient: { over: share, under: BigInt(has) + 1n },
        since: since > BigInt(house) ? house + 1 : Number(since),
      },
    ];
  };
  const all = units.flatMap((_unit, index) => candidateOf(index));
  const waiting = new Heap<Candidate>((a, b) => a.since < b.since, all);
  const eligible = new Heap<Candidate>(isLarger);
  const log: Award[] = [];
  const begun = new Map<Award, number>();
  for (let step = sumOf(seats) + 1; step <= house; step += 1) {
    for (let next = waiting.peek(); next !== undefined && next.since <= step; next = waiting.peek()) {
      eligible.push(next);
      waiting.pop();
    }
    const best = eligible.pop() ?? largestWaiting(waiting);
    if (best === undefined) throw new Error(`seat ${String(step)} is left, and every unit has its maximum`);
    seats[best.unit] = (seats[best.unit] ?? 0) + 1;
    const award = { unit: best.unit, step, quotient: best.quotient };
    log.push(award);
    begun.set(award, best.since);
    for (const candidate of candidateOf(best.unit)) waiting.push(candidate);
  }
  const ties = tiesOf(log, begun, eligible.all());
  const certain = [...seats];
  for (const { steps } of ties)
    for (const step of steps) {
      const winner = log[step - (house - log.length) - 1]?.unit ?? 0;
      certain[winner] = (certain[winner] ?? 0) - 1;
    }
  return { certain, ties, log };
}

function largestWaiting(waiting: Heap<Candidate>): Candidate | undefined {
  const all: Candidate[] = [];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) all.push(each);
  const best = all.reduce<Candidate | undefined>((a, b) => (a === undefined || isLarger(b, a) ? b : a), undefined);
  for (const each of all) if (each !== best) waiting.push(each);
  return best;
}
