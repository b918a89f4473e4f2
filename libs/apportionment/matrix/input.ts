import type { Fraction } from '../exact.ts';
import type { Figure } from '../input.ts';
import type { DivisorMethod } from '../method.ts';
import type { Tie } from '../outcome.ts';
import type { Refusal } from '../refusal.ts';

/** A line of the table: an antenna, a college, a party. Its seats are met exactly. */
export interface LineInput {
  readonly unit: string;
  readonly seats: number;
}

/** How the seats of the columns follow where they are not given (Pukelsheim's upper apportionment). */
export interface UpperApportionment {
  readonly method: DivisorMethod;
  /** `votes`: by the sum of a column; `voters`: by the sum of its figures each divided by the seats of the row, where a voter has as many votes as there are seats. */
  readonly by: 'votes' | 'voters';
  readonly tieRule?: readonly string[] | undefined;
  readonly lots?: readonly { readonly drawn: readonly string[] }[] | undefined;
}

export interface Cell {
  readonly row: string;
  readonly column: string;
}

/** Seats in two directions at once: each row and each column has its seats, and cells are in proportion to figures (antenna × college). */
export interface BiproportionalInput {
  readonly method: DivisorMethod;
  readonly rows: readonly LineInput[];
  /** Their names where the upper apportionment gives the seats. */
  readonly columns: readonly LineInput[] | { readonly units: readonly string[]; readonly upper: UpperApportionment };
  /** For each row, in the order of the columns. */
  readonly figures: readonly (readonly Figure[])[];
  /** Recorded drawings of lots: the cells in the order in which they were drawn. */
  readonly lots?: readonly { readonly drawn: readonly Cell[] }[] | undefined;
}

/** Cells of which some may have a seat more and others a seat less, with the same sums: an even circle of equal claims. */
export interface CellTie {
  readonly cells: readonly Cell[];
  /** How many of them have a seat more than `seats` says. */
  readonly seats: number;
}

export interface Biproportional {
  readonly kind: 'apportioned' | 'tied';
  readonly columns: readonly LineInput[];
  /** For each row, in the order of the columns: what each cell has whatever open ties come to. */
  readonly seats: readonly (readonly number[])[];
  /** The open ties, which are independent of each other. */
  readonly ties: readonly CellTie[];
  /** Anybody can check the result by these: figure × row × column, rounded by the method, is the seats of a cell (of their squares for Huntington-Hill). */
  readonly multipliers: { readonly rows: readonly Fraction[]; readonly columns: readonly Fraction[] };
}

/** The upper apportionment has a tie on its limit: lots are to be drawn there first. */
export interface UpperTied {
  readonly kind: 'upper-tied';
  readonly ties: readonly Tie[];
}

export type MatrixRefusalCode =
  Refusal['code'] | 'table-invalid' | 'line-repeated' | 'sums-differ' | 'infeasible-table' | 'lot-cell-not-tied';

export interface MatrixRefused {
  readonly kind: 'refused';
  readonly refusals: readonly (Omit<Refusal, 'code'> & { readonly code: MatrixRefusalCode })[];
}

export type BiproportionalOutcome = Biproportional | UpperTied | MatrixRefused;
