import { periodOn } from '#libs/contracts/facts';
import type { DeclaredModels, Viewer } from '#libs/hosting';
import { nameOn, visibleNames } from '#libs/kernel';
import type { NamedCluster } from '#libs/process-managers';
import {
  actionsOf,
  countsOf,
  heldGatherings,
  heldMeetings,
  kindsOf,
  type Period,
} from '../read-models/activity/activity.ts';
import { hostsOn } from '../domain/gathering/gathering.facts.ts';
import type { ActivityView } from '../read-models/activity/activity.view.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { communities } from '../read-models/communities/communities.projection.ts';
import { gatherings } from '../read-models/gatherings/gatherings.projection.ts';
import { introductions } from '../read-models/introductions/introductions.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { attendedOf } from '../read-models/activity/registered.ts';
import { registrants } from '../read-models/registrants/registrants.projection.ts';
import { series } from '../read-models/series/series.projection.ts';

/** The models that an activity report is made from. */
export const ACTIVITY_MODELS = [gatherings, communities, introductions, series, memberLists, registrants];

/** What a cluster did in a period; of a network with its member clusters, where what several of them host together counts once. */
export async function activityOf(
  models: DeclaredModels,
  cluster: NamedCluster,
  period: Period,
  viewer: Viewer,
): Promise<ActivityView> {
  const { clusterId } = cluster;
  const { since, until } = period;
  const named = new Map((await models.of(clusters).all({})).map((each) => [each.clusterId, each]));
  const nameOf = (id: string, day: string): string | undefined =>
    nameOn(visibleNames(named.get(id)?.names ?? [], viewer), day)?.name;
  const listed = await models.of(memberLists).all({ cluster_id: clusterId });
  const members = listed.filter(({ organisationId, periods }) => named.has(organisationId) && periodOn(periods, until));
  const clusterIds = [clusterId, ...members.map(({ organisationId }) => organisationId).toSorted()];
  const own = new Set(clusterIds);
  const inRange = await models.of(gatherings).all({ first_day: { from: since, until } });
  const theirs = inRange.filter(({ firstDay, known }) => {
    if (known === undefined) return false;
    const { clusterId: acting, coHosts } = hostsOn(known, firstDay);
    return own.has(acting) || coHosts.some(({ id }) => own.has(id));
  });
  const ofThem = { cluster_id: clusterIds };
  // What a community met for before it passed, whoever kept it then has done.
  const circles = await models.of(communities).all({});
  const meetings = heldMeetings(circles, period).filter(({ hosts }) => hosts.some(({ id }) => own.has(id)));
  const attended = attendedOf(
    await models.of(registrants).all({ gathering_id: theirs.map((each) => each.gatheringId) }),
  );
  const held = [...heldGatherings(theirs, period, attended), ...meetings];
  const made = await models.of(introductions).all({ ...ofThem, on: { from: since, until } });
  return {
    ...{ clusterId, name: nameOf(clusterId, until) ?? clusterId, since, until, clusterIds },
    kinds: kindsOf(held, await models.of(series).all({}), period),
    total: countsOf(held),
    introductions: {
      introductions: made.length,
      organisations: new Set(made.flatMap(({ organisationIds }) => organisationIds)).size,
    },
    actions: actionsOf(held, nameOf),
  };
}
