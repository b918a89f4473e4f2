import { operationKindSchema } from '#libs/contracts';
import {
  anyReader,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  query,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { calendarDate } from '#libs/kernel';
import { fileOf } from '../domain/operation/operation.ts';
import { guardStatuses } from '../domain/rules/rule-book.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { engagements } from '../read-models/engagements/engagements.projection.ts';
import { governanceOfClusters } from '../read-models/governance/governance.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { summaryOf, viewOf } from '../read-models/operations/operation-view.ts';
import {
  operations,
  operationStatus,
  operationSummaryView,
  operationView,
  votesView,
} from '../read-models/operations/operations.projection.ts';
import { organisationNames } from '../read-models/organisations/organisations.projection.ts';
import { participations } from '../read-models/participations/participations.projection.ts';
import { seats } from '../read-models/seats/seats.projection.ts';
import { statutes } from '../read-models/statutes/statutes.projection.ts';
import { dryRun, guardQuestion } from './dry-run.reader.ts';
import { dryRunRequest, dryRunView, guardsView } from './dry-run.view.ts';

const id = idParameter('The operation.');

/** What there is to read of operations, and the dry run, which writes nothing. */
export const operationQueries: readonly QueryRow[] = [
  listOf(operations, {
    summary: 'All operations, including withdrawn and rejected ones.',
    may: anyReader,
    filters: {
      status: equals(wordParameter(operationStatus, 'With this status.', 'adopted')),
      kind: equals(wordParameter(operationKindSchema, 'Of this kind.', 'fusion-absorption')),
    },
    parameters: { clusterId: idParameter('In which this cluster takes part.').optional() },
    also: [participations],
    where: async ({ input: { clusterId }, models }) => {
      if (clusterId === undefined) return {};
      const own = await models.of(participations).all({ cluster_id: clusterId });
      return { operation_id: own.map(({ operationId }) => operationId) };
    },
    item: operationSummaryView,
    view: summaryOf,
  }),
  documentOf(operations, {
    summary: 'An operation with everything that happened to it.',
    may: anyReader,
    parameters: { id },
    answers: operationView,
    view: viewOf,
  }),
  documentOf(operations, {
    path: ':id/votes',
    summary: 'Every vote, each with the clause and the rules under which it was judged.',
    may: anyReader,
    parameters: { id },
    answers: votesView,
    view: ({ log }) => ({ items: log.votes }),
  }),
  documentOf(operations, {
    path: ':id/guards',
    summary: 'Which guards have passed, fail, or are not yet due on a day.',
    may: anyReader,
    parameters: { id, on: dayParameter('The day. Default: today.').optional() },
    also: [engagements, statutes],
    answers: guardsView,
    view: async ({ state }, { input, viewer, models }) => {
      const file = fileOf(state);
      const on = calendarDate(input.on ?? viewer.today);
      const ids = file.participants.map(({ clusterId }) => clusterId);
      return { on, items: guardStatuses(file, await guardQuestion(models, ids, on)) };
    },
  }),
  query({
    path: 'operations/:id/dry-run',
    summary: 'What the effect would change: members, bodies, mandates, guards. Writes nothing.',
    may: ['admin', 'operator', 'auditor'],
    parameters: { id },
    body: dryRunRequest.optional(),
    reads: [
      operations,
      memberLists,
      governanceOfClusters,
      engagements,
      statutes,
      clusters,
      antennas,
      organisationNames,
      seats,
    ],
    answers: dryRunView,
    run: async ({ input, body, viewer, models }) => {
      const document = orNotFound(await models.of(operations).get(input.id), input.id);
      return await dryRun(models, document, calendarDate(body?.on ?? viewer.today), viewer);
    },
  }),
];
