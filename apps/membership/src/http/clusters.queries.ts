import { sirenSchema } from '#libs/contracts';
import {
  withoutHidden,
  dayOf,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  requireInOrder,
  pageParameters,
  pageSchemaOf,
  query,
  validAtParameter,
  wordParameter,
  type QueryCall,
  type QueryRow,
} from '#libs/hosting';
import { goesOnAfter, type Where } from '#libs/projections';
import {
  antennas,
  antennaState,
  antennaView,
  viewOfAntenna,
  type AntennaDocument,
} from '../read-models/antennas/antennas.projection.ts';
import {
  clusters,
  clusterStateOnDay,
  clusterView,
  stateOn,
  viewOfCluster,
  type ClusterDocument,
} from '../read-models/clusters/clusters.projection.ts';
import { colleges, collegesView, viewOfColleges } from '../read-models/colleges/colleges.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { changesBetween, countOn, countsOf, countView } from '../read-models/memberships/counts.ts';
import { lastMembers, lastMemberView } from '../read-models/memberships/last-members.ts';
import { membersPage } from '../read-models/memberships/members-page.ts';
import {
  memberships,
  memberView,
  untilDissolution,
  type MemberView,
} from '../read-models/memberships/memberships.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';

const id = idParameter('The cluster.');
const MEMBER_PARTS = { siren: 'companies' } as const;

const shown = {
  shows: 'register' as const,
  view: (document: ClusterDocument, call: Pick<QueryCall, 'viewer'> & Parameters<typeof dayOf>[0]) =>
    viewOfCluster(document, dayOf(call), call.viewer),
};

/** Clusters with their members and antennas, on any day. */
export const clusterQueries: readonly QueryRow[] = [
  listOf(clusters, {
    ...shown,
    summary: 'Clusters in a stable order; names as visible to the reader.',
    filters: { siren: equals(wordParameter(sirenSchema, 'With this SIREN.', '552100554')) },
    parameters: {
      state: wordParameter(clusterStateOnDay, 'In this state on the day.', 'active').optional(),
      validAt: validAtParameter,
    },
    keep: (call) => {
      const { state } = call.input;
      return state === undefined ? undefined : (cluster) => stateOn(cluster, dayOf(call)).state === state;
    },
    item: clusterView,
  }),
  documentOf(clusters, {
    ...shown,
    summary: 'A cluster with its dated names, status, predecessors, successors and figures.',
    parameters: { id, validAt: validAtParameter },
    answers: clusterView,
  }),
  query({
    path: 'clusters/:id/members',
    summary: 'The members of a cluster on a day, with name, college, antenna and origins.',
    shows: 'members',
    parts: MEMBER_PARTS,
    parameters: { id, validAt: validAtParameter, ...pageParameters },
    reads: [clusters, memberships, organisations],
    answers: pageSchemaOf(memberView),
    run: async (call) => {
      const { input, viewer, models } = call;
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const page = await membersPage({ models, viewer, day: dayOf(call) }, input.id, input);
      const show = (member: MemberView) =>
        withoutHidden(member, MEMBER_PARTS, viewer, { organisations: [member.organisationId] });
      return { ...page, items: page.items.map(show) };
    },
  }),
  query({
    path: 'clusters/:id/last-members',
    summary:
      'Who was a member on the eve of the last disappearance of a cluster, with the day on which it joined anew; none where it never disappeared.',
    shows: 'members',
    parameters: { id, validAt: validAtParameter, ...pageParameters },
    reads: [clusters, memberships, organisations],
    answers: pageSchemaOf(lastMemberView),
    run: async (call) => {
      const { input, viewer, models } = call;
      const known = orNotFound(await models.of(clusters).get(input.id), input.id);
      return await lastMembers({ models, viewer, day: dayOf(call) }, known, input);
    },
  }),
  documentOf(clusters, {
    path: ':id/counts',
    summary: 'Members at the end of a day; with `since`, joins and leaves after that day.',
    shows: 'members',
    parameters: { id, validAt: validAtParameter, since: dayParameter('What changed after this day.').optional() },
    also: [memberships],
    answers: countView,
    view: async (_cluster, call) => {
      const { input, models } = call;
      const dissolvedOn = await dissolutionsIn(models);
      const register = await models.of(memberships).all({ cluster_id: input.id });
      const days = countsOf(register.map((document) => untilDissolution(document, dissolvedOn)));
      const day = dayOf(call);
      const count = { clusterId: input.id, validAt: day, ...countOn(days, day) };
      if (input.since === undefined) return count;
      requireInOrder(['since', input.since], ['validAt', day]);
      const before = countOn(days, input.since).members;
      return { ...count, ...changesBetween(days, input.since, day), before };
    },
  }),
  documentOf(colleges, {
    shows: 'register',
    summary: 'The colleges of a cluster on a day, with their admission policies; not found where it has declared none.',
    parameters: { id, validAt: validAtParameter },
    also: [clusters],
    answers: collegesView,
    view: async (document, call) => viewOfColleges(document, await dissolutionsIn(call.models), dayOf(call)),
  }),
  query({
    path: 'antennas',
    shows: 'register',
    summary: 'Antennas, each with the chain of clusters that had it.',
    parameters: {
      clusterId: idParameter('Of this cluster.').optional(),
      state: wordParameter(antennaState, 'In this state on the day.', 'open').optional(),
      validAt: validAtParameter,
      ...pageParameters,
    },
    reads: [antennas, clusters],
    answers: pageSchemaOf(antennaView),
    run: async (call) => {
      const { clusterId, state, limit, after } = call.input;
      const [day, models] = [dayOf(call), call.models];
      const dissolvedOn = await dissolutionsIn(models);
      const where: Where = {
        ...(clusterId === undefined ? {} : { cluster_id: clusterId }),
        ...(state === 'open' || state === 'to-come' ? { until: goesOnAfter(day) } : {}),
      };
      const view = (each: AntennaDocument) => viewOfAntenna(each, dissolvedOn, day);
      const keep = (each: AntennaDocument) => state === undefined || view(each).state === state;
      const page = await models.of(antennas).page({ where, keep, limit, after });
      return { ...page, items: page.items.map(view) };
    },
  }),
  documentOf(antennas, {
    shows: 'register',
    summary: 'An antenna with the chain of clusters that had it.',
    parameters: { id: idParameter('The antenna.'), validAt: validAtParameter },
    also: [clusters],
    answers: antennaView,
    view: async (document, call) => viewOfAntenna(document, await dissolutionsIn(call.models), dayOf(call)),
  }),
];
