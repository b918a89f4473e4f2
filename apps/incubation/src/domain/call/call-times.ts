import { addDays, calendarDate, instantOf, isCalendarDate, localTimeFaultIn, startOfDay } from '#libs/kernel';
import type { Instant, Occurrence, Refusal } from '#libs/kernel';

/** `found` is what cannot be, `required` what it has to be. */
export type CallTimeRefusal =
  | Refusal<'INC_ZONE_UNKNOWN' | 'INC_TIME_DOES_NOT_EXIST' | 'INC_TIME_NOT_TWICE', 'found' | 'required'>
  | Refusal<'INC_CLOSING_BEFORE_OPENING', 'found' | 'required'>;

/** When a call closes, as it was entered: a local time, or a day that is included in whole. */
export interface Closing {
  readonly closes: string;
  readonly closesOccurrence?: Occurrence | undefined;
}

/** The first instant at which it is too late. Needs a closing of which `closingFault` finds nothing. @throws RangeError for another one */
export function closingInstant({ closes, closesOccurrence }: Closing, zone: string): Instant {
  if (!isCalendarDate(closes)) return instantOf(closes, zone, closesOccurrence);
  return startOfDay(addDays(calendarDate(closes), 1), zone);
}

/** Why a call that opens at a local time of a zone cannot close then. */
export function closingFault(closing: Closing, opens: string, zone: string): CallTimeRefusal | undefined {
  const { closes, closesOccurrence } = closing;
  const fault =
    localTimeFault(opens, zone) ?? (isDay(closes) ? undefined : localTimeFault(closes, zone, closesOccurrence));
  if (fault !== undefined) return fault;
  if (closingInstant(closing, zone) > instantOf(opens, zone)) return undefined;
  return { type: 'INC_CLOSING_BEFORE_OPENING', found: closes, required: `after ${opens}` };
}

function isDay(closes: string): boolean {
  return isCalendarDate(closes);
}

function localTimeFault(local: string, zone: string, occurrence?: Occurrence): CallTimeRefusal | undefined {
  const fault = localTimeFaultIn(local, zone, occurrence);
  return fault && { type: `INC_${fault.fault}`, found: fault.found, required: fault.required };
}
