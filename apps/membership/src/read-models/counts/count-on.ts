import type { CountDocument } from './counts.projection.ts';

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
