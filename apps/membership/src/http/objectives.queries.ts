import {
  dayOf,
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
import {
  objectives,
  objectiveStatus,
  objectiveView,
  viewOfObjective,
  type ObjectiveDocument,
} from '../read-models/objectives/objectives.projection.ts';

/** What clusters mean to reach, and how far they are. */
export const objectiveQueries: readonly QueryRow[] = [
  documentOf(objectives, {
    shows: 'register',
    summary: 'An objective with what was measured of it by a day; not found before it was set.',
    parameters: { id: idParameter('The objective.'), validAt: validAtParameter },
    answers: objectiveView,
    view: (document, call) => orNotFound(viewOfObjective(document, dayOf(call)), document.objectiveId),
  }),
  query({
    path: 'clusters/:id/objectives',
    summary: 'The objectives of a cluster that were set by the day, with their progress.',
    shows: 'register',
    parameters: {
      id: idParameter('The cluster.'),
      status: wordParameter(objectiveStatus, 'With this status on the day.', 'open').optional(),
      validAt: validAtParameter,
      ...pageParameters,
    },
    reads: [clusters, objectives],
    answers: pageSchemaOf(objectiveView),
    run: async (call) => {
      const { models, input } = call;
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const day = dayOf(call);
      const keep = (document: ObjectiveDocument) => {
        const status = viewOfObjective(document, day)?.status;
        return status !== undefined && (input.status ?? status) === status;
      };
      const page = await models
        .of(objectives)
        .page({ where: { cluster_id: input.id }, keep, limit: input.limit, after: input.after });
      return {
        ...page,
        items: page.items.map((document) => orNotFound(viewOfObjective(document, day), document.objectiveId)),
      };
    },
  }),
];
