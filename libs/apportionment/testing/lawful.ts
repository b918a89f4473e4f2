import type { Method } from '../method.ts';

type Fraction = readonly [bigint, bigint];

/** Divisor of a unit that has so many seats, as a fraction; its square for Huntington-Hill. */
const DIVISORS: Readonly<Partial<Record<Method, (seats: bigint) => Fraction>>> = {
  'd-hondt': (seats) => [seats + 1n, 1n],
  'quota-method': (seats) => [seats + 1n, 1n],
  'sainte-lague': (seats) => [2n * seats + 1n, 2n],
  adams: (seats) => [seats, 1n],
  dean: (seats) => [2n * seats * (seats + 1n), 2n * seats + 1n],
  'huntington-hill': (seats) => [seats * (seats + 1n), 1n],
};

/** A first seat without divisor comes before all others, the larger weight first. */
function isLarger([over, under]: Fraction, [other, below]: Fraction): boolean {
  if (under === 0n || below === 0n) return under === 0n && (below !== 0n || over > other);
  return over * below > other * under;
}

/**
 * Every result that a method allows, as texts: seat by seat, each way that ties leave open, as a textbook says it and as nobody would compute it.
 */
export function lawfulResults(method: Method, weights: readonly number[], house: number): ReadonlySet<string> {
  if (method === 'hamilton') return byRemainders(weights, house);
  const divisor = DIVISORS[method];
  if (divisor === undefined) throw new Error(`no divisors of ${method}`);
  const total = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  let states = new Map([[weights.map(() => 0).join(' '), weights.map(() => 0)]]);
  for (let step = 1n; step <= BigInt(house); step += 1n) {
    const after = new Map<string, number[]>();
    for (const seats of states.values()) {
      const claims = weights.flatMap((weight, unit) => {
        const own = BigInt(weight);
        const has = BigInt(seats[unit] ?? 0);
        const isEligible = method !== 'quota-method' || has * total < step * own;
        const [over, under] = divisor(has);
        const claim: Fraction = [(method === 'huntington-hill' ? own * own : own) * under, over];
        return own > 0n && isEligible ? [{ unit, claim }] : [];
      });
      const best = claims.filter(({ claim }) => !claims.some((other) => isLarger(other.claim, claim)));
      for (const { unit } of best) {
        const next = seats.map((count, each) => (each === unit ? count + 1 : count));
        after.set(next.join(' '), next);
      }
    }
    states = after;
  }
  return new Set(states.keys());
}

function byRemainders(weights: readonly number[], house: number): ReadonlySet<string> {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const floors = weights.map((weight) => Math.floor((weight * house) / total));
  const remainders = weights.map((weight) => (weight * house) % total);
  const left = house - floors.reduce((sum, floor) => sum + floor, 0);
  const results = new Set<string>();
  for (let choice = 0; choice < 2 ** weights.length; choice += 1) {
    const chosen = weights.map((_weight, unit) => Math.floor(choice / 2 ** unit) % 2 === 1);
    const inside = remainders.filter((_remainder, unit) => chosen[unit]);
    const outside = remainders.filter((_remainder, unit) => !chosen[unit]);
    if (inside.length !== left || Math.min(...inside, total) < Math.max(...outside, 0) || inside.includes(0)) continue;
    results.add(floors.map((floor, unit) => floor + (chosen[unit] === true ? 1 : 0)).join(' '));
  }
  return results;
}
