import { apportion } from './apportion.ts';
import type { ApportionmentInput, UnitInput } from './input.ts';
import type { Apportionment } from './outcome.ts';

/** A unit whose seats are shared again inside of it, such as an alliance or an antenna with its colleges. */
export interface StagedUnit extends UnitInput {
  readonly within?: StagedInside | undefined;
}

/** As an apportionment, but the house is what the unit has won. */
export type StagedInside = Omit<StagedInput, 'house'>;

export interface StagedInput extends Omit<ApportionmentInput, 'units'> {
  readonly units: readonly StagedUnit[];
}

export interface StagedOutcome {
  readonly outcome: Apportionment;
  /**
   * Of the units that are shared again, in the order of the input. Null while a tie decides how many seats there are inside, and where
   * there are none to share.
   */
  readonly within: readonly { readonly unit: string; readonly stage: StagedOutcome | null }[];
}

/** Stage after stage: the seats that a unit has won are shared between those inside of it, by the method and the criteria of that stage. */
export function apportionInStages(input: StagedInput): StagedOutcome {
  const outcome = apportion(input);
  const staged = input.units.flatMap(({ unit, within }) => (within === undefined ? [] : [{ unit, within }]));
  if (outcome.kind === 'refused') return { outcome, within: staged.map(({ unit }) => ({ unit, stage: null })) };
  const open = new Set(outcome.ties.flatMap((tie) => tie.open?.units ?? []));
  return {
    outcome,
    within: staged.map(({ unit, within }) => {
      const house = outcome.seats.find((each) => each.unit === unit)?.seats ?? 0;
      const isKnown = house > 0 && !open.has(unit);
      return { unit, stage: isKnown ? apportionInStages({ ...within, house }) : null };
    }),
  };
}
