import { reject, type CalendarDate } from '#libs/kernel';
import type { Effective } from '../operation.ts';

/** The refusal of an act that can only follow the effect and is dated before it. */
export function beforeEffect(on: CalendarDate, { effectiveOn }: Effective, what: string) {
  if (on >= effectiveOn) return undefined;
  return reject({
    type: 'MRG_OUT_OF_ORDER',
    found: `${what} on ${on}`,
    required: `not before the effect of ${effectiveOn}`,
    earliestLawfulDate: effectiveOn,
  });
}
