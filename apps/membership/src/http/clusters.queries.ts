import { sirenSchema } from '#libs/contracts';
import {
  withoutHidden,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  orNotFound,
  pageParameters,
  pageSchemaOf,
  query,
  resource,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { both, endedBy, goesOnAfter, type Where } from '#libs/projections';
import {
  antennas,
  antennaState,
  antennaView,
  dissolutionOf,
  viewOfAntenna,
} from '../read-models/antennas/antennas.projection.ts';
import {
  clusters,
  clusterState,
  clusterView,
  viewOfCluster,
  type ClusterDocument,
} from '../read-models/clusters/clusters.projection.ts';
import { changesBetween, countOn, countsOf, countView } from '../read-models/memberships/counts.ts';
import { membersPage } from '../read-models/memberships/members-page.ts';
import { memberships, memberView, type MemberView } from '../read-models/memberships/memberships.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';

const validAt = dayParameter('The day to report on. Default: today.').optional();
const id = idParameter('The cluster.');
const MEMBER_PARTS = { siren: 'companies' } as const;

/** Which antennas are in a state on a day: they end with their clusters. */
function antennasIn(
  state: 'open' | 'closed' | undefined,
  day: string,
  known: readonly ClusterDocument[],
): readonly Where[] {
  if (state === undefined) return [{}];
  const ofThose = known.filter((each) => dissolutionOf(each) <= day === (state === 'closed'));
  const ofClusters = { until: goesOnAfter(day), cluster_id: ofThose.map(({ clusterId }) => clusterId) };
  return state === 'open' ? [ofClusters] : [{ until: endedBy(day) }, ofClusters];
}

/** Clusters with their members and antennas, on any day. */
export const clusterQueries: readonly QueryRow[] = [
  ...resource(clusters, {
    shows: 'register',
    list: 'Clusters in a stable order; names as visible to the reader.',
    document: 'A cluster with its dated names, status, predecessors, successors and figures.',
    id: 'The cluster.',
    filters: {
      state: equals(
        wordParameter(clusterState, 'Whose last recorded state this is, on whatever day it begins.', 'active'),
      ),
      siren: equals(wordParameter(sirenSchema, 'With this SIREN.', '552100554')),
    },
    parameters: { validAt },
    item: clusterView,
    view: (document, { input, viewer }) => viewOfCluster(document, input.validAt ?? viewer.today, viewer),
  }),
  query({
    path: 'clusters/:id/members',
    summary: 'The members of a cluster on a day, with name, college, antenna and origins.',
    description: 'A page may hold fewer members than the limit; it is the last one when it has no `next`.',
    shows: 'members',
    parts: MEMBER_PARTS,
    parameters: { id, validAt, ...pageParameters },
    reads: [clusters, memberships, organisations],
    answers: pageSchemaOf(memberView),
    run: async ({ input, viewer, models }) => {
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const page = await membersPage(models, input.id, input.validAt ?? viewer.today, input);
      const show = (member: MemberView) =>
        withoutHidden(member, MEMBER_PARTS, viewer, { organisations: [member.organisationId] });
      return { ...page, items: page.items.map(show) };
    },
  }),
  documentOf(clusters, {
    path: ':id/counts',
    summary: 'Members at the end of a day; with `since`, joins and leaves after that day.',
    shows: 'members',
    parameters: { id, validAt, since: dayParameter('What changed after this day.').optional() },
    also: [memberships],
    answers: countView,
    view: async (_cluster, { input, viewer, models }) => {
      const days = countsOf(await models.of(memberships).all({ cluster_id: input.id }));
      const day = input.validAt ?? viewer.today;
      const count = { clusterId: input.id, validAt: day, ...countOn(days, day) };
      if (input.since === undefined) return count;
      const before = countOn(days, input.since).members;
      return { ...count, ...changesBetween(days, input.since, day), before };
    },
  }),
  query({
    path: 'antennas',
    shows: 'register',
    summary: 'Antennas, each with the chain of clusters that had it.',
    parameters: {
      clusterId: idParameter('Of this cluster.').optional(),
      state: wordParameter(antennaState, 'In this state today.', 'open').optional(),
      ...pageParameters,
    },
    reads: [antennas, clusters],
    answers: pageSchemaOf(antennaView),
    run: async ({ input: { clusterId, state, limit, after }, viewer: { today }, models }) => {
      const known = state === undefined ? [] : await models.of(clusters).all({});
      const given = clusterId === undefined ? {} : { cluster_id: clusterId };
      const where = antennasIn(state, today, known).map((each) => both(each, given));
      const page = await models.of(antennas).page({ where, limit, after });
      const owners = await Promise.all(page.items.map((each) => models.of(clusters).get(each.clusterId)));
      return { ...page, items: page.items.map((each, at) => viewOfAntenna(each, dissolutionOf(owners[at]), today)) };
    },
  }),
  documentOf(antennas, {
    shows: 'register',
    summary: 'An antenna with the chain of clusters that had it.',
    parameters: { id: idParameter('The antenna.') },
    also: [clusters],
    answers: antennaView,
    view: async (document, { viewer, models }) => {
      const owner = await models.of(clusters).get(document.clusterId);
      return viewOfAntenna(document, dissolutionOf(owner), viewer.today);
    },
  }),
];
