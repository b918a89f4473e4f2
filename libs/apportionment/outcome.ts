import type { Fraction } from './exact.ts';
import type { Refusal } from './refusal.ts';

export interface UnitSeats {
  readonly unit: string;
  /** All of its seats: those that it has whatever an open tie comes to. */
  readonly seats: number;
  /** Of these, reserved for it. */
  readonly reserved: number;
}

/** Units whose claims to the last seats are equal. Ties between which no limit runs are none: everybody gets the seat. */
export interface Tie {
  /** In the order of the input. */
  readonly units: readonly string[];
  /** How many of them get a seat. */
  readonly seats: number;
  /** Those who have it by the recorded rule. */
  readonly byRule: readonly string[];
  /** Those who have it by the recorded drawing of lots, in the order in which they were drawn. */
  readonly byLot: readonly string[];
  /** What lots are still to decide: the seats among the units that the rule does not tell apart. */
  readonly open: { readonly units: readonly string[]; readonly seats: number } | null;
}

export interface Apportioned {
  readonly kind: 'apportioned';
  /** In the order of the input. */
  readonly seats: readonly UnitSeats[];
  /** Ties that rule or lots have decided. */
  readonly ties: readonly Tie[];
  /** More than 0 only where vacancies are allowed. */
  readonly vacant: number;
}

/** Lots have to be drawn: each open tie is independent of the others. */
export interface Tied {
  readonly kind: 'tied';
  readonly seats: readonly UnitSeats[];
  readonly ties: readonly Tie[];
  readonly vacant: number;
}

export interface Refused {
  readonly kind: 'refused';
  readonly refusals: readonly [Refusal, ...Refusal[]];
}

export type Apportionment = Apportioned | Tied | Refused;

/** By what a seat was won. The first seat of a unit by Adams, Dean or Huntington-Hill has no divisor: its quotient is its weight, or the square of it. */
export interface WinningQuotient {
  /** From 1, in the order in which seats are won; reserved seats and minimums come before. */
  readonly seat: number;
  readonly unit: string;
  readonly quotient: Fraction;
}
