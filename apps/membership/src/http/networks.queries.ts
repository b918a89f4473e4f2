import { LIST_MAX } from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import { dayOf, documentOf, idParameter, validAtParameter, type DeclaredModels, type QueryRow } from '#libs/hosting';
import { addDays, calendarDate } from '#libs/kernel';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { isMemberOn, memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { networkView, totalsOf } from '../read-models/memberships/network.ts';
import { membersKnown } from '../read-models/organisations/names.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';

/** The memberships that make members of some clusters on a day. */
export async function heldIn(
  models: DeclaredModels,
  clusterIds: readonly string[],
  day: string,
): Promise<readonly MembershipDocument[]> {
  const dissolvedOn = await dissolutionsIn(models);
  const lastsUntil = { from: addDays(calendarDate(day), 1) };
  const known = await models.of(memberships).all({ cluster_id: clusterIds, lasts_until: lastsUntil });
  return known.filter((each) => isMemberOn(each, dissolvedOn, day));
}

/** Networks: clusters whose members are clusters. */
export const networkQueries: readonly QueryRow[] = [
  documentOf(clusters, {
    path: ':id/network',
    summary: 'The clusters that are members of a network on a day, and their members, each counted once.',
    shows: 'members',
    parameters: { id: idParameter('The network.'), validAt: validAtParameter },
    also: [memberships, organisations],
    answers: networkView,
    view: async ({ clusterId }, call) => {
      const { models, viewer } = call;
      const day = dayOf(call);
      const own = await heldIn(models, [clusterId], day);
      const registered = await Promise.all(own.map(({ organisationId }) => models.of(clusters).get(organisationId)));
      const parts = own.filter((_each, index) => registered[index] !== undefined);
      const ids = parts.map(({ organisationId }) => organisationId);
      const { byCluster, several, ...totals } = totalsOf(await heldIn(models, ids, day));
      const first = several.slice(0, LIST_MAX);
      const known = await membersKnown({ models, viewer, day }, [
        ...ids,
        ...first.map(({ organisationId }) => organisationId),
      ]);
      return {
        clusterId,
        validAt: day,
        clusters: parts.map(({ organisationId: id, periods, origins }) => ({
          clusterId: id,
          name: known(id).name,
          since: periodOn(periods, day)?.since ?? day,
          origins: origins.length,
          members: byCluster.get(id) ?? 0,
        })),
        others: own.length - parts.length,
        ...totals,
        inSeveral: several.length,
        several: first.map((each) => ({ ...each, name: known(each.organisationId).name })),
      };
    },
  }),
];
