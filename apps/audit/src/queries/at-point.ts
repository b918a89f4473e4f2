import { asOf, knownVersions, versionAt, type Point, type Version } from '#libs/bitemporal';
import { calendarDate, earliest, nameOn, type CalendarDate, type DatedName } from '#libs/kernel';
import type { z } from 'zod';
import type { Fact, spanView } from '../read-models/facts/fact.ts';

/** A span of days; `to` is the first day after it, null without an end. */
export type Span = Readonly<z.infer<typeof spanView>>;

/** The spans in which the fact held, as known. */
export function heldSpans(versions: readonly Version<unknown>[], knownAt: string | undefined): readonly Span[] {
  const held = knownVersions(versions, knownAt).filter(({ value }) => value !== null);
  return joinSpans(held.map(({ validFrom: from, validTo: to }) => ({ from, to })));
}

/** Spans in the order of their days; those that touch are joined. */
export function joinSpans(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const { from, to } of spans) {
    const last = found.at(-1);
    if (last?.to === from) found[found.length - 1] = { from: last.from, to };
    else found.push({ from, to });
  }
  return found;
}

/** The day of the point, or the last day before an end that lies before it. */
export function dayWithin({ validAt }: Point, lastDay: CalendarDate | undefined): CalendarDate {
  const day = calendarDate(validAt);
  return lastDay === undefined ? day : earliest(day, lastDay);
}

/** The name of a cluster at a point: of all kinds the one borne last; before its first name held, the first one that was known. */
export function clusterNameAt(names: readonly Fact<'cluster-name'>[], point: Point): string | undefined {
  const held = names.flatMap(({ versions }) => versionAt(versions, point) ?? []);
  const known = names.flatMap(({ versions }) => knownVersions(versions, point.knownAt));
  return (nameOn(inOrder(held), point.validAt) ?? nameOn(inOrder(known), point.validAt))?.name;
}

export function organisationNameAt({ versions }: Fact<'organisation-name'>, point: Point): string | undefined {
  return asOf(versions, point)?.name ?? knownVersions(versions, point.knownAt)[0]?.value?.name;
}

/** In the order of recording: of two names from the same day the one recorded last holds. */
function inOrder(versions: Fact<'cluster-name'>['versions']): readonly DatedName[] {
  return versions
    .toSorted((a, b) => Number(BigInt(a.position) - BigInt(b.position)))
    .flatMap(({ value, validFrom }) => (value === null ? [] : [{ name: value.name, since: validFrom }]));
}
