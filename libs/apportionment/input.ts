import type { Fraction } from './exact.ts';
import type { DivisorMethod, Method } from './method.ts';

/** A number from 0 on: a safe integer, or a decimal number as text of any length (`1000000000000000000`, `12.5`). */
export type Figure = number | string;

/** What seats are shared by. Shares come first, weights then: the unit in which a criterion is measured changes nothing. */
export interface Criterion {
  readonly name: string;
  /** The weights of all criteria sum to exactly 1. */
  readonly weight: Fraction;
}

export interface UnitInput {
  readonly unit: string;
  /** By the name of the criterion; others than criteria may stand here for the rule of ties. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Of its seats, reserved ones included. Default: that of all units, else 0. */
  readonly minimum?: number | undefined;
  /** Of its seats, reserved ones included. Default: that of all units, else none. */
  readonly maximum?: number | undefined;
}

/** Seats of the house that are set aside and not shared by figures: for a unit, or for others (qualified persons, founders). */
export interface ReservedSeats {
  readonly name: string;
  /** Whose they are; absent where they belong to none of the units. */
  readonly unit?: string | undefined;
  readonly seats: number;
}

/** The recorded outcome of a drawing of lots: the units in the order in which they were drawn. The seats at stake go to the first of them. */
export interface Lot {
  readonly drawn: readonly string[];
}

/** Everything that decides, and nothing else: the same input gives the same seats for ever. */
export interface ApportionmentInput {
  /** How many seats there are in all, reserved ones included. */
  readonly house: number;
  readonly method: Method;
  readonly criteria: readonly Criterion[];
  readonly units: readonly UnitInput[];
  /** Of `base-and-proportion` only. */
  readonly base?: { readonly seats: number; readonly rounding: DivisorMethod } | undefined;
  /** `square-root`: shares weigh by their square roots, so that large units get less than in proportion (Penrose). Default: `none`. */
  readonly degression?: 'none' | 'square-root' | undefined;
  /** Of each unit that has none of its own, reserved seats included. */
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** No unit has more than this share of the house, reserved seats included; what is left over of a seat does not count. */
  readonly cap?: Fraction | undefined;
  readonly reserved?: readonly ReservedSeats[] | undefined;
  /** What a tie goes by before lots are drawn: `weight` (the larger composite weight), or a figure by its name (the larger). Default: none. */
  readonly tieRule?: readonly string[] | undefined;
  readonly lots?: readonly Lot[] | undefined;
  /** Whether a house that is larger than what units can hold keeps seats vacant. Default: that is refused. */
  readonly vacancies?: boolean | undefined;
}
