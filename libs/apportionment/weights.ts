import type { Rational } from '#libs/kernel';
import { inLowestTerms, squareRoot, sum } from './exact.ts';
import type { Figure } from './input.ts';

/** A criterion as arithmetic takes it: its weight, and the figure of each unit as an integer in one step of the criterion. */
export interface Column {
  readonly name: string;
  readonly weight: Rational;
  readonly figures: readonly bigint[];
  /** Decimal places of the step: figures are tenths where it is 1. */
  readonly places: number;
}

/** Exactly what a figure says; undefined for what is no number from 0 on, or no longer exact. */
export function readFigure(figure: Figure): { readonly digits: bigint; readonly places: number } | undefined {
  if (typeof figure === 'number' && Number.isInteger(figure) && !Number.isSafeInteger(figure)) return undefined;
  const [, whole, part = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(figure)) ?? [];
  return whole === undefined ? undefined : { digits: BigInt(`${whole}${part}`), places: part.length };
}

/** An integer of so many decimal places as a decimal number. */
export function decimalText(value: bigint, places: number): string {
  if (places === 0) return String(value);
  const digits = String(value).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export const weighingOf = (columns: readonly Column[]): readonly Column[] =>
  columns.filter(({ weight }) => weight.numerator > 0n);

/** What a figure of each column counts in a composite weight `Σ w · F ÷ ΣF`, multiplied out: all of them in one proportion. */
export function compositeFactors(weighing: readonly Column[], totals: readonly bigint[]): readonly bigint[] {
  const under = weighing.map(({ weight }, index) => weight.denominator * (totals[index] ?? 1n));
  const whole = under.reduce((product, each) => product * each, 1n);
  return weighing.map(({ weight }, index) => weight.numerator * (whole / (under[index] ?? 1n)));
}

/** The composite weight of each unit, as integers in one proportion and in lowest terms. Each criterion of a weight above 0 needs a total above 0. */
export function compositeWeights(columns: readonly Column[]): readonly bigint[] {
  const weighing = weighingOf(columns);
  const factors = compositeFactors(
    weighing,
    weighing.map(({ figures }) => sum(figures)),
  );
  const [first] = weighing;
  const weights = (first?.figures ?? []).map((_figure, index) =>
    weighing.reduce((total, { figures }, each) => total + (factors[each] ?? 0n) * (figures[index] ?? 0n), 0n),
  );
  return inLowestTerms(weights);
}

/** Square roots of weights of at most 10^18 have 30 decimal places; what is smaller than that is cut off. */
const ROOT_SCALE = 10n ** 60n;

/** Square roots in one proportion, cut off after 30 decimal places (exact for squares). Equal weights have equal roots. */
export function rootsOf(weights: readonly bigint[]): readonly bigint[] {
  return weights.map((weight) => squareRoot(weight * ROOT_SCALE));
}
