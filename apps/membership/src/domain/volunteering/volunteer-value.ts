import { addDays, calendarDate, daysBetween, rational, rounded, sumOfRationals } from '#libs/kernel';
import type { Rational } from '#libs/kernel';
import type { Valuation, Volunteering, VolunteerTime } from './volunteering.ts';

/** Days from a first one up to the day before `until`. */
export interface Days {
  readonly since: string;
  readonly until: string;
}

/** What was worked under one valuation. */
export interface ValuedPart extends Omit<Valuation, 'since'> {
  /** The days of the year on which it is in force. */
  readonly since: string;
  readonly until: string;
  readonly minutes: number;
}

/** What the time of volunteers comes to in a year. */
export interface VolunteerValue {
  readonly minutes: number;
  /** Null where no day of the year has a rate: what is not valued is not worth nothing. */
  readonly valueCents: number | null;
  readonly parts: readonly ValuedPart[];
}

/**
 * The value of volunteering in a financial year: what was worked on the days of each rate at that rate, summed exactly and rounded once, to the cent, at the total. What was
 * recorded for several days counts for each of them alike, where a rate changes or a year ends among them. Contributions in kind are valued only where there is a
 * reliable basis; else the reason is stated (ANC regulation 2018-06, art. 211-1 to 211-4).
 */
export function volunteerValueIn({ valuations, times }: Volunteering, year: Days): VolunteerValue {
  const parts = spansOf(valuations, year).map(({ valuation, days }) => ({
    valuation,
    days,
    exact: sumOfRationals(times.map((time) => minutesIn(time, days))),
  }));
  const values = parts.map(({ valuation: { centsPerHour = 0 }, exact: { numerator, denominator } }) =>
    rational(numerator * BigInt(centsPerHour), denominator * 60n),
  );
  const hasRate = parts.some(({ valuation }) => valuation.centsPerHour !== undefined);
  return {
    minutes: rounded(sumOfRationals(parts.map(({ exact }) => exact))),
    valueCents: hasRate ? rounded(sumOfRationals(values)) : null,
    parts: parts.map(({ valuation: { since: _since, ...valuation }, days, exact }) => ({
      ...days,
      ...valuation,
      minutes: rounded(exact),
    })),
  };
}

/** Before the first valuation nothing says what an hour is worth. */
const UNSTATED: Valuation = { since: '', reason: 'no rate was stated' };

/** The days of a year by the valuation that is in force on them. */
function spansOf(
  valuations: readonly Valuation[],
  year: Days,
): readonly { readonly valuation: Valuation; readonly days: Days }[] {
  const all = [UNSTATED, ...valuations];
  return all.flatMap((valuation, index) => {
    const days = common({ since: valuation.since, until: all[index + 1]?.since ?? year.until }, year);
    return days === undefined ? [] : [{ valuation, days }];
  });
}

function minutesIn({ since, on, minutes }: VolunteerTime, days: Days): Rational {
  const whole = { since, until: addDays(calendarDate(on), 1) };
  const part = common(whole, days);
  return part === undefined ? rational(0) : rational(BigInt(minutes) * BigInt(lengthOf(part)), lengthOf(whole));
}

function common(one: Days, other: Days): Days | undefined {
  const since = one.since < other.since ? other.since : one.since;
  const until = one.until < other.until ? one.until : other.until;
  return since < until ? { since, until } : undefined;
}

function lengthOf({ since, until }: Days): number {
  return daysBetween(calendarDate(since), calendarDate(until));
}
