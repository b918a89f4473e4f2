import type { Rational } from '#libs/kernel';
import { apportion } from '../apportion.ts';
import { fractionOf, sum, sumOf } from '../exact.ts';
import type { Figure } from '../input.ts';
import { apportionByDivisor } from '../methods/divisor.ts';
import { atTheLimit } from '../methods/limit.ts';
import { claimsOf, type Claims } from '../methods/signposts.ts';
import { MAX_HOUSE } from '../read.ts';
import { decimalText, readFigure } from '../weights.ts';
import { circlesOf, drawCells, type CellIndex } from './circles.ts';
import type { BiproportionalInput, BiproportionalOutcome, Cell, LineInput, MatrixRefused, UpperTied } from './input.ts';
import { Scaling, type Grid } from './state.ts';
import { transferUntilMet } from './transfer.ts';

type RefusalOfTable = MatrixRefused['refusals'][number];

const refuse = (...refusals: readonly RefusalOfTable[]): MatrixRefused => ({ kind: 'refused', refusals });

/**
 * Shares seats so that each row and each column has its own exactly, and cells are in proportion to their figures: double proportion (Balinski and Demange 1989;
 * Pukelsheim, Proportional Representation, ch. 14). The result is the only one but for ties, which are named. Exact, and it ends.
 */
export function apportionBiproportionally(input: BiproportionalInput): BiproportionalOutcome {
  const refusal = tableRefusal(input);
  if (refusal !== undefined) return refuse(refusal);
  const figures = integersOf(input.figures);
  const columns = columnSeats(input, figures);
  if ('kind' in columns) return columns;
  const [across, down] = [sumOf(input.rows.map(({ seats }) => seats)), sumOf(columns.map(({ seats }) => seats))];
  if (across !== down)
    return refuse({
      code: 'sums-differ',
      found: `columns with ${String(down)} seats`,
      required: `${String(across)}, as the rows`,
    });
  const begun = begin(input, columns, figures);
  if ('kind' in begun) return begun;
  const deadlock = transferUntilMet(
    begun,
    input.rows.map(({ seats }) => seats),
  );
  if (deadlock !== undefined) {
    const names = (lines: readonly LineInput[], indexes: readonly number[]): string =>
      indexes.map((index) => lines[index]?.unit ?? '').join(', ');
    const seats = sumOf(deadlock.rows.map((row) => input.rows[row]?.seats ?? 0));
    const found = `${names(columns, deadlock.columns)} can seat nobody outside of ${names(input.rows, deadlock.rows)}`;
    return refuse({ code: 'infeasible-table', found, required: `at most ${String(seats)} seats there` });
  }
  return outcomeOf(input, columns, begun);
}

function tableRefusal({ rows, columns, figures }: BiproportionalInput): RefusalOfTable | undefined {
  const names = 'upper' in columns ? columns.units : columns.map(({ unit }) => unit);
  const lines = [rows.map(({ unit }) => unit), names];
  const repeated = lines.flatMap((all) => all.filter((name, index) => all.indexOf(name) !== index))[0];
  if (repeated !== undefined)
    return { code: 'line-repeated', of: repeated, found: repeated, required: 'each line once' };
  const form = `${String(rows.length)} rows of ${String(names.length)} figures`;
  if (rows.length === 0 || names.length === 0 || figures.length !== rows.length)
    return { code: 'table-invalid', found: `${String(figures.length)} rows`, required: form };
  for (const [index, row] of figures.entries()) {
    const of = rows[index]?.unit;
    if (row.length !== names.length) return { code: 'table-invalid', of, found: String(row.length), required: form };
    const wrong = row.find((figure) => readFigure(figure) === undefined);
    if (wrong !== undefined)
      return { code: 'figure-invalid', of, found: String(wrong), required: 'a decimal number from 0 on' };
  }
  const seats = [...rows, ...('upper' in columns ? [] : columns)];
  const wrong = seats.find((line) => !Number.isSafeInteger(line.seats) || line.seats < 0 || line.seats > MAX_HOUSE);
  if (wrong === undefined) return undefined;
  const required = `an integer from 0 to ${String(MAX_HOUSE)}`;
  return { code: 'limit-invalid', of: wrong.unit, found: String(wrong.seats), required };
}

function integersOf(figures: Grid<Figure>): Grid<bigint> {
  const read = figures.map((row) => row.map((figure) => readFigure(figure) ?? { digits: 0n, places: 0 }));
  const places = Math.max(0, ...read.flat().map((each) => each.places));
  return read.map((row) => row.map((each) => each.digits * 10n ** BigInt(places - each.places)));
}

function columnSeats(
  { rows, columns }: BiproportionalInput,
  figures: Grid<bigint>,
): readonly LineInput[] | UpperTied | MatrixRefused {
  if (!('upper' in columns)) return columns;
  const { method, by, tieRule, lots } = columns.upper;
  // Divided by the seats of each row: multiplied by those of all others, which is in the same proportion.
  const whole = rows.reduce((product, { seats }) => product * BigInt(Math.max(seats, 1)), 1n);
  const factors = rows.map(({ seats }) => (by === 'votes' ? 1n : seats === 0 ? 0n : whole / BigInt(seats)));
  const units = columns.units.map((unit, column) => {
    const figure = sum(figures.map((row, index) => (row[column] ?? 0n) * (factors[index] ?? 0n)));
    return { unit, figures: { figure: decimalText(figure, 0) } };
  });
  const criteria = [{ name: 'figure', weight: { numerator: '1', denominator: '1' } }];
  const house = sumOf(rows.map(({ seats }) => seats));
  const outcome = apportion({ house, method, criteria, units, tieRule, lots });
  if (outcome.kind === 'refused') return outcome;
  if (outcome.kind === 'tied') return { kind: 'upper-tied', ties: outcome.ties };
  return outcome.seats.map(({ unit, seats }) => ({ unit, seats }));
}

