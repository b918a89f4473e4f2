/** What cannot be, in the order in which it is looked for. */
export type RefusalCode =
  | 'house-invalid'
  | 'unit-missing'
  | 'unit-repeated'
  | 'criterion-missing'
  | 'criterion-repeated'
  | 'weights-not-one'
  | 'figure-missing'
  | 'figure-invalid'
  | 'criterion-without-total'
  | 'limit-invalid'
  | 'base-missing'
  | 'base-not-used'
  | 'reserved-unknown'
  | 'reserved-over-house'
  | 'minimum-over-maximum'
  | 'infeasible-minimum'
  | 'infeasible-maximum'
  | 'lot-not-tied'
  | 'lot-too-short'
  | 'lot-repeated';

/** Why nothing is apportioned; never silently bent. */
export interface Refusal {
  readonly code: RefusalCode;
  /** What it is about: a unit, a criterion, a name. */
  readonly of?: string | undefined;
  readonly found: string;
  readonly required: string;
}
