import type { Contest } from '../contest.ts';
import { compare, sumOf } from '../exact.ts';
import { plainTie, type Award, type Draft } from './draft.ts';
import { fairShares } from './fair-shares.ts';

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
