import type { ApportionmentInput } from './input.ts';
import type { Apportionment } from './outcome.ts';
import type { Refusal } from './refusal.ts';
import { columnsOf, inputRefusals } from './read.ts';
import { solve, type Solution } from './solve.ts';
import { tieOf } from './ties.ts';

/**
 * Shares the seats of a house between units, exactly: integers of any length, no floating point, no chance. A tie on the limit goes by the recorded rule and the
 * recorded lots of the input; what they leave is named and comes back as `tied`. What cannot be is refused by name and never bent.
 */
export function apportion(input: ApportionmentInput): Apportionment {
  const [first, ...others] = inputRefusals(input);
  if (first !== undefined) return refused([first, ...others]);
  const solving = solve(input, columnsOf(input));
  return solving.ok ? outcomeOf(input, solving.solution) : refused(solving.refusals);
}

const refused = (refusals: readonly [Refusal, ...Refusal[]]): Apportionment => ({ kind: 'refused', refusals });

export function outcomeOf(
  { units }: ApportionmentInput,
  solution: Solution,
): Exclude<Apportionment, { kind: 'refused' }> {
  const { reserved, vacant, ties, seats } = solution;
  const names = units.map(({ unit }) => unit);
  const kind = ties.some(({ open }) => open !== null) ? 'tied' : 'apportioned';
  return {
    kind,
    seats: names.map((unit, index) => {
      const [own, shared] = [reserved[index] ?? 0, seats[index] ?? 0];
      return { unit, seats: own + shared, reserved: own };
    }),
    ties: ties.map((tie) => tieOf(tie, names)),
    vacant,
  };
}
