import { z } from 'zod';
import {
  apportionBiproportionally,
  DIVISOR_METHODS,
  type BiproportionalInput,
  type BiproportionalOutcome,
  type Cell,
} from '#libs/apportionment';
import { terminalText } from '#libs/kernel';
import { groupDigits, plural, table } from '../output/text.ts';

const count = z.int().min(0);
const lines = z.array(z.strictObject({ unit: z.string(), seats: count }));
const upperSchema = z.strictObject({
  method: z.enum(DIVISOR_METHODS),
  by: z.enum(['votes', 'voters']),
  tieRule: z.array(z.string()).optional(),
  lots: z.array(z.strictObject({ drawn: z.array(z.string()) })).optional(),
});

/** Seats in two directions at once: a JSON file with rows is this question. */
export const tableQuestionSchema = z.strictObject({
  method: z.enum(DIVISOR_METHODS),
  rows: lines,
  columns: z.union([lines, z.strictObject({ units: z.array(z.string()), upper: upperSchema })]),
  figures: z.array(z.array(z.union([z.number(), z.string()]))),
  lots: z.array(z.strictObject({ drawn: z.array(z.strictObject({ row: z.string(), column: z.string() })) })).optional(),
});

/** The table of seats, and its text for people. */
export function answerTable(input: BiproportionalInput): {
  readonly outcome: BiproportionalOutcome;
  readonly text: string;
} {
  const outcome = apportionBiproportionally(input);
  return { outcome, text: textOf(input, outcome) };
}

function textOf({ rows }: BiproportionalInput, outcome: BiproportionalOutcome): string {
  if (outcome.kind === 'refused')
    return outcome.refusals
      .map(({ code, of, found, required }) =>
        terminalText(`${code}${of === undefined ? '' : `: ${of}`}: found ${found}; required ${required}`),
      )
      .join('\n');
  if (outcome.kind === 'upper-tied')
    return outcome.ties
      .map(
        ({ units, seats }) =>
          `Tie of the columns: ${units.map(terminalText).join(', ')}, ${seatsText(seats)}. Lots are to be drawn.`,
      )
      .join('\n');
  const { columns, seats, ties } = outcome;
  const head = ['', ...columns.map(({ unit }) => unit), 'seats'];
  const body = rows.map(({ unit, seats: own }, row) => [unit, ...(seats[row] ?? []).map(String), String(own)]);
  const foot = ['seats', ...columns.map((column) => String(column.seats)), ''];
  const open = ties.map(
    ({ cells, seats: stake }) => `Tie: ${cells.map(cellText).join(', ')}, ${seatsText(stake)}. Lots are to be drawn.`,
  );
  return [table(head, [...body, foot]), ...open].join('\n');
}

const cellText = ({ row, column }: Cell): string => terminalText(`${row} × ${column}`);
const seatsText = (seats: number): string => `${groupDigits(seats)} ${plural(seats, 'seat')}`;
