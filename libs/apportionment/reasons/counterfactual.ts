import { prepare, type Contest } from '../contest.ts';
import { compare, sum } from '../exact.ts';
import type { ApportionmentInput } from '../input.ts';
import { seatsAt } from '../methods/level.ts';
import { claimsOf, compareQuotients } from '../methods/signposts.ts';
import { preferenceOf, solve, type Solution } from '../solve.ts';
import { compositeFactors, weighingOf, type Column } from '../weights.ts';
import { beats, isBeaten, rivalsOf } from './rivals.ts';
import type { Sought } from './search.ts';

export interface Question {
  readonly input: ApportionmentInput;
  readonly columns: readonly Column[];
  readonly solution: Solution;
}

/** One figure of a unit, more or less. */
export interface Change {
  readonly column: Column;
  readonly by: bigint;
}

/** Whether a unit no longer has all of its seats when the figure falls, and whether it has one more when it rises. */
export interface Moves {
  readonly loses: Sought;
  readonly gains: Sought;
}

export function changed(columns: readonly Column[], unit: number, { column, by }: Change): readonly Column[] {
  return columns.map((each) =>
    each.name === column.name
      ? { ...each, figures: each.figures.map((figure, index) => (index === unit ? figure + by : figure)) }
      : each,
  );
}

export function movesOf(question: Question, unit: number, column: Column): Moves {
  const { input, columns, solution } = question;
  const has = solution.seats[unit] ?? 0;
  if (input.method === 'hamilton' || input.method === 'quota-method') {
    const hasSeats = (seats: number, by: bigint): boolean => {
      const solving = solve({ ...input, lots: [] }, changed(columns, unit, { column, by }));
      return solving.ok && (solving.solution.seats[unit] ?? 0) >= seats;
    };
    return { loses: { isTrue: (by) => !hasSeats(has, -by) }, gains: { isTrue: (by) => hasSeats(has + 1, by) } };
  }
  const after = contestAfter(question, unit, column);
  const { last, next } = rivalsOf(solution, unit);
  return {
    loses: {
      isTrue: (by) => !winsByQuotient(question, after(-by), { unit, seats: has, column, by: -by }),
      guess: (by) => has > 0 && isBeaten(after(-by, [unit, ...next]), has, solution, next),
    },
    gains: {
      isTrue: (by) => winsByQuotient(question, after(by), { unit, seats: has + 1, column, by }),
      guess: (by) => beats(after(by, [unit, ...last]), has, solution, last),
    },
  };
}

/** The contest after a change, of all units or of some of them; limits do not depend on figures. */
function contestAfter({ input, columns, solution }: Question, unit: number, column: Column) {
  const weighing = weighingOf(columns);
  const totals = weighing.map(({ figures }) => sum(figures));
  // A unit without weight has no room in its contest; with a little of it, it has its own.
  const hasWeight = solution.contest.units[unit]?.weight !== 0n;
  const other = hasWeight ? undefined : prepare(input, changed(columns, unit, { column, by: 1n }));
  const begun = other !== undefined && 'prepared' in other ? other.prepared.contest : solution.contest;
  return (by: bigint, some?: readonly number[]): Contest => {
    const isMoved = weighing.map(({ name }) => name === column.name);
    const factors = compositeFactors(
      weighing,
      totals.map((total, index) => (isMoved[index] === true ? total + by : total)),
    );
    const weightOf = (each: number): bigint =>
      weighing.reduce((total, { figures }, index) => {
        const figure = (figures[each] ?? 0n) + (each === unit && isMoved[index] === true ? by : 0n);
        return total + (factors[index] ?? 0n) * figure;
      }, 0n);
    const indexes = some ?? [...begun.units.keys()];
    const units = indexes.flatMap((each) => {
      const limits = begun.units[each];
      return limits === undefined ? [] : [{ ...limits, weight: weightOf(each) }];
    });
    return { ...begun, units };
  };
}

/** A unit has a seat for certain where fewer claims than are left are as large as its own: counted at once, without apportioning. */
function winsByQuotient(
  { input, columns }: Question,
  contest: Contest,
  { unit, seats, column, by }: Change & { readonly unit: number; readonly seats: number },
): boolean {
  const { minimum = 0, maximum = 0, weight = 0n } = contest.units[unit] ?? {};
  if (seats <= minimum) return true;
  if (seats > maximum || weight === 0n) return false;
  const claims = claimsOf(contest);
  const level = claims.next(unit, seats - 1);
  let preference: ReturnType<typeof preferenceOf> | undefined;
  const isBehind = (other: number): boolean => {
    preference ??= preferenceOf(input, contest, changed(columns, unit, { column, by }));
    const [own = [], its = []] = [preference[unit], preference[other]];
    return own.reduce((sofar, value, index) => sofar || compare(value, its[index] ?? 0n), 0) > 0;
  };
  let left = contest.seats - seats;
  for (const [other, { minimum: least }] of contest.units.entries()) {
    if (other === unit) continue;
    const count = seatsAt(contest, claims, other, level);
    const isEqual = count > least && compareQuotients(claims.next(other, count - 1), level) === 0;
    left -= isEqual && isBehind(other) ? count - 1 : count;
    if (left < 0) return false;
  }
  return true;
}
