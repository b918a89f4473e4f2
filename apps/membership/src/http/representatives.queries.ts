import { dayOf, documentOf, idParameter, validAtParameter, type DeclaredModels, type QueryRow } from '#libs/hosting';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { memberships, untilDissolution } from '../read-models/memberships/memberships.projection.ts';
import { representatives } from '../read-models/representatives/representatives.projection.ts';
import {
  designationsView,
  representedBy,
  representedView,
  type KnownMembers,
} from '../read-models/representatives/represented.ts';
import { shownMembership } from './memberships.queries.ts';

/** What the read models know of memberships and of those who were designated for them. */
export async function membersIn(models: DeclaredModels): Promise<KnownMembers> {
  const dissolvedOn = await dissolutionsIn(models);
  return {
    membership: async (id) => {
      const known = await models.of(memberships).get(id);
      return known && untilDissolution(known, dissolvedOn);
    },
    designations: async (id) => (await models.of(representatives).get(id))?.designations ?? [],
  };
}

/** Who speaks for a member, on any day. */
export const representativeQueries: readonly QueryRow[] = [
  documentOf(representatives, {
    shows: 'files',
    about: ({ clusterId, organisationId }) => ({ clusters: [clusterId], organisations: [organisationId] }),
    summary: 'Who was designated for a membership, as it was recorded; not found where nobody ever was.',
    parameters: { id: idParameter('The membership.') },
    answers: designationsView,
    view: (document) => document,
  }),
  documentOf(memberships, {
    path: ':id/representatives',
    shows: 'files',
    about: shownMembership.about,
    withheld: shownMembership.withheld,
    summary: 'Who represents a member: who speaks on a day, the others, and those who came over with it in a merger.',
    parameters: { id: idParameter('The membership.'), validAt: validAtParameter },
    also: [representatives, clusters],
    answers: representedView,
    view: async (document, call) => {
      const dissolvedOn = await dissolutionsIn(call.models);
      return representedBy(untilDissolution(document, dissolvedOn), await membersIn(call.models), dayOf(call));
    },
  }),
];
