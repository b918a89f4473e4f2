import { periodOn } from '#libs/contracts/facts';
import { dayOf, documentOf, idParameter, validAtParameter, wordParameter, type QueryRow } from '#libs/hosting';
import { heldGatherings, heldMeetings } from '../read-models/activity/activity.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { communities } from '../read-models/communities/communities.projection.ts';
import { engagementOn, engagementState, engagementView } from '../read-models/engagement/engagement.ts';
import { gatherings } from '../read-models/gatherings/gatherings.projection.ts';
import { attendedOf } from '../read-models/activity/registered.ts';
import { registrants } from '../read-models/registrants/registrants.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';

/** Before every day that is recorded. */
const EVER = '0001-01-01';

/** Which members come, and which do not. */
export const engagementQueries: readonly QueryRow[] = [
  documentOf(clusters, {
    path: ':id/engagement',
    shows: 'files',
    about: ({ clusterId }) => ({ clusters: [clusterId] }),
    summary: 'The engagement of the members of a cluster in the twelve months up to a day: who is at risk, and why.',
    description:
      'From who came to gatherings and to meetings of communities, wherever they were held, and from who took part in a community. Nothing of it is kept.',
    parameters: {
      id: idParameter('The cluster.'),
      state: wordParameter(engagementState, 'Lists those in this state only.', 'at-risk').optional(),
      validAt: validAtParameter,
    },
    also: [memberLists, gatherings, communities, registrants],
    answers: engagementView,
    view: async ({ clusterId }, call) => {
      const { models, input } = call;
      const day = dayOf(call);
      const listed = await models.of(memberLists).all({ cluster_id: clusterId });
      const members = listed.flatMap(({ organisationId, periods }) => {
        const period = periodOn(periods, day);
        return period === undefined ? [] : [{ organisationId, since: period.since }];
      });
      const period = { since: EVER, until: day };
      const circles = await models.of(communities).all({});
      const past = await models.of(gatherings).all({ first_day: { until: day } });
      const attended = attendedOf(
        await models.of(registrants).all({ organisation_id: members.map((each) => each.organisationId) }),
      );
      const held = [...heldGatherings(past, period, attended), ...heldMeetings(circles, period)];
      const engagement = engagementOn(clusterId, day, members, { held, communities: circles });
      const { state } = input;
      return { ...engagement, items: engagement.items.filter((each) => state === undefined || each.state === state) };
    },
  }),
];
