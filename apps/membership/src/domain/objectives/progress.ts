import { decimalOf, rational, rationalOf, rounded, type Rational } from '#libs/kernel';
import type { Objective, Reading } from './objective.ts';

type Known = NonNullable<Objective['objective']>;

/** `disputed`: of the readings of the last day some reach the target and others do not. */
export type ObjectiveStatus = 'open' | 'reached' | 'disputed' | 'missed';

/** Whether a reading is at the target or beyond it. */
export function reaches({ target, better }: Known, { value }: Pick<Reading, 'value'>): boolean {
  const above = minus(value, target).numerator;
  return better === 'higher' ? above >= 0n : above <= 0n;
}

/**
 * How much of the way from the baseline to the target a reading is, in percent with two digits: below 0 where it went the other way, above 100 beyond the
 * target. Undefined where the baseline is unknown, or is the target: then there is no way.
 */
export function progressOf({ baseline, target }: Known, { value }: Pick<Reading, 'value'>): string | undefined {
  if (baseline === null) return undefined;
  const [gone, whole] = [minus(value, baseline), minus(target, baseline)];
  if (whole.numerator === 0n) return undefined;
  const sign = whole.numerator < 0n ? -1n : 1n;
  const share = rational(
    sign * gone.numerator * whole.denominator * 10_000n,
    sign * whole.numerator * gone.denominator,
  );
  return decimalOf(rounded(share));
}

/** What has become of an objective by a day: judged by the readings of the last day on which there are any, and by its due day. */
export function statusOn(known: Known, readings: readonly Reading[], day: string): ObjectiveStatus {
  const byThen = readings.filter(({ on }) => on <= day && on <= known.dueOn);
  const last = byThen.at(-1)?.on;
  const verdicts = byThen.filter(({ on }) => on === last).map((reading) => reaches(known, reading));
  if (verdicts.length > 0 && verdicts.every(Boolean)) return 'reached';
  if (verdicts.some(Boolean)) return 'disputed';
  return known.dueOn < day ? 'missed' : 'open';
}

function minus(value: number | string, other: number | string): Rational {
  const [a, b] = [rationalOf(value), rationalOf(other)];
  return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}
