import { asOf, knownVersions, type Point } from '#libs/bitemporal';
import { calendarDate, daysBetween } from '#libs/kernel';
import type { Fact } from '../../read-models/facts/fact.ts';
import { heldSpans, joinSpans, type Span } from '../at-point.ts';
import type { IntervalsByNumber, OfficeInterval, Tenure } from './office-history.view.ts';

/** The tenures of mandates as known at an instant, in the order of their days. */
export function tenuresOf(mandates: readonly Fact<'mandate'>[], knownAt: string | undefined): readonly Tenure[] {
  return mandates
    .flatMap((mandate) => heldSpans(mandate.versions, knownAt).map((span) => tenure(mandate, span, knownAt)))
    .sort((a, b) => (`${a.from}|${a.mandateId}` < `${b.from}|${b.mandateId}` ? -1 : 1));
}

function tenure({ id: mandateId, versions }: Fact<'mandate'>, span: Span, knownAt: string | undefined): Tenure {
  const value = asOf(versions, { validAt: span.from, knownAt });
  const end = knownVersions(versions, knownAt).find(({ validFrom }) => validFrom === span.to);
  const { person, how, representing, tiedToClusterId } = value ?? { person: { personId: '', name: '' }, how: '' };
  const { personId, name } = person;
  return { ...span, mandateId, personId, name, how, representing, tiedToClusterId, cause: end?.ended?.cause };
}

/** Those who held it on the day of the point. */
export function holdersAt(tenures: readonly Tenure[], { validAt }: Pick<Point, 'validAt'>): readonly Tenure[] {
  return tenures.filter(({ from, to }) => from <= validAt && (to === null || validAt < to));
}

/**
 * The life of an office cut wherever its holders change: every day from its first one is in exactly one interval. An
 * office begins with its creation, or with a mandate that began before it.
 */
export function intervalsOf(life: Span, tenures: readonly Tenure[]): readonly OfficeInterval[] {
  const start = tenures.reduce((first, { from }) => (from < first ? from : first), life.from);
  const within = (day: string | null): day is string =>
    day !== null && day > start && (life.to === null || day < life.to);
  const cuts = [life.from, ...tenures.flatMap(({ from, to }) => [from, to])].filter(within);
  const days = [start, ...new Set(cuts)].sort();
  if (life.to !== null && life.to <= start) return [];
  return days.map((from, index) => {
    const holders = holdersAt(tenures, { validAt: from });
    const number = new Set(holders.map(({ personId }) => personId)).size;
    return { from, to: days[index + 1] ?? life.to, number, holders };
  });
}

/** The spans in which nobody held it. */
export function vacanciesOf(intervals: readonly OfficeInterval[]): readonly Span[] {
  return spansWith(0, intervals);
}

/** "On which days was the office held by nobody, by one person, by two?" */
export function byNumber(intervals: readonly OfficeInterval[]): readonly IntervalsByNumber[] {
  const numbers = [...new Set(intervals.map(({ number }) => number))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const spans = spansWith(number, intervals);
    return { number, days: daysIn(spans), spans };
  });
}

function spansWith(number: number, intervals: readonly OfficeInterval[]): readonly Span[] {
  return joinSpans(intervals.filter((interval) => interval.number === number));
}

function daysIn(spans: readonly Span[]): number | null {
  let days = 0;
  for (const { from, to } of spans) {
    if (to === null) return null;
    days += daysBetween(calendarDate(from), calendarDate(to));
  }
  return days;
}
