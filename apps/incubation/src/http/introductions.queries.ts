import {
  atLeast,
  atMost,
  dayOf,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  listOf,
  query,
  validAtParameter,
  type QueryRow,
} from '#libs/hosting';
import {
  funderIntroductionCountsView,
  funderIntroductionsByYear,
  funderIntroductionSummaryView,
  funderIntroductionView,
  introductions,
  viewOfIntroduction,
} from '../read-models/introductions/introductions.projection.ts';

/** Which companies were put in touch with which funders, and how many in a year. */
export const introductionQueries: readonly QueryRow[] = [
  listOf(introductions, {
    shows: 'companies',
    summary: 'Introductions to funders in a stable order, without what they were for.',
    filters: {
      incubatorId: equals(idParameter('Made by this incubator.')),
      organisationId: equals(idParameter('Of this company.')),
      funderId: equals(idParameter('To this funder.')),
      from: atLeast('on', dayParameter('On this day or after it.')),
      until: atMost('on', dayParameter('On this day or before it.')),
    },
    parameters: { validAt: validAtParameter },
    item: funderIntroductionSummaryView,
    view: (document, call) => viewOfIntroduction(document, dayOf(call)),
  }),
  documentOf(introductions, {
    shows: 'companies',
    about: ({ made }) => ({ organisations: [made.organisationId] }),
    parts: { purpose: 'files' },
    summary: 'An introduction of a company to a funder; what it was for is for those who read files.',
    parameters: { id: idParameter('The introduction.'), validAt: validAtParameter },
    answers: funderIntroductionView,
    view: (document, call) => {
      const { made, outcomes } = document;
      const purpose = made.purpose === undefined ? {} : { purpose: made.purpose };
      return { ...viewOfIntroduction(document, dayOf(call)), ...purpose, outcomes };
    },
  }),
  query({
    path: 'introductions-by-year',
    shows: 'register',
    summary: 'How many introductions to funders there were in each year, of an incubator or of all.',
    parameters: { incubatorId: idParameter('Made by this incubator.').optional() },
    reads: [introductions],
    answers: funderIntroductionCountsView,
    run: async ({ models, input: { incubatorId } }) => {
      const made = await models.of(introductions).all(incubatorId === undefined ? {} : { incubator_id: incubatorId });
      return { ...(incubatorId === undefined ? {} : { incubatorId }), years: funderIntroductionsByYear(made) };
    },
  }),
];
