import { operationKindSchema } from '#libs/contracts';
import { z } from 'zod';
import {
  dayOf,
  dayParameter,
  decimal,
  documentOf,
  equals,
  idParameter,
  listOf,
  maySee,
  validAtParameter,
  wordParameter,
  type QueryRow,
  type Sight,
  type Viewer,
} from '#libs/hosting';
import { calendarDate } from '#libs/kernel';
import { fileOf } from '../domain/operation/operation.ts';
import { guardStatuses } from '../domain/rules/rule-book.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { engagements } from '../read-models/engagements/engagements.projection.ts';
import { dryRuns } from '../read-models/dry-runs/dry-runs.projection.ts';
import { answersSince, consents } from '../read-models/consents/consents.projection.ts';
import { consentsIn, participantsOf, summaryOf, viewOf } from '../read-models/operations/operation-view.ts';
import {
  operations,
  operationStatus,
  operationSummaryView,
  operationView,
  type OperationDocument,
} from '../read-models/operations/operations.projection.ts';
import { votesIn } from '../read-models/operations/operation-log.ts';
import { RESTS_ON, votesView, withDifferences } from '../read-models/operations/vote-differs.ts';
import { organisationNames } from '../read-models/organisations/organisations.projection.ts';
import { participations } from '../read-models/participations/participations.projection.ts';
import { reckonedEffects } from '../read-models/reckoned-effects/reckoned-effects.projection.ts';
import { seats } from '../read-models/seats/seats.projection.ts';
import { statutes } from '../read-models/statutes/statutes.projection.ts';
import { actionsOf, actionsView } from './actions.reader.ts';
import { calendarOf } from './calendar.reader.ts';
import { calendarView, icalendarOf, LANGUAGES } from './calendar.view.ts';
import { dissolutionOf } from './dissolution.reader.ts';
import { dissolutionView } from './dissolution.view.ts';
import { DRY_RUN_MODELS, guardQuestion } from './dry-run.input.ts';
import { dryRun } from './dry-run.reader.ts';
import { keptDryRunsView, LISTED } from './dry-runs.view.ts';
import { effectOf } from './effect.reader.ts';
import { effectView } from './effect.view.ts';
import { dryRunRequest, dryRunView, guardsView } from './dry-run.view.ts';
import { planDifferencesOf, planDifferencesView } from './plan-differences.view.ts';

const id = idParameter('The operation.');

const planVersion = (description: string, example: number) =>
  decimal(z.int().min(1))
    .optional()
    .meta({ description, examples: [example] });

/** Only its participants know of an operation before it is published. */
const known: Sight<OperationDocument> = {
  about: (document) => ({ clusters: participantsOf(document) }),
  withheld: {
    shows: 'drafts',
    open: { is_published: true },
    own: async ({ clusters: own }, models) => {
      const participating = await models.of(participations).all({ cluster_id: own });
      return [{ operation_id: participating.map(({ operationId }) => operationId) }];
    },
  },
};

function readerOf(document: OperationDocument, viewer: Viewer) {
  const seesDrafts = maySee(viewer, 'drafts', { clusters: participantsOf(document) });
  return { seesDrafts, mayReadEmbargoed: viewer.mayReadEmbargoed, today: viewer.today };
}

