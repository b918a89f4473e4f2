import type { Clocks, Happening, Moment } from '#libs/calendar';
import { addDays, calendarDate, clocksOf, sameFacts } from '#libs/kernel';
import { gatheringOn, type KnownGathering } from '../domain/gathering/gathering.facts.ts';
import { daysOf, isOfWholeDays, spanOf, type Schedule } from '../domain/gathering/schedule.ts';
import { datesOf } from '../domain/series/dates.ts';
import type { Recurrence } from '../domain/series/series.facts.ts';

/** A gathering as subscribers know it. */
export interface Announced {
  readonly gatheringId: string;
  /** Undefined where its plan was taken back. */
  readonly known?: KnownGathering | undefined;
  readonly takenBack?: Pick<KnownGathering['plan'], 'title' | 'place' | 'schedule'> | undefined;
  readonly sequence: number;
  readonly changedAt: string;
  readonly announcedAt: string;
}

type What = Pick<KnownGathering['plan'], 'title' | 'place' | 'schedule'> & {
  readonly status: Happening['status'];
  readonly parts: KnownGathering['plan']['parts'];
};

/** Never after a cluster, which may be merged, and the same whatever becomes of it. */
const uidOf = (id: string): string => `${id}@grappe`;

/**
 * What an agenda has of gatherings that were announced: recurring dates as one rule, with those dates apart that are otherwise. What is cancelled stays
 * in it as cancelled, and so does what is put off without another time, at the time that it had.
 */
export function happeningsOf(
  gatherings: readonly Announced[],
  recurrences: readonly Recurrence[],
): readonly Happening[] {
  const byId = new Map(gatherings.map((each) => [each.gatheringId, each]));
  const recurring = recurrences.flatMap((recurrence) => datesInRule(recurrence, byId));
  const inRules = new Set(recurrences.flatMap(({ gatheringIds }) => gatheringIds));
  const single = gatherings
    .filter(({ gatheringId }) => !inRules.has(gatheringId))
    .flatMap((each) => {
      const what = whatOf(each);
      return what === undefined ? [] : [happeningOf(uidOf(each.gatheringId), each, what)];
    });
  return [...recurring, ...single];
}

/** The rule of a recurrence, and each of its dates that is not as the rule has it. Dates that nobody has heard of are left out of the rule. */
function datesInRule(recurrence: Recurrence, byId: ReadonlyMap<string, Announced>): readonly Happening[] {
  const { recurrenceId, gatheringIds, title, place, schedule, everyWeeks } = recurrence;
  const dates = datesOf(schedule, everyWeeks, gatheringIds.length).map((date, index) => ({
    date,
    its: byId.get(gatheringIds[index] ?? ''),
  }));
  const heard = dates.flatMap(({ its }) => (its === undefined ? [] : [its]));
  if (heard.length === 0) return [];
  const uid = uidOf(recurrenceId);
  const startOf = (date: Schedule): Moment => momentsOf(date, place.zone)[0];
  const without = dates.filter(({ its }) => its === undefined).map(({ date }) => startOf(date));
  const changedAt = heard.map(({ announcedAt }) => announcedAt).reduce((a, b) => (a > b ? a : b));
  const all = { title, place, schedule, status: 'CONFIRMED', parts: [] } as const;
  const rule = { everyWeeks, count: dates.length, without };
  const apart = dates.flatMap(({ date, its }) => {
    const what = its && whatOf(its);
    if (its === undefined || what === undefined) return [];
    const isAsPlanned = its.sequence === 0 && sameFacts({ ...all, schedule: date }, what);
    return isAsPlanned ? [] : [{ ...happeningOf(uid, its, what), replaces: startOf(date) }];
  });
  return [{ ...happeningOf(uid, { sequence: heard.length - 1, changedAt }, all), rule }, ...apart];
}

/** What is known last of a gathering, whatever the day of its facts. */
function whatOf({ known, takenBack }: Announced): What | undefined {
  if (known === undefined) return takenBack && { ...takenBack, status: 'CANCELLED', parts: [] };
  const { plan, steps } = known;
  const { state, schedule: last } = gatheringOn(known);
  const times = steps.flatMap((step) => (step.type === 'GatheringPostponed' ? (step.schedule ?? []) : []));
  const schedule = last ?? times.at(-1) ?? plan.schedule;
  const takesPlace = (state === 'announced' || state === 'held') && last !== undefined;
  const { title, place, parts } = plan;
  // The parts are those of the first plan.
  const isMoved = times.length > 0;
  return { title, place, schedule, status: takesPlace ? 'CONFIRMED' : 'CANCELLED', parts: isMoved ? [] : parts };
}

function happeningOf(uid: string, { sequence, changedAt }: Pick<Announced, 'sequence' | 'changedAt'>, what: What) {
  const { title: summary, place, schedule, status, parts } = what;
  const [start, end] = momentsOf(schedule, place.zone);
  const description = parts.map(({ from, title }) => `${from.replace('T', ' ')} ${title}`).join('\n');
  return {
    ...{ uid, sequence, changedAt, status, start, end, summary, location: place.name },
    ...(description === '' ? {} : { description }),
  };
}

/** By the clocks of the place; of an hour that comes twice the second one as an instant, because a local time names the first (RFC 5545, 3.3.5). */
function momentsOf(schedule: Schedule, zone: string): readonly [start: Moment, end: Moment] {
  const { from, to, fromOccurrence, toOccurrence } = schedule;
  if (isOfWholeDays(schedule)) return [{ day: from }, { day: addDays(calendarDate(to), 1) }];
  const { startsAt, endsAt } = spanOf(schedule, zone);
  return [
    fromOccurrence === 'second' ? { instant: startsAt } : { local: from, zone },
    toOccurrence === 'second' ? { instant: endsAt } : { local: to, zone },
  ];
}

/** The clocks of every zone that is named, over the years of what takes place by them. */
export function clocksIn(happenings: readonly Happening[]): readonly Clocks[] {
  const years = new Map<string, readonly [first: number, last: number]>();
  for (const { start, end, rule } of happenings)
    for (const moment of [start, end]) {
      if (!('local' in moment)) continue;
      const year = Number(moment.local.slice(0, 4));
      const weeks = rule === undefined ? 0 : rule.everyWeeks * rule.count;
      const last = Number(addDays(calendarDate(moment.local.slice(0, 10)), 7 * weeks).slice(0, 4));
      const [from, to] = years.get(moment.zone) ?? [year, year];
      years.set(moment.zone, [Math.min(from, year), Math.max(to, last)]);
    }
  return [...years].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([zone, [from, to]]) => clocksOf(zone, from, to));
}

/** Whether something of it is on a day or after it, as it is known last. */
export function lastsUntil({ known, takenBack }: Announced, day: string): boolean {
  const what = whatOf({ known, takenBack } as Announced);
  return what !== undefined && daysOf(what.schedule)[1] >= day;
}
