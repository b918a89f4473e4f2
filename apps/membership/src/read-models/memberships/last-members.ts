import type { z } from 'zod';
import { dateSchema, type Immutable } from '#libs/contracts';
import { addDays, calendarDate, type CalendarDate } from '#libs/kernel';
import type { Page } from '#libs/projections';
import type { ClusterDocument } from '../clusters/clusters.projection.ts';
import type { Reading } from '../organisations/names.ts';
import { membersPage, type PageAsked } from './members-page.ts';
import { memberships, memberView } from './memberships.projection.ts';

export const lastMemberView = memberView
  .omit({ siren: true })
  .extend({
    memberOn: dateSchema.describe('The last day before the cluster disappeared.'),
    joinedAnewOn: dateSchema.optional().describe('Since when it is a member of the cluster that came back.'),
  })
  .meta({ id: 'LastMember', description: 'Who was a member on the eve of the disappearance of a cluster.' });

type LastMember = Immutable<z.infer<typeof lastMemberView>>;

/** The eve of the last disappearance of a cluster by a day; undefined where it never disappeared. */
export function eveOf({ states }: Pick<ClusterDocument, 'states'>, day: string): CalendarDate | undefined {
  const end = states.findLast(({ state, since }) => (state === 'dissolved' || state === 'succeeded') && since <= day);
  return end === undefined ? undefined : addDays(calendarDate(end.since), -1);
}

/** Whoever was a member on the eve of the last disappearance by a day, in the order of the register, and whether it has joined anew. */
export async function lastMembers(
  reading: Reading,
  cluster: ClusterDocument,
  asked: PageAsked,
): Promise<Page<LastMember>> {
  const memberOn = eveOf(cluster, reading.day);
  if (memberOn === undefined) return { items: [] };
  const page = await membersPage({ ...reading, day: memberOn }, cluster.clusterId, asked);
  const items = await Promise.all(
    page.items.map(async ({ siren: _siren, ...member }) => {
      const known = await reading.models.of(memberships).get(member.membershipId);
      const again = known?.periods.find(({ since }) => since > memberOn)?.since;
      return { ...member, memberOn, ...(again === undefined ? {} : { joinedAnewOn: again }) };
    }),
  );
  return { ...page, items };
}