/** What there is to read of operations, and the dry run, which writes nothing. */
export const operationQueries: readonly QueryRow[] = [
  listOf(operations, {
    ...known,
    summary: 'All operations, including withdrawn and rejected ones.',
    shows: 'register',
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
    ...known,
    summary: 'An operation with everything that happened to it.',
    description:
      'An operation becomes known to everybody with the notices of all participants, or with its effect. A plan that was not published is a draft.',
    shows: 'register',
    parts: {
      positions: 'drafts',
      consultations: 'drafts',
      oppositions: 'drafts',
      'history.plans': 'drafts',
      'history.adoptions': 'drafts',
      'history.consultations': 'drafts',
      'history.oppositions': 'drafts',
      'history.accessions': 'drafts',
      'history.accessionWithdrawals': 'drafts',
    },
    parameters: { id },
    also: [...RESTS_ON, consents],
    answers: operationView,
    view: async (document, { viewer, models }) => {
      const { state } = document;
      const votes = await withDifferences(votesIn(state), models);
      const since = 'effectiveOn' in state ? state.effectiveOn : '';
      const answers = await answersSince(models, consentsIn(document), since);
      return viewOf(document, votes, readerOf(document, viewer), answers);
    },
  }),
  documentOf(operations, {
    ...known,
    path: ':id/plan-differences',
    summary: 'What differs between two versions of the plan, and who changed it when.',
    description:
      'Each value by its path, before and after. Persons stand in it by their ids alone, as in the hash of a plan.',
    shows: 'drafts',
    parameters: {
      id,
      from: planVersion('The version to compare with. Default: the one before `to`.', 1),
      to: planVersion('The version that is compared. Default: the last one.', 2),
    },
    answers: planDifferencesView,
    view: (document, { input }) => planDifferencesOf(document, input),
  }),
  documentOf(operations, {
    ...known,
    path: ':id/votes',
    summary:
      'Every vote until a day, each with the clause and the rules under which it was judged, and what differs of these by now.',
    shows: 'register',
    parameters: { id, validAt: validAtParameter },
    also: RESTS_ON,
    answers: votesView,
    view: async ({ state }, call) => {
      const votes = votesIn(state).filter(({ on }) => on <= dayOf(call));
      return { items: await withDifferences(votes, call.models) };
    },
  }),
  documentOf(operations, {
    ...known,
    path: ':id/guards',
    summary: 'Which guards have passed, fail, or are not yet due on a day.',
    shows: 'drafts',
    parameters: { id, validAt: validAtParameter },
    also: [engagements, statutes],
    answers: guardsView,
    view: async ({ state }, call) => {
      const file = fileOf(state);
      const validAt = calendarDate(dayOf(call));
      const ids = file.participants.map(({ clusterId }) => clusterId);
      return { validAt, items: guardStatuses(file, await guardQuestion(call.models, ids, validAt)) };
    },
  }),
  documentOf(operations, {
    ...known,
    path: ':id/actions',
    summary: 'What can be done with an operation on a day: each command, allowed or why not and from when.',
    description:
      'Each command is tried by the rules that decide it, with the body that is shown, on what was known when it was asked. Corrections are about one fact each and are not among them; whether the caller may send a command is another question.',
    shows: 'drafts',
    parameters: { id, validAt: validAtParameter },
    also: [engagements, statutes, clusters, antennas, organisationNames, seats],
    answers: actionsView,
    view: (document, call) => actionsOf(call.models, document, calendarDate(dayOf(call))),
  }),
  documentOf(operations, {
    ...known,
    path: ':id/calendar',
    summary: 'The earliest lawful effect, and by when each step that remains has to be taken for a target.',
    description: 'As JSON, or as iCalendar by `Accept: text/calendar`: each entry keeps its UID when its day changes.',
    shows: 'drafts',
    parameters: {
      id,
      validAt: validAtParameter,
      target: dayParameter(
        'The day of effect to aim at. Default: that of the treaty, else the target of the plan.',
      ).optional(),
      language: wordParameter(z.enum(LANGUAGES).default('fr'), 'The language of the texts. Default: French.', 'en'),
    },
    also: [engagements, statutes, clusters],
    answers: calendarView,
    drawings: { 'text/calendar': icalendarOf },
    view: (document, call) => calendarOf(call.models, document, call),
  }),
  documentOf(operations, {
    ...known,
    path: ':id/dry-run',
    summary: 'What the effect would change: members, bodies, mandates, guards. Writes nothing.',
    shows: 'drafts',
    parameters: { id },
    body: dryRunRequest.optional(),
    also: DRY_RUN_MODELS,
    answers: dryRunView,
    view: (document, { body, viewer, models }) =>
      dryRun(models, document, calendarDate(body?.on ?? viewer.today), viewer),
  }),
  documentOf(operations, {
    ...known,
    path: ':id/dry-runs',
    summary: 'The dry runs of an operation that were kept.',
    shows: 'drafts',
    parameters: { id },
    also: [dryRuns],
    answers: keptDryRunsView,
    view: async ({ operationId }, { models }) => {
      const kept = await models.of(dryRuns).all({ operation_id: operationId });
      const items = kept.toSorted((a, b) => a.position - b.position).slice(-LISTED);
      return { items, leftOff: kept.length - items.length };
    },
  }),
  documentOf(operations, {
    ...known,
    path: ':id/dissolution',
    summary: 'What it would lose to dissolve the bodies that disappear and to found anew, with what the merger keeps.',
    description:
      'By the laws of the dry run, for the day on which the effect is planned; of an operation that took effect, as the ledger had it before. Nothing is written. Where nobody disappears it says so, and every figure is 0.',
    shows: 'drafts',
    parameters: { id, validAt: validAtParameter },
    also: DRY_RUN_MODELS,
    answers: dissolutionView,
    view: dissolutionOf,
  }),
  documentOf(operations, {
    ...known,
    path: ':id/effect',
    summary: 'What the effect changed, compared with the last dry run that was kept: each difference with its cause.',
    description:
      'As the ledger had it when the effect was recorded, in the type of the dry run. What contexts have moved since is reported beside.',
    shows: 'drafts',
    parameters: { id },
    also: [...DRY_RUN_MODELS, dryRuns, reckonedEffects],
    answers: effectView,
    view: effectOf,
  }),
];
