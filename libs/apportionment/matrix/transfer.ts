import { compareQuotients, type Quotient } from '../methods/signposts.ts';
import type { Scaling } from './state.ts';

/** Rows whose seats cannot come down, because columns have claims nowhere else. */
export interface Deadlock {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** What has been reached from rows with too many seats, and from where. */
interface Labels {
  readonly rows: Map<number, number | undefined>;
  readonly columns: Map<number, number>;
}

/**
 * Moves seats from rows that have too many to rows that have too few, until each row has its own; columns keep theirs (tie and transfer, Balinski and Demange
 * 1989). It ends: each transfer mends one seat, and before it each change of multipliers reaches one more line.
 * @returns where it cannot go on, if the table has no solution
 */
export function transferUntilMet(scaling: Scaling, targets: readonly number[]): Deadlock | undefined {
  const sums = scaling.seats.map((row) => row.reduce((total, seats) => total + seats, 0));
  const excess = (row: number): number => (sums[row] ?? 0) - (targets[row] ?? 0);
  while (targets.some((_target, row) => excess(row) > 0)) {
    const labels = label(scaling, targets, excess);
    const short = [...labels.rows.keys()].find((row) => excess(row) < 0);
    if (short !== undefined) {
      const source = shift(scaling, labels, short);
      sums[short] = (sums[short] ?? 0) + 1;
      sums[source] = (sums[source] ?? 0) - 1;
      continue;
    }
    const factor = smallestFactor(scaling, labels);
    if (factor === undefined) return { rows: [...labels.rows.keys()], columns: [...labels.columns.keys()] };
    scaling.scale(labels.rows.keys(), labels.columns.keys(), factor);
  }
  return undefined;
}

/** From each row down to columns, from each column up to rows, over cells on a signpost. Ends early at a row that has too few. */
function label(scaling: Scaling, targets: readonly number[], excess: (row: number) => number): Labels {
  const begin = targets.flatMap((_target, row) => (excess(row) > 0 ? [row] : []));
  const rows = new Map<number, number | undefined>(begin.map((row) => [row, undefined]));
  const columns = new Map<number, number>();
  const queue = [...begin];
  for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
    for (const column of scaling.columns.keys()) {
      if (columns.has(column) || !scaling.canLower(row, column)) continue;
      columns.set(column, row);
      for (const next of scaling.rows.keys()) {
        if (rows.has(next) || !scaling.canRaise(next, column)) continue;
        rows.set(next, column);
        queue.push(next);
        if (excess(next) < 0) return { rows, columns };
      }
    }
  }
  return { rows, columns };
}

/** @returns the row in which the path began */
function shift(scaling: Scaling, { rows, columns }: Labels, end: number): number {
  let row = end;
  for (let column = rows.get(row); column !== undefined; column = rows.get(row)) {
    scaling.move(row, column, 1);
    row = columns.get(column) ?? row;
    scaling.move(row, column, -1);
  }
  return row;
}

/** The first signpost that a cell comes to when reached rows are divided and reached columns multiplied. */
function smallestFactor(scaling: Scaling, { rows, columns }: Labels): Quotient | undefined {
  let least: Quotient | undefined;
  const consider = (factor: Quotient | undefined): void => {
    if (factor !== undefined && (least === undefined || compareQuotients(factor, least) < 0)) least = factor;
  };
  for (const row of scaling.rows.keys())
    for (const column of scaling.columns.keys()) {
      if (rows.has(row) && !columns.has(column)) consider(scaling.downFactor(row, column));
      if (!rows.has(row) && columns.has(column)) consider(scaling.upFactor(row, column));
    }
  return least;
}
