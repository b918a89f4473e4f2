import { z } from 'zod';
import { dateSchema, uuidSchema, type GrappeEvents } from '#libs/contracts';
import { projection, updates, upserts } from '#libs/projections';

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

export interface CountDocument {
  readonly clusterId: string;
  /** Joins less leaves of all days. */
  readonly members: number;
  /** In the order of days. */
  readonly days: readonly DayCount[];
}

type Change = 'joins' | 'leaves';
type Joined = Pick<GrappeEvents['membership.MemberAdmitted'], 'clusterId' | 'since'>;

function countJoin(count: CountDocument | undefined, { clusterId, since }: Joined): CountDocument {
  return countChange(count ?? { clusterId, members: 0, days: [] }, since, 'joins');
}

function countChange({ clusterId, members, days }: CountDocument, day: string, change: Change): CountDocument {
  const index = days.findLastIndex((known) => known.day <= day);
  const same = days[index]?.day === day ? days[index] : undefined;
  const before = days.slice(0, same === undefined ? index + 1 : index);
  const entry = same ?? { day, joins: 0, leaves: 0 };
  return {
    clusterId,
    members: members + (change === 'joins' ? 1 : -1),
    days: [...before, { ...entry, [change]: entry[change] + 1 }, ...days.slice(index + 1)],
  };
}

/** Joins and leaves of each cluster by day. */
export const counts = projection<GrappeEvents, CountDocument>({
  name: 'membership.counts',
  version: 1,
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'membership.MemberAdmitted': upserts((count, { data }) => countJoin(count, data)),
    'membership.MemberTransferred': upserts((count, { data }) => countJoin(count, data)),
    'membership.MembershipEnded': updates((count, { data }) => countChange(count, data.on, 'leaves')),
    'membership.MembershipSucceeded': updates((count, { data }) => countChange(count, data.on, 'leaves')),
  },
});

export interface Count {
  readonly members: number;
  readonly joins: number;
  readonly leaves: number;
}

/** Members at the end of a day, with the joins and leaves of all days up to it: members = joins − leaves. */
export function countOn(document: CountDocument | undefined, day: string): Count {
  return sum(document, (each) => each <= day);
}

/** Joins and leaves after one day and up to another: count(to) = count(from) + joins − leaves. */
export function changesBetween(document: CountDocument | undefined, from: string, to: string): Omit<Count, 'members'> {
  const { joins, leaves } = sum(document, (each) => from < each && each <= to);
  return { joins, leaves };
}

function sum(document: CountDocument | undefined, within: (day: string) => boolean): Count {
  let joins = 0;
  let leaves = 0;
  for (const each of document?.days ?? []) {
    if (!within(each.day)) continue;
    joins += each.joins;
    leaves += each.leaves;
  }
  return { members: joins - leaves, joins, leaves };
}
