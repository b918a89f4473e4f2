import { z } from 'zod';
import { dateSchema, quantitySchema, uuidSchema, type Immutable } from '#libs/contracts';
import { addDays, addMonths, calendarDate } from '#libs/kernel';
import { membersOn } from '../../domain/communities/community-day.ts';
import type { Community } from '../../domain/communities/community.ts';
import type { Held } from '../activity/activity.ts';

/** How long a member may be away (SPN: who leaves are those who do not come). */
export const MONTHS_AWAY = 12;

export const ENGAGEMENT_STATES = ['engaged', 'new', 'at-risk'] as const;
export const engagementState = z.enum(ENGAGEMENT_STATES);

const memberView = z
  .strictObject({
    organisationId: uuidSchema,
    state: engagementState.describe(
      '`at-risk`: a member over the whole period that came to nothing in it, and was in no community; `new`: one that is a member for less than it, and came to nothing yet.',
    ),
    memberSince: dateSchema,
    gatherings: quantitySchema.describe('To how many gatherings it came in the period.'),
    meetings: quantitySchema.describe('To how many meetings of communities.'),
    communityIds: z.array(uuidSchema).describe('In which communities, commissions and working groups it took part.'),
    lastOn: dateSchema.optional().describe('When it came last, within the period or before it.'),
  })
  .meta({ id: 'EngagementOfMember', description: 'Why a member is at risk, or is not.' });

export const engagementView = z
  .strictObject({
    clusterId: uuidSchema,
    since: dateSchema.describe('The first day that counts.'),
    validAt: dateSchema,
    members: quantitySchema,
    atRisk: quantitySchema,
    unlisted: quantitySchema.describe(
      'How many gatherings and meetings of the period have no list of who came: whoever is at risk may have been there.',
    ),
    items: z.array(memberView).describe('By the ids of the members.'),
  })
  .meta({
    id: 'Engagement',
    description:
      'Who came in the twelve months up to a day, and who did not. It is computed when it is read, and kept nowhere.',
  });

export type EngagementView = Immutable<z.infer<typeof engagementView>>;
type MemberView = EngagementView['items'][number];

/** A member on the day, with the first day of its membership. */
export interface Member {
  readonly organisationId: string;
  readonly since: string;
}

export interface Presences {
  /** Everything that was held up to the day, with the organisations that were there. */
  readonly held: readonly Held[];
  readonly communities: readonly (Community & { readonly communityId: string })[];
}

/** The first day of the twelve months that end with a day. */
export function firstDayOfEngagement(day: string): string {
  return addMonths(addDays(calendarDate(day), 1), -MONTHS_AWAY);
}

/** The engagement of the members of a cluster on a day. A verdict on nobody: it is as good as the lists that were kept. */
export function engagementOn(
  clusterId: string,
  day: string,
  members: readonly Member[],
  { held, communities }: Presences,
): EngagementView {
  const since = firstDayOfEngagement(day);
  const past = held.filter(({ on }) => on <= day);
  const within = past.filter(({ on }) => on >= since);
  const circles = communities.map((each) => ({ id: each.communityId, members: takingPart(each, since, day) }));
  const items = members
    .toSorted((a, b) => (a.organisationId < b.organisationId ? -1 : 1))
    .map(({ organisationId, since: memberSince }): MemberView => {
      const isThere = ({ organisationIds }: Held): boolean => organisationIds?.includes(organisationId) === true;
      const its = within.filter(isThere);
      const meetings = its.filter(({ kind }) => kind === 'community-meeting').length;
      const communityIds = circles.filter((circle) => circle.members.has(organisationId)).map(({ id }) => id);
      const lastOn = past.filter(isThere).reduce((last, { on }) => (on > last ? on : last), '');
      const isAway = its.length === 0 && communityIds.length === 0;
      return {
        organisationId,
        state: !isAway ? 'engaged' : memberSince <= since ? 'at-risk' : 'new',
        memberSince,
        gatherings: its.length - meetings,
        meetings,
        communityIds,
        ...(lastOn === '' ? {} : { lastOn }),
      };
    });
  return {
    ...{ clusterId, since, validAt: day, members: items.length },
    atRisk: items.filter(({ state }) => state === 'at-risk').length,
    unlisted: within.filter(({ organisationIds }) => organisationIds === null).length,
    items,
  };
}

/** Who took part in a community on some day of the period. */
function takingPart(community: Community, since: string, day: string): ReadonlySet<string> {
  const begunWithin = community.members.filter((member) => since <= member.since && member.since <= day);
  return new Set([...membersOn(community, since), ...begunWithin].map(({ organisationId }) => organisationId));
}
