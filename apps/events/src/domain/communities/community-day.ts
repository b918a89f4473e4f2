import { lastBegun, nameOn } from '#libs/kernel';
import { followed, passingsBy } from '../passing.ts';
import type { Community, CommunityMember } from './community.ts';

export const COMMUNITY_STATES = ['to-come', 'open', 'closed'] as const;
export type CommunityState = (typeof COMMUNITY_STATES)[number];

/** Whether a community existed on a day. `to-come` before its first day, `closed` between two openings and after the last closing. */
export function stateOn({ periods }: Community, day: string): CommunityState {
  const [first] = periods;
  if (first === undefined || day < first.since) return 'to-come';
  return periods.some((period) => isWithin(period, day)) ? 'open' : 'closed';
}

/** Who took part on a day. */
export function membersOn({ members }: Community, day: string): readonly CommunityMember[] {
  return members.filter((member) => isWithin(member, day));
}

/** The contact of a member on a day; undefined where none was named by then. */
export function contactOn(
  { contacts }: CommunityMember,
  day: string,
): CommunityMember['contacts'][number]['contact'] | undefined {
  return lastBegun(contacts, day, ({ since }) => since)?.contact;
}

/** The name on a day; before the first day the first name. */
export function communityNameOn({ names }: Community, day: string): string | undefined {
  return nameOn(names, day)?.name;
}

/** Which cluster keeps a community on a day; after all its facts where no day is given. Undefined where its opening was taken back. */
export function keeperOn({ opening, passings }: Community, day?: string): string | undefined {
  return opening && followed(opening.clusterId, passingsBy(passings, day));
}

function isWithin(
  { since, until }: { readonly since: string; readonly until?: string | undefined },
  day: string,
): boolean {
  return since <= day && (until === undefined || day < until);
}
