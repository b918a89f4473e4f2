import { sum } from '../exact.ts';
import { atTheLimit } from '../methods/limit.ts';
import { claimsOf, compareQuotients } from '../methods/signposts.ts';
import { solve, type Solution } from '../solve.ts';
import type { ResolvedTie } from '../ties.ts';
import { decimalText, weighingOf, type Column } from '../weights.ts';
import { changed, movesOf, type Change, type Question } from './counterfactual.ts';
import type { Margin, Margins, Move } from './explanation.ts';
import { firstNear } from './search.ts';

/** Up to so many units each has its margins; of more, those next to the limit. */
const ALL_UNITS = 60;
const NEXT_TO_LIMIT = 5;
/** Of Hamilton and the quota method, each figure that is tried is an apportionment: units × criteria × what each of these goes through. */
const MOST_STEPS = 2_500;
/** A rise to so many times everything that is there is the most that is tried. */
const FAR = 1n << 64n;

/**
 * Exact: each answer is the smallest whole step at which the seats of the unit are others, found by halving, because a unit never loses by a figure of its own that
 * rises. Recorded lots do not count here: they were drawn for the figures as they are.
 */
export function marginsOf(question: Question): Margins {
  const { input, columns } = question;
  const units = unitsToShow(question);
  const weighing = weighingOf(columns);
  const shown = units.flatMap((unit) => weighing.map((column) => marginOf(question, unit, column)));
  return { shown, omitted: input.units.length - units.length };
}

function unitsToShow({ input, columns, solution }: Question): readonly number[] {
  const { contest, seats } = solution;
  const all = [...input.units.keys()];
  if (contest.method === 'quota-method' || contest.method === 'hamilton') {
    const steps = contest.method === 'quota-method' ? contest.seats : all.length;
    return all.length * weighingOf(columns).length * steps > MOST_STEPS ? [] : all;
  }
  if (all.length <= ALL_UNITS) return all;
  const { held, wanted } = atTheLimit(contest, claimsOf(contest), seats);
  const last = held.toSorted((a, b) => compareQuotients(a.quotient, b.quotient)).slice(0, NEXT_TO_LIMIT);
  const next = wanted.toSorted((a, b) => compareQuotients(b.quotient, a.quotient)).slice(0, NEXT_TO_LIMIT);
  const near = new Set([...last, ...next].map(({ unit }) => unit));
  return all.filter((unit) => near.has(unit));
}

function marginOf(question: Question, unit: number, column: Column): Margin {
  const { input, solution } = question;
  const figure = column.figures[unit] ?? 0n;
  const total = sum(column.figures);
  const { loses, gains } = movesOf(question, unit, column);
  // A criterion without any figure would be none.
  const most = figure === total ? figure - 1n : figure;
  const fall = most < 0n ? undefined : firstNear(loses, most);
  const rise = firstNear(gains, (total + 1n) * BigInt(solution.contest.seats + 1) * FAR);
  return {
    unit: input.units[unit]?.unit ?? '',
    criterion: column.name,
    loses: fall === undefined ? null : moveOf(question, unit, { column, by: -fall }),
    gains: rise === undefined ? null : moveOf(question, unit, { column, by: rise }),
  };
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
