import { prepare, type Contest } from '../contest.ts';
import { compare, sum } from '../exact.ts';
import type { ApportionmentInput } from '../input.ts';
import { atTheLimit, seatsAt } from '../methods/divisor.ts';
import { claimsOf, compareQuotients } from '../methods/signposts.ts';
import { preferenceOf, solve, type Solution } from '../solve.ts';
import type { ResolvedTie } from '../ties.ts';
import { decimalText, type Column } from '../weights.ts';
import type { Margin, Margins, Move } from './explanation.ts';

/** Up to so many units each has its margins; of more, those next to the limit. */
const ALL_UNITS = 60;
const NEXT_TO_LIMIT = 10;
/** Methods that go through the house seat by seat do so for every figure that is tried. */
const MOST_STEPS = 20_000;
/** A rise to so many times everything that is there is the most that is tried. */
const FAR = 1n << 64n;

interface Question {
  readonly input: ApportionmentInput;
  readonly columns: readonly Column[];
  readonly solution: Solution;
}

/**
 * Exact: each answer is the smallest whole step at which the seats of the unit are others, found by halving, because a unit never loses by a figure of its own that
 * rises. Recorded lots do not count here: they were drawn for the figures as they are.
 */
export function marginsOf(question: Question): Margins {
  const { input, columns } = question;
  const units = unitsToShow(question);
  const weighing = columns.filter(({ weight }) => weight.numerator > 0n);
  const shown = units.flatMap((unit) => weighing.map((column) => marginOf(question, unit, column)));
  return { shown, omitted: input.units.length - units.length };
}

function unitsToShow({ input, solution }: Question): readonly number[] {
  const { contest, seats } = solution;
  const all = [...input.units.keys()];
  const isStepwise = contest.method === 'quota-method';
  if (isStepwise && all.length * contest.seats > MOST_STEPS) return [];
  if (all.length <= ALL_UNITS) return all;
  if (isStepwise || contest.method === 'hamilton') return [];
  const { held, wanted } = atTheLimit(contest, claimsOf(contest), seats);
  const last = held.toSorted((a, b) => compareQuotients(a.quotient, b.quotient)).slice(0, NEXT_TO_LIMIT);
  const next = wanted.toSorted((a, b) => compareQuotients(b.quotient, a.quotient)).slice(0, NEXT_TO_LIMIT);
  const near = new Set([...last, ...next].map(({ unit }) => unit));
  return all.filter((unit) => near.has(unit));
}

function marginOf(question: Question, unit: number, column: Column): Margin {
  const { input, solution } = question;
  const has = solution.seats[unit] ?? 0;
  const figure = column.figures[unit] ?? 0n;
  const total = sum(column.figures);
  const keeps = (by: bigint): boolean => hasSeats(question, unit, has, { column, by: -by });
  const wins = (by: bigint): boolean => hasSeats(question, unit, has + 1, { column, by });
  // A criterion without any figure would be none.
  const most = figure === total ? figure - 1n : figure;
  const fall = most < 0n ? undefined : firstWhere((by) => !keeps(by), most);
  const far = (total + 1n) * BigInt(solution.contest.seats + 1) * FAR;
  const rise = firstWhere(wins, far);
  return {
    unit: input.units[unit]?.unit ?? '',
    criterion: column.name,
    loses: fall === undefined ? null : moveOf(question, unit, { column, by: -fall }),
    gains: rise === undefined ? null : moveOf(question, unit, { column, by: rise }),
  };
}

/** The smallest number from 0 to the most at which a rising predicate is true: doubled first, then halved. */
export function firstWhere(isTrue: (value: bigint) => boolean, most: bigint): bigint | undefined {
  if (isTrue(0n)) return 0n;
  if (!isTrue(most)) return undefined;
  let [low, high] = [0n, 1n];
  while (high < most && !isTrue(high)) [low, high] = [high, 2n * high];
  if (high > most) high = most;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return high;
}

interface Change {
  readonly column: Column;
  readonly by: bigint;
}

function changed(columns: readonly Column[], unit: number, { column, by }: Change): readonly Column[] {
  return columns.map((each) =>
    each.name === column.name
      ? { ...each, figures: each.figures.map((figure, index) => (index === unit ? figure + by : figure)) }
      : each,
  );
}

/** Whether a unit has so many seats for certain after the change. */
function hasSeats({ input, columns }: Question, unit: number, seats: number, change: Change): boolean {
  const moved = changed(columns, unit, change);
  if (input.method === 'hamilton' || input.method === 'quota-method') {
    const solving = solve({ ...input, lots: [] }, moved);
    return solving.ok && (solving.solution.seats[unit] ?? 0) >= seats;
  }
  const result = prepare(input, moved);
  if ('refusals' in result) return false;
  return winsByQuotient(input, moved, { contest: result.prepared.contest, unit, seats });
}

/** A unit has a seat where fewer claims than are left are as large as its own: counted at once, without apportioning. */
function winsByQuotient(
  input: ApportionmentInput,
  columns: readonly Column[],
  { contest, unit, seats }: { readonly contest: Contest; readonly unit: number; readonly seats: number },
): boolean {
  const { minimum = 0, maximum = 0 } = contest.units[unit] ?? {};
  if (seats <= minimum) return true;
  if (seats > maximum) return false;
  const claims = claimsOf(contest);
  const level = claims.next(unit, seats - 1);
  let preference: ReturnType<typeof preferenceOf> | undefined;
  const isBehind = (other: number): boolean => {
    preference ??= preferenceOf(input, contest, columns);
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

/** What the change comes to: with whom the unit exchanges its seat, or between whom lots would be drawn. */
function moveOf({ input, columns, solution }: Question, unit: number, change: Change): Move {
  const by = decimalText(change.by < 0n ? -change.by : change.by, change.column.places);
  const solving = solve({ ...input, lots: [] }, changed(columns, unit, change));
  if (!solving.ok) return { by, units: [], lot: false };
  const names = (indexes: readonly number[]): readonly string[] =>
    indexes.map((index) => input.units[index]?.unit ?? '');
  const { seats } = solving.solution;
  const open = openTieOf(solving.solution, unit);
  if (open !== null) return { by, units: names(open.units.filter((other) => other !== unit)), lot: true };
  const sign = change.by > 0n ? -1 : 1;
  const others = [...input.units.keys()].filter((other) => {
    const now = seats[other] ?? 0;
    return other !== unit && Math.sign(now - (solution.seats[other] ?? 0)) === sign;
  });
  if (others.length > 0) return { by, units: names(others), lot: false };
  // The seat came out of a tie, or went into one.
  const tied = [...solution.ties, ...solving.solution.ties].flatMap((tie) => tie.open?.units ?? []);
  return { by, units: names([...new Set(tied)].filter((other) => other !== unit)), lot: false };
}

const openTieOf = ({ ties }: Solution, unit: number): ResolvedTie['open'] =>
  ties.find(({ open }) => open?.units.includes(unit) === true)?.open ?? null;