/** Each column shared between the rows by itself, on figures that are scaled to the seats of the row; sums of rows come afterwards. */
function begin(
  { method, rows }: BiproportionalInput,
  columns: readonly LineInput[],
  figures: Grid<bigint>,
): Scaling | MatrixRefused {
  // A line without seats has no claims.
  const weights = figures.map((row, index) =>
    row.map((figure, column) => (rows[index]?.seats === 0 || columns[column]?.seats === 0 ? 0n : figure)),
  );
  const divisor = { method, offset: 0, isDegressive: false };
  const { isSquared, signpost } = claimsOf({ divisor, units: [] });
  const square = (value: bigint): bigint => (isSquared ? value * value : value);
  const scales = weights.map((row, index) => ({ over: BigInt(rows[index]?.seats ?? 0) || 1n, under: sum(row) || 1n }));
  const whole = scales.reduce((product, { under }) => product * under, 1n);
  const multipliers = scales.map(({ over, under }): Rational => ({
    numerator: square(over),
    denominator: square(under),
  }));
  const lines = columns.map(({ unit, seats }, column) => {
    const units = rows.map((_row, index) => {
      const { over, under } = scales[index] ?? { over: 1n, under: 1n };
      const weight = (weights[index]?.[column] ?? 0n) * over * (whole / under);
      // One more than there are, so that the first claim without a seat is seen.
      return { weight, share: weight, minimum: 0, maximum: weight === 0n ? 0 : seats + 1 };
    });
    const isPossible = seats === 0 || units.some(({ weight }) => weight > 0n);
    return { unit, seats, contest: { seats, method, divisor, units }, isPossible };
  });
  const empty = lines.find(({ isPossible }) => !isPossible);
  if (empty !== undefined) {
    const found = `${String(empty.seats)} seats without a figure`;
    return refuse({
      code: 'infeasible-table',
      of: empty.unit,
      found,
      required: 'a figure above 0 for a line with seats',
    });
  }
  const begun = lines.map(({ contest }) => shareColumn(contest, square(whole)));
  const impossible = begun.findIndex((each) => each === undefined);
  if (impossible !== -1) {
    const found = `fewer seats than rows with figures`;
    const required = `a seat for each, which ${method} gives`;
    return refuse({ code: 'infeasible-table', of: columns[impossible]?.unit, found, required });
  }
  const seats = rows.map((_row, index) => begun.map((each) => each?.seats[index] ?? 0));
  const claims = weights.map((row) => row.map(square));
  const dividing = begun.map((each) => each?.multiplier ?? { numerator: 1n, denominator: 1n });
  return new Scaling(claims, signpost, { seats, rows: multipliers, columns: dividing });
}

/** The seats of one column, and the multiplier at which each claim stands between its signposts; undefined where first seats are more than there are. */
function shareColumn(contest: Parameters<typeof apportionByDivisor>[0], whole: bigint) {
  const claims: Claims = claimsOf(contest);
  const { certain, ties } = apportionByDivisor(contest);
  const seats = [...certain];
  for (const { units, steps } of ties)
    for (const { unit } of units.slice(0, steps.length)) seats[unit] = (seats[unit] ?? 0) + 1;
  const { last, next } = atTheLimit(contest, claims, seats);
  if (next?.under === 0n) return undefined;
  const level = last === undefined || last.under === 0n ? next : last;
  if (level === undefined || level.over === 0n) return { seats, multiplier: { numerator: 1n, denominator: 1n } };
  return { seats, multiplier: { numerator: level.under * whole, denominator: level.over } };
}

function outcomeOf(input: BiproportionalInput, columns: readonly LineInput[], scaling: Scaling): BiproportionalOutcome {
  const tied = circlesOf(scaling);
  const named = (cell: CellIndex): Cell => ({
    row: input.rows[cell.row]?.unit ?? '',
    column: columns[cell.column]?.unit ?? '',
  });
  const indexOf = ({ row, column }: Cell): CellIndex => ({
    row: input.rows.findIndex(({ unit }) => unit === row),
    column: columns.findIndex(({ unit }) => unit === column),
  });
  const drawn = (input.lots ?? []).flatMap((lot) => lot.drawn.map(indexOf));
  const isTied = (cell: CellIndex): boolean =>
    tied.some((circle) => circle.some(({ row, column }) => row === cell.row && column === cell.column));
  const strange = (input.lots ?? []).flatMap((lot) => lot.drawn.filter((cell) => !isTied(indexOf(cell))));
  if (strange.length > 0) {
    const required = tied.length === 0 ? 'no lot: no tie is open' : 'a tied cell';
    return refuse(
      ...strange.map(
        ({ row, column }) => ({ code: 'lot-cell-not-tied', found: `${row} × ${column}`, required }) as const,
      ),
    );
  }
  const open = drawn.length === 0 ? tied : drawCells(scaling, drawn);
  const ties = open.map((cells) => ({
    cells: cells.map(named),
    seats: cells.filter(({ row, column }) => scaling.canLower(row, column)).length,
  }));
  for (const { row, column } of open.flat()) if (scaling.canLower(row, column)) scaling.move(row, column, -1);
  return {
    kind: ties.length === 0 ? 'apportioned' : 'tied',
    columns,
    seats: scaling.seats,
    ties,
    multipliers: {
      rows: scaling.rows.map(({ numerator, denominator }) => fractionOf(numerator, denominator)),
      columns: scaling.columns.map(({ numerator, denominator }) => fractionOf(numerator, denominator)),
    },
  };
}
