import { asOf, knownVersions, type Point } from '#libs/bitemporal';
import { addDays, calendarDate, daysBetween, overruns, type OfficeTerm } from '#libs/kernel';
import type { Fact, FactValues } from '../../read-models/facts/fact.ts';
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
  const { person, how, representing, tiedToClusterId, follows }: Described = value ?? UNKNOWN;
  const { personId, name } = person;
  const cause = end?.ended?.cause;
  return { ...span, mandateId, personId, name, how, representing, tiedToClusterId, follows, cause };
}

type Described = Pick<FactValues['mandate'], 'person' | 'representing' | 'tiedToClusterId' | 'follows'> & {
  readonly how: string;
};

const UNKNOWN: Described = { person: { personId: '', name: '' }, how: '' };

/**
 * The tenures of an office of which it was decided that it is held until replaced: a holder stays past the limit until a successor is in office. Those of any
 * other office are as they were. What the statutes say of all offices is read in governance.
 */
export function heldUntilReplaced(
  tenures: readonly Tenure[],
  { versions }: Fact<'office'>,
  knownAt: string | undefined,
): readonly Tenure[] {
  const held = knownVersions(versions, knownAt).flatMap(({ validFrom: since, value }) =>
    value === null ? [] : [{ since, ...value }],
  );
  if (!held.some(({ untilReplaced }) => untilReplaced === true)) return tenures;
  const end = heldSpans(versions, knownAt).at(-1)?.to ?? null;
  const known = overruns(tenures.map(termOf), held);
  return tenures.map((each) => {
    const overrun = known.get(each.mandateId);
    if (overrun === undefined || (end !== null && end <= overrun.since)) return each;
    const to = overrun.until ?? end;
    return { ...each, to, carriedOver: overrun.since, cause: overrun.until === undefined ? undefined : 'term' };
  });
}

function termOf({ mandateId, personId, from: since, to, cause, follows }: Tenure): OfficeTerm {
  const term = { mandateId, personId, since, follows };
  if (to === null) return term;
  return cause === 'limit' ? { ...term, limit: addDays(calendarDate(to), -1) } : { ...term, until: to };
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
