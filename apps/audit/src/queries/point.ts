import { calendarDate, earliest, type CalendarDate } from '#libs/kernel';
import type { z } from 'zod';
import { knownVersions, type Point, type Version } from '#libs/bitemporal';
import type { spanView } from '../read-models/facts/fact-values.ts';

/** A stretch of days; `to` is the first day on which it holds no more, null without an end. */
export type Span = Readonly<z.infer<typeof spanView>>;

/** The stretches in which the fact held, as known; what touches is one. */
export function heldSpans(versions: readonly Version<unknown>[], knownAt: string | undefined): readonly Span[] {
  const spans: Span[] = [];
  for (const { value, validFrom, validTo } of knownVersions(versions, knownAt)) {
    const last = spans.at(-1);
    if (value === null) continue;
    if (last?.to === validFrom) spans[spans.length - 1] = { from: last.from, to: validTo };
    else spans.push({ from: validFrom, to: validTo });
  }
  return spans;
}

/** The day of the point, or the last day before an end that lies before it. */
export function dayWithin({ validAt }: Point, lastDay: CalendarDate | undefined): CalendarDate {
  const day = calendarDate(validAt);
  return lastDay === undefined ? day : earliest(day, lastDay);
}
