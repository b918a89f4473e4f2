import { outcomeOf } from '../apportion.ts';
import { totalShare } from '../contest.ts';
import { fractionOf, sumOf } from '../exact.ts';
import type { ApportionmentInput } from '../input.ts';
import { columnsOf, inputRefusals } from '../read.ts';
import { solve, type Solution } from '../solve.ts';
import type { Explained, Explanation, Neighbour, Power, QuotaViolation, UnitQuota } from './explanation.ts';
import { marginsOf } from './margins.ts';
import { banzhafOf, groupsOf } from './power.ts';
import { winningOf } from './winning.ts';

/** The seats as `apportion` gives them, and why: to be stored with the decision. Costs some hundreds of apportionments for the margins. */
export function explain(input: ApportionmentInput): Explained {
  const [first, ...others] = inputRefusals(input);
  if (first !== undefined) return { outcome: { kind: 'refused', refusals: [first, ...others] }, explanation: null };
  const columns = columnsOf(input);
  const solving = solve(input, columns);
  if (!solving.ok) return { outcome: { kind: 'refused', refusals: solving.refusals }, explanation: null };
  const { solution } = solving;
  const outcome = outcomeOf(input, solution);
  const { winning, nextInLine } = winningOf(input, solution);
  const quotas = quotasOf(input, solution);
  const explanation: Explanation = {
    quotas,
    winning,
    nextInLine,
    margins: marginsOf({ input, columns, solution }),
    largestShare: largestShareOf(input, outcome.seats),
    power: powerOf(input, outcome),
    quotaViolations: violationsOf(quotas, solution),
    neighbours: [input.house - 1, input.house + 1].flatMap((house) =>
      house < 1 ? [] : [neighbourOf(input, solution, house)],
    ),
  };
  return { outcome, explanation };
}

function powerOf({ house, reserved = [] }: ApportionmentInput, { kind, seats }: ReturnType<typeof outcomeOf>): Power {
  if (kind === 'tied') return { kind: 'not-computed', found: 'an open tie', required: 'seats that are decided' };
  return banzhafOf(groupsOf(seats, reserved), house);
}

function quotasOf({ units }: ApportionmentInput, { contest }: Solution): readonly UnitQuota[] {
  const total = totalShare(contest.units);
  return units.map(({ unit }, index) => {
    const own = contest.units[index]?.share ?? 0n;
    return { unit, share: fractionOf(own, total), quota: fractionOf(own * BigInt(contest.seats), total) };
  });
}

function largestShareOf(
  { house }: ApportionmentInput,
  seats: readonly { readonly unit: string; readonly seats: number }[],
) {
  const most = Math.max(...seats.map((each) => each.seats));
  const units = seats.filter((each) => each.seats === most).map(({ unit }) => unit);
  return { units, share: fractionOf(BigInt(most), BigInt(house)) };
}

function violationsOf(quotas: readonly UnitQuota[], { seats, ties }: Solution): readonly QuotaViolation[] {
  const open = new Set(ties.flatMap((tie) => tie.open?.units ?? []));
  return quotas.flatMap(({ unit, quota }, index) => {
    const [over, under] = [BigInt(quota.numerator), BigInt(quota.denominator)];
    const [lower, upper] = [Number(over / under), Number((over + under - 1n) / under)];
    const least = seats[index] ?? 0;
    const most = least + (open.has(index) ? 1 : 0);
    return most < lower || least > upper ? [{ unit, seats: least, lower, upper }] : [];
  });
}

function neighbourOf(input: ApportionmentInput, here: Solution, house: number): Neighbour {
  const { units } = input;
  const solving = solve({ ...input, house, lots: [] }, columnsOf(input));
  if (!solving.ok) return { house, gains: [], loses: [], paradox: [], refused: true };
  const there = solving.solution;
  const named = (isOne: (unit: number) => boolean): readonly string[] =>
    units.flatMap(({ unit }, index) => (isOne(index) ? [unit] : []));
  const [smaller, larger] = house < input.house ? [there, here] : [here, there];
  return {
    house,
    gains: named((unit) => leastOf(there, unit) > mostOf(here, unit)),
    loses: named((unit) => mostOf(there, unit) < leastOf(here, unit)),
    paradox: named((unit) => mostOf(larger, unit) < leastOf(smaller, unit)),
    refused: false,
  };
}

const leastOf = ({ seats }: Solution, unit: number): number => seats[unit] ?? 0;
const mostOf = (solution: Solution, unit: number): number =>
  leastOf(solution, unit) + sumOf(solution.ties.map(({ open }) => (open?.units.includes(unit) === true ? 1 : 0)));
