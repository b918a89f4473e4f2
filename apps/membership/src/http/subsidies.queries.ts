import { yearSchema } from '#libs/contracts';
import {
  dayOf,
  decimal,
  documentOf,
  idParameter,
  orNotFound,
  pageParameters,
  pageSchemaOf,
  query,
  validAtParameter,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { funding } from '../read-models/funding/funding.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { subsidies, type SubsidyDocument } from '../read-models/subsidies/subsidies.projection.ts';
import { isHeldBy, lineOf, obligationsOf } from '../read-models/subsidies/subsidies.reader.ts';
import {
  deadlineStatus,
  deadlinesView,
  subsidyStatus,
  subsidyView,
  viewOfDeadlines,
  viewOfSubsidy,
} from '../read-models/subsidies/subsidies.view.ts';

const id = idParameter('The cluster.');

/** What clusters were given, and what it obliges them to. */
export const subsidyQueries: readonly QueryRow[] = [
  documentOf(subsidies, {
    shows: 'funding',
    about: ({ holders, granterId }: SubsidyDocument) => ({ clusters: holders, organisations: [granterId] }),
    summary:
      'A subsidy as it is on a day, with its conditions, expenses and report; not found before it was requested.',
    parameters: { id: idParameter('The subsidy.'), validAt: validAtParameter },
    answers: subsidyView,
    view: (document, call) => orNotFound(viewOfSubsidy(document, dayOf(call)), document.subsidyId),
  }),
  query({
    path: 'clusters/:id/subsidies',
    summary: 'The subsidies that a cluster has on a day, its own and those that passed to it by mergers.',
    shows: 'funding',
    scope: ({ input }) => [input.id],
    parameters: {
      id,
      year: decimal(yearSchema)
        .optional()
        .meta({ description: 'For this financial year.', examples: [2015] }),
      status: wordParameter(subsidyStatus, 'With this status on the day.', 'frozen').optional(),
      validAt: validAtParameter,
      ...pageParameters,
    },
    reads: [clusters, subsidies],
    answers: pageSchemaOf(subsidyView),
    run: async (call) => {
      const { models, input } = call;
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const day = dayOf(call);
      const view = (document: SubsidyDocument) => orNotFound(viewOfSubsidy(document, day), document.subsidyId);
      const keep = (document: SubsidyDocument) => {
        if (!isHeldBy(document, input.id, day)) return false;
        const { year, status } = view(document);
        return (input.year ?? year) === year && (input.status ?? status) === status;
      };
      const where = { cluster_id: await lineOf(models, input.id) };
      const page = await models.of(subsidies).page({ where, keep, limit: input.limit, after: input.after });
      return { ...page, items: page.items.map(view) };
    },
  }),
  query({
    path: 'clusters/:id/subsidy-deadlines',
    summary:
      'What the subsidies of a cluster oblige it to: by when, what is late on the day, and the reminders that are due.',
    shows: 'funding',
    scope: ({ input }) => [input.id],
    parameters: {
      id,
      status: wordParameter(deadlineStatus, 'With this status on the day.', 'late').optional(),
      validAt: validAtParameter,
    },
    reads: [clusters, subsidies, funding, organisations],
    answers: deadlinesView,
    run: async (call) => {
      const { models, input } = call;
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const day = dayOf(call);
      const deadlines = await obligationsOf(models, input.id, day);
      const wanted = deadlines.filter(({ status }) => (input.status ?? status) === status);
      return viewOfDeadlines(input.id, wanted);
    },
  }),
];
