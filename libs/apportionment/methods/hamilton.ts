import type { Rational } from '#libs/kernel';
import type { Contest, Contestant } from '../contest.ts';
import { compare, sumOf } from '../exact.ts';
import { plainTie, type Award, type Draft } from './draft.ts';

/**
 * Largest remainders (Hare and Niemeyer) of the fair shares. Who has its minimum or its maximum is taken out with it, and the others share the rest, so that
 * limits bend nobody's proportion to the others.
 */
export function apportionByRemainders({ units, seats }: Contest): Draft {
  const shares = fairShares(units, seats);
  const floors = shares.map(({ numerator, denominator }) => Number(numerator / denominator));
  const left = seats - sumOf(floors);
  const remainders = shares.flatMap(({ numerator, denominator }, unit) => {
    const over = numerator % denominator;
    return over === 0n ? [] : [{ unit, quotient: { over, under: denominator } }];
  });
  const ordered = remainders.toSorted((a, b) => compareRemainders(b.quotient, a.quotient) || a.unit - b.unit);
  const log = ordered.map((each, step): Award => ({ ...each, step: seats - left + step }));
  const [last, next] = [ordered[left - 1], ordered[left]];
  const raised = new Set(ordered.slice(0, left).map(({ unit }) => unit));
  if (last === undefined || next === undefined || compareRemainders(last.quotient, next.quotient) !== 0)
    return { certain: floors.map((floor, unit) => floor + (raised.has(unit) ? 1 : 0)), ties: [], log };
  const tied = ordered
    .filter(({ quotient }) => compareRemainders(quotient, last.quotient) === 0)
    .map(({ unit }) => unit);
  const stake = tied.filter((unit) => raised.has(unit)).length;
  const isTied = new Set(tied);
  const certain = floors.map((floor, unit) => floor + (raised.has(unit) && !isTied.has(unit) ? 1 : 0));
  return {
    certain,
    ties: [
      plainTie(
        tied.toSorted((a, b) => a - b),
        stake,
      ),
    ],
    log,
  };
}

type Remainder = Award['quotient'];
const compareRemainders = (a: Remainder, b: Remainder): number => compare(a.over * b.under, b.over * a.under);

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
