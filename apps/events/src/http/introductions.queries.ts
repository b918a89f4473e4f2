import {
  atLeast,
  atMost,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  listOf,
  query,
  type QueryRow,
} from '#libs/hosting';
import {
  introductionCountsView,
  introductions,
  introductionsByYear,
  introductionSummaryView,
  introductionView,
  type IntroductionDocument,
} from '../read-models/introductions/introductions.projection.ts';

/** Who was put in touch with whom, and how many introductions a cluster makes in a year. */
export const introductionQueries: readonly QueryRow[] = [
  listOf(introductions, {
    shows: 'companies',
    summary: 'Introductions in a stable order, without what they were for.',
    filters: {
      clusterId: equals(idParameter('Made by this cluster.')),
      from: atLeast('on', dayParameter('On this day or after it.')),
      until: atMost('on', dayParameter('On this day or before it.')),
    },
    item: introductionSummaryView,
    view: ({ purpose: _purpose, ...introduction }: IntroductionDocument) => introduction,
  }),
  documentOf(introductions, {
    shows: 'companies',
    about: ({ clusterId }) => ({ clusters: [clusterId] }),
    parts: { purpose: 'files' },
    summary: 'An introduction; what it was for is for those who read files of the cluster.',
    parameters: { id: idParameter('The introduction.') },
    answers: introductionView,
    view: (document: IntroductionDocument) => document,
  }),
  query({
    path: 'introductions-by-year',
    shows: 'register',
    summary: 'How many introductions there were in each year, of a cluster or of all.',
    parameters: { clusterId: idParameter('Made by this cluster.').optional() },
    reads: [introductions],
    answers: introductionCountsView,
    run: async ({ models, input: { clusterId } }) => {
      const made = await models.of(introductions).all(clusterId === undefined ? {} : { cluster_id: clusterId });
      return { ...(clusterId === undefined ? {} : { clusterId }), years: introductionsByYear(made) };
    },
  }),
];
