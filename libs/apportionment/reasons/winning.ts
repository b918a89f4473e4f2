import { fractionOf, sum, sumOf, type Fraction } from '../exact.ts';
import type { ApportionmentInput } from '../input.ts';
import { atTheLimit, lastOf, nextOf, type Candidate } from '../methods/limit.ts';
import { fairShares } from '../methods/fair-shares.ts';
import { Heap } from '../methods/heap.ts';
import { claimsOf, compareQuotients, type Quotient } from '../methods/signposts.ts';
import type { Award } from '../methods/draft.ts';
import type { Solution } from '../solve.ts';
import type { Claim, Winning } from './explanation.ts';

/** More than these would fill pages that nobody reads; the last ones are at the limit. */
const SHOWN = 1_000;

interface Won {
  readonly winning: Winning;
  readonly nextInLine: readonly Claim[];
}

export function winningOf(input: ApportionmentInput, solution: Solution): Won {
  switch (input.method) {
    case 'hamilton':
      return wonByRemainder(input, solution);
    case 'quota-method':
      return wonInTurn(input, solution);
    default:
      return wonByQuotient(input, solution);
  }
}

const nameOf = ({ units }: ApportionmentInput, unit: number): string => units[unit]?.unit ?? '';

/** Weights as shares of the whole, so that quotients are the same whatever the figures are counted in. */
function scaleOf({ contest }: Solution, isSquared: boolean): (quotient: Quotient) => Fraction {
  const { isDegressive } = contest.divisor;
  const total = sum(contest.units.map(({ weight }) => weight));
  const whole = isSquared && !isDegressive ? total * total : total;
  // A first seat of Adams, Dean or Huntington-Hill comes before every finite quotient: it is shown as its weight.
  return ({ over, under }) => fractionOf(over, (under === 0n ? 1n : under) * whole);
}

function wonByQuotient(input: ApportionmentInput, solution: Solution): Won {
  const { contest, seats } = solution;
  const claims = claimsOf(contest);
  const scaled = scaleOf(solution, claims.isSquared);
  const left = [...seats];
  const minimumOf = (unit: number): number => contest.units[unit]?.minimum ?? 0;
  const isFirst = (a: Candidate, b: Candidate): boolean => {
    const order = compareQuotients(a.quotient, b.quotient);
    return order === 0 ? a.unit > b.unit : order < 0;
  };
  const candidates = seats.flatMap((count, unit) => lastOf(claims, unit, count, minimumOf(unit)));
  const heap = new Heap<Candidate>(isFirst, candidates);
  const before = sumOf(contest.units.map(({ minimum }) => minimum));
  const last: Candidate[] = [];
  for (let candidate = heap.pop(); candidate !== undefined && last.length < SHOWN; candidate = heap.pop()) {
    const { unit } = candidate;
    last.push(candidate);
    left[unit] = (left[unit] ?? 0) - 1;
    for (const each of lastOf(claims, unit, left[unit], minimumOf(unit))) heap.push(each);
  }
  const omitted = sumOf(seats) - before - last.length;
  const shown = last.toReversed().map(({ unit, quotient }, index) => ({
    ...{ seat: before + omitted + index + 1, unit: nameOf(input, unit), quotient: scaled(quotient) },
  }));
  const { wanted, next } = atTheLimit(contest, claims, seats);
  const best = wanted.filter(({ quotient }) => next !== undefined && compareQuotients(quotient, next) === 0);
  const nextInLine = best.map(({ unit, quotient }) => ({ unit: nameOf(input, unit), quotient: scaled(quotient) }));
  return { winning: { by: claims.isSquared ? 'squared-quotient' : 'quotient', before, shown, omitted }, nextInLine };
}

function wonByRemainder(input: ApportionmentInput, { contest, seats, draft }: Solution): Won {
  const floors = fairShares(contest.units, contest.seats).map((share) => Number(share.numerator / share.denominator));
  const before = sumOf(floors);
  const log = draft.log ?? [];
  const claim = ({ unit, quotient }: Award): Claim => ({
    ...{ unit: nameOf(input, unit), quotient: fractionOf(quotient.over, quotient.under) },
  });
  const won = log.filter(({ unit }) => (seats[unit] ?? 0) > (floors[unit] ?? 0));
  const lost = log.filter(({ unit }) => (seats[unit] ?? 0) === (floors[unit] ?? 0));
  const shown = won.map((award, index) => ({ seat: before + index + 1, ...claim(award) })).slice(-SHOWN);
  const nextInLine = equalToFirst(lost).map(claim);
  return { winning: { by: 'remainder', before, shown, omitted: won.length - shown.length }, nextInLine };
}

function equalToFirst<T extends { readonly quotient: Quotient }>(candidates: readonly T[]): readonly T[] {
  const [first] = candidates;
  return candidates.filter((each) => first !== undefined && compareQuotients(each.quotient, first.quotient) === 0);
}

/** The method went through the house seat by seat; steps of a tie go to those who won it, in their order. */
function wonInTurn(input: ApportionmentInput, solution: Solution): Won {
  const { contest, seats, draft, ties } = solution;
  const scaled = scaleOf(solution, false);
  const decided = new Map<number, number | undefined>();
  for (const [index, tie] of draft.ties.entries()) {
    const winners = [...(ties[index]?.byRule ?? []), ...(ties[index]?.byLot ?? [])];
    for (const [at, step] of tie.steps.entries()) decided.set(step, winners[at]);
  }
  const log = (draft.log ?? []).flatMap((award) => {
    const unit = decided.has(award.step) ? decided.get(award.step) : award.unit;
    return unit === undefined ? [] : [{ ...award, unit }];
  });
  const before = sumOf(contest.units.map(({ minimum }) => minimum));
  const shown = log.slice(-SHOWN).map(({ unit, step, quotient }) => ({
    ...{ seat: step, unit: nameOf(input, unit), quotient: scaled(quotient) },
  }));
  const total = sum(contest.units.map(({ weight }) => weight));
  const claims = claimsOf(contest);
  const eligible = contest.units
    .flatMap(({ maximum }, unit) => nextOf(claims, unit, seats[unit] ?? 0, maximum))
    .filter(
      ({ unit }) => BigInt(seats[unit] ?? 0) * total < BigInt(contest.seats + 1) * (contest.units[unit]?.weight ?? 0n),
    )
    .toSorted((a, b) => compareQuotients(b.quotient, a.quotient));
  const nextInLine = equalToFirst(eligible).map(({ unit, quotient }) => ({
    ...{ unit: nameOf(input, unit), quotient: scaled(quotient) },
  }));
  return { winning: { by: 'quotient', before, shown, omitted: log.length - shown.length }, nextInLine };
}
