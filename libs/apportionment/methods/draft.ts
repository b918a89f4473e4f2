import type { Quotient } from './signposts.ts';

/** Units with equal claims at the limit. */
export interface DraftTie {
  /** A unit of the tie, and the step from which it may be chosen. */
  readonly units: readonly { readonly unit: number; readonly since: number }[];
  /** The steps at which one of them is chosen, rising; as many as seats. */
  readonly steps: readonly number[];
}

/** A seat that was won, in the order of winning. */
export interface Award {
  readonly unit: number;
  readonly step: number;
  readonly quotient: Quotient;
}

/** What a method comes to before ties are resolved. */
export interface Draft {
  /** What each unit has whatever ties come to. */
  readonly certain: readonly number[];
  readonly ties: readonly DraftTie[];
  /** Of methods that have to go through the house seat by seat: one lawful order. */
  readonly log?: readonly Award[];
}

/** A tie in which every unit may be chosen from the beginning. */
export function plainTie(units: readonly number[], seats: number): DraftTie {
  return { units: units.map((unit) => ({ unit, since: 0 })), steps: Array.from({ length: seats }, () => 0) };
}
