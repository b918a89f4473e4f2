import type { Fraction } from '../exact.ts';
import type { Apportionment, WinningQuotient } from '../outcome.ts';

/** Why the seats are as they are; plain JSON, so that it is stored with the decision. */
export interface Explanation {
  readonly quotas: readonly UnitQuota[];
  readonly winning: Winning;
  /** Who would have the seat after the last: the units of the largest claim that won none. */
  readonly nextInLine: readonly Claim[];
  readonly margins: Margins;
  /** The units with most seats, and their part of the house. */
  readonly largestShare: { readonly units: readonly string[]; readonly share: Fraction };
  readonly power: Power;
  /** Units whose shared seats are neither of the two integers next to their quota. */
  readonly quotaViolations: readonly QuotaViolation[];
  /** The house with a seat less and with a seat more. */
  readonly neighbours: readonly Neighbour[];
}

export interface UnitQuota {
  readonly unit: string;
  /** Of the composite weights. Cut off after 30 decimal places of the roots where weights are degressive. */
  readonly share: Fraction;
  /** The share of the seats that are shared (the house without reserved seats). */
  readonly quota: Fraction;
}

export interface Claim {
  readonly unit: string;
  readonly quotient: Fraction;
}

export interface Winning {
  /**
   * What seats are won by: `quotient`, weight ÷ divisor, where weights are shares of the whole; `squared-quotient`, its square, where divisors or weights are roots;
   * `remainder`, what is left of the fair share.
   */
  readonly by: 'quotient' | 'squared-quotient' | 'remainder';
  /** Seats that minimums, bases or whole parts of fair shares give before any claim is compared. */
  readonly before: number;
  /** The last ones where there are more than 1,000, in the order in which they are won. Seats in an open tie are not among them. */
  readonly shown: readonly WinningQuotient[];
  /** How many came before those shown. */
  readonly omitted: number;
}

export interface Margins {
  readonly shown: readonly Margin[];
  /** Units for which none was computed: far from the limit, where there are many; all of them, where Hamilton or the quota method would have to be repeated too often. */
  readonly omitted: number;
}

/** How far one figure of one unit may move, everything else as it is. */
export interface Margin {
  readonly unit: string;
  readonly criterion: string;
  /** The smallest fall by which it loses a seat; null where it keeps all of them even with nothing. `0`: it has its last seat by a lot. */
  readonly loses: Move | null;
  /** The smallest rise by which it gains a seat; null where none does (its maximum, or the criterion does not weigh enough). */
  readonly gains: Move | null;
}

export interface Move {
  /** In units of the figure, a whole number of the smallest decimal place that the criterion has. */
  readonly by: string;
  /** Whose seat moves to or from; with a lot, the units that it is between. */
  readonly units: readonly string[];
  /** The seat does not move by itself: figures and rule leave it to a drawing of lots. */
  readonly lot: boolean;
}

/** Banzhaf index: how often each group of seats decides. */
export type Power =
  | {
      readonly kind: 'banzhaf';
      /** More than half of the house. */
      readonly decide: number;
      /** Units, and reserved seats of others as a group of their own. */
      readonly indexes: readonly { readonly group: string; readonly seats: number; readonly index: Fraction }[];
    }
  | { readonly kind: 'not-computed'; readonly found: string; readonly required: string };

export interface QuotaViolation {
  readonly unit: string;
  readonly seats: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Neighbour {
  readonly house: number;
  /** Compared with this house; of an open tie only what is certain. Both are empty where the neighbour is refused. */
  readonly gains: readonly string[];
  readonly loses: readonly string[];
  /** Alabama paradox: a unit has fewer seats in the larger of the two houses. */
  readonly paradox: readonly string[];
  /** Refused, such as a house below the minimums. */
  readonly refused: boolean;
}

export interface Explained {
  readonly outcome: Apportionment;
  /** Null for what is refused. */
  readonly explanation: Explanation | null;
}
