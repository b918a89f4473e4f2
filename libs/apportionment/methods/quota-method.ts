import { totalShare, type Contest } from '../contest.ts';
import { sumOf } from '../exact.ts';
import type { Award, Draft, DraftTie } from './draft.ts';
import { Heap } from './heap.ts';
import { compareQuotients, type Quotient } from './signposts.ts';

/** A unit that may have one more seat from a step on: from the house on whose upper quota it is below. */
interface Candidate {
  readonly unit: number;
  readonly quotient: Quotient;
  readonly since: number;
}

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

/**
 * Units that were eligible and lost, with those of equal quotients that won meanwhile. Equal quotients of which all have won decide nothing. Ties at different
 * quotients are independent: who loses one keeps its larger quotient, so that no winner comes back before it.
 */
function tiesOf(
  log: readonly Award[],
  begun: ReadonlyMap<Award, number>,
  losers: readonly Candidate[],
): readonly DraftTie[] {
  const lost = groupOf(losers);
  const won = groupOf(log.filter((award) => lost.has(keyOf(award.quotient))));
  return [...lost].flatMap(([key, candidates]) => {
    const first = candidates[0]?.quotient;
    const equals = (won.get(key) ?? []).filter(
      ({ quotient }) => first !== undefined && compareQuotients(quotient, first) === 0,
    );
    return contested(candidates, equals, begun);
  });
}

/** Those against whom a loser stood are in the tie; so are those against whom one of them stood before. */
function contested(
  losers: readonly Candidate[],
  awards: readonly Award[],
  begun: ReadonlyMap<Award, number>,
): readonly DraftTie[] {
  let since = Math.min(...losers.map((loser) => loser.since));
  let winners: readonly Award[] = [];
  for (;;) {
    const found = awards.filter(({ step }) => step >= since);
    if (found.length === winners.length) break;
    winners = found;
    since = Math.min(since, ...winners.map((award) => begun.get(award) ?? since));
  }
  if (winners.length === 0) return [];
  const units = [
    ...winners.map((award) => ({ unit: award.unit, since: begun.get(award) ?? 0 })),
    ...losers.map((loser) => ({ unit: loser.unit, since: loser.since })),
  ].toSorted((a, b) => a.unit - b.unit);
  return [{ units, steps: winners.map(({ step }) => step) }];
}

const KEY_BITS = 128n;
/** Equal quotients have equal keys. Unequal ones that had them, too, would be distinguished by comparing. */
function keyOf({ over, under }: Quotient): bigint {
  return (over << KEY_BITS) / under;
}

function groupOf<T extends { readonly quotient: Quotient }>(items: readonly T[]): Map<bigint, T[]> {
  const groups = new Map<bigint, T[]>();
  for (const item of items) {
    const key = keyOf(item.quotient);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
