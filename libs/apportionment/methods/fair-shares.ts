import type { Rational } from '#libs/kernel';
import type { Contestant } from '../contest.ts';
import { compare, sumOf } from '../exact.ts';

/**
 * The share of each unit in the seats in proportion to its weight, within its limits: the proportion at which `median(minimum, proportion × weight, maximum)`
 * sums to the seats (restricted fair share, Balinski and Young). Exact; all of one denominator but those at a limit.
 */
export function fairShares(units: readonly Contestant[], seats: number): readonly Rational[] {
  const { numerator, denominator } = proportionOf(units, seats);
  return units.map(({ share, minimum, maximum }) => {
    const wanted = share * numerator;
    if (wanted <= BigInt(minimum) * denominator) return { numerator: BigInt(minimum), denominator: 1n };
    if (wanted >= BigInt(maximum) * denominator) return { numerator: BigInt(maximum), denominator: 1n };
    return { numerator: wanted, denominator };
  });
}

/** Goes over the proportions at which a unit leaves its minimum or comes to its maximum, until enough seats are shared. */
function proportionOf(units: readonly Contestant[], seats: number): Rational {
  const turns = units.flatMap(({ share, minimum, maximum }) =>
    share === 0n
      ? []
      : [
          { at: { numerator: BigInt(minimum), denominator: share }, seats: BigInt(minimum), share },
          { at: { numerator: BigInt(maximum), denominator: share }, seats: -BigInt(maximum), share: -share },
        ],
  );
  turns.sort((a, b) => compare(a.at.numerator * b.at.denominator, b.at.numerator * a.at.denominator));
  let fixed = BigInt(sumOf(units.map(({ minimum }) => minimum)));
  let sharing = 0n;
  const wanted = BigInt(seats);
  for (const { at, seats: own, share } of turns) {
    const reached = fixed * at.denominator + sharing * at.numerator;
    if (reached >= wanted * at.denominator)
      return sharing === 0n ? at : { numerator: wanted - fixed, denominator: sharing };
    fixed -= own;
    sharing += share;
  }
  return turns.at(-1)?.at ?? { numerator: 0n, denominator: 1n };
}
