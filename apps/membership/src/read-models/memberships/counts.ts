import { z } from 'zod';
import { dateSchema, uuidSchema } from '#libs/contracts';

const number = z.int();

export const countView = z
  .strictObject({
    clusterId: uuidSchema,
    validAt: dateSchema,
    members: number,
    joins: number,
    leaves: number,
    before: number.optional().describe('With `since`: the count of that day; members = before + joins − leaves.'),
  })
  .meta({ id: 'MemberCount', description: 'How many members a cluster has on a day, and what changed since another.' });

/** What one day brought: how many became members and how many ceased to be. */
export interface DayCount {
  readonly day: string;
  readonly joins: number;
  readonly leaves: number;
}

export interface Count {
  readonly members: number;
  readonly joins: number;
  readonly leaves: number;
}

interface WithDays {
  readonly periods: readonly { readonly since: string; readonly until?: string | undefined }[];
}

/** Joins and leaves of a cluster by day, in the order of days: from the periods of its memberships, so that they say what the register says. */
export function countsOf(register: readonly WithDays[]): readonly DayCount[] {
  const days = new Map<string, DayCount>();
  const add = (day: string, change: 'joins' | 'leaves'): void => {
    const known = days.get(day) ?? { day, joins: 0, leaves: 0 };
    days.set(day, { ...known, [change]: known[change] + 1 });
  };
  for (const { since, until } of register.flatMap(({ periods }) => periods)) {
    // Of a membership that went on elsewhere on its first day nothing was held here.
    if (since === until) continue;
    add(since, 'joins');
    if (until !== undefined) add(until, 'leaves');
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** Members at the end of a day, with the joins and leaves of all days up to it: members = joins − leaves. */
export function countOn(days: readonly DayCount[], day: string): Count {
  return sum(days, (each) => each <= day);
}

/** Joins and leaves after one day and up to another: count(to) = count(from) + joins − leaves. */
export function changesBetween(days: readonly DayCount[], from: string, to: string): Omit<Count, 'members'> {
  const { joins, leaves } = sum(days, (each) => from < each && each <= to);
  return { joins, leaves };
}

function sum(days: readonly DayCount[], within: (day: string) => boolean): Count {
  let joins = 0;
  let leaves = 0;
  for (const each of days) {
    if (!within(each.day)) continue;
    joins += each.joins;
    leaves += each.leaves;
  }
  return { members: joins - leaves, joins, leaves };
}
