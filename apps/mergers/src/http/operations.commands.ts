import type { z } from 'zod';
import { command, type AnyCommandRow, type CommandRequest, type CommandTable, type DecisionStep } from '#libs/commands';
import { calendarDate, type CalendarDate } from '#libs/kernel';
import type { OperationCommand } from '../domain/operation/operation.commands.ts';
import { operationSteps, participantsOf } from '../operation-steps.ts';
import { dissolutionClauseOn, statutes } from '../read-models/statutes/statutes.projection.ts';
import { requests } from './operations.requests.ts';
import { mergersRefusals, type MergersCode } from './refusals.table.ts';

interface Row<Body> {
  readonly verb?: string;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly refusals: readonly MergersCode[];
  /** The clusters for which an operator may ask; all participants unless told. */
  readonly scope?: (request: CommandRequest<Body>) => readonly string[];
  readonly ask: (request: CommandRequest<Body>) => OperationCommand | Promise<OperationCommand>;
}

function row<Body>({ scope, ask, ...rest }: Row<Body>): AnyCommandRow {
  return command<Body, MergersCode>({
    ...rest,
    roles: ['admin', 'operator'],
    scope: (request) => scope?.(request) ?? participantsOf(request.services.runner, request.id),
    steps: async (request): Promise<readonly DecisionStep[]> =>
      operationSteps(request.services.runner, request.id, await ask(request), request.effectiveAt),
  });
}

const optionalDay = (day: string | undefined): CalendarDate | undefined =>
  day === undefined ? undefined : calendarDate(day);

const exploration: readonly AnyCommandRow[] = [
  row({
    summary: 'Start an operation: clusters explore a merger, each in a role.',
    body: requests.start,
    refusals: ['MRG_OPERATION_EXISTS', 'MRG_PARTICIPANTS_DO_NOT_FIT'],
    scope: ({ body }) => body.participants.map(({ clusterId }) => clusterId),
    ask: ({ id, body, effectiveAt }) => ({ type: 'StartOperation', operationId: id, ...body, on: effectiveAt }),
  }),
  row({
    verb: 'log-position',
    summary: 'Put a position or a meeting on record, also one before any legal step.',
    body: requests.logPosition,
    refusals: ['MRG_OPERATION_NOT_FOUND'],
    ask: ({ body, effectiveAt }) => ({ type: 'LogPosition', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'draft-plan',
    summary: 'Draft a version of the plan; a revision after adoption starts adoption, notices and votes again.',
    body: requests.draftPlan,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_PLAN_INCONSISTENT', 'MRG_MOVED_ON'],
    ask: ({ body, effectiveAt }) => ({ type: 'DraftPlan', plan: body.plan, on: effectiveAt }),
  }),
  row({
    verb: 'adopt-plan',
    summary: "Record that a participant's board adopted the plan, named by its hash.",
    body: requests.adoptPlan,
    refusals: [
      'MRG_OPERATION_NOT_FOUND',
      'MRG_NOT_A_PARTICIPANT',
      'MRG_WRONG_STATUS',
      'MRG_PLANS_DIFFER',
      'MRG_PLAN_HAS_OPEN_POINTS',
      'MRG_OUT_OF_ORDER',
      'MRG_MOVED_ON',
      'MRG_BODY_ENGAGED',
    ],
    // An operator acts for the body that the act is about, not for its partners.
    scope: ({ body }) => [body.clusterId],
    ask: ({ body, effectiveAt }) => ({ type: 'AdoptPlan', ...body, on: effectiveAt }),
  }),
];

const assemblies: readonly AnyCommandRow[] = [
  row({
    verb: 'schedule-assembly',
    summary: "Call a participant's assembly for a day.",
    body: requests.scheduleAssembly,
    refusals: [
      'MRG_OPERATION_NOT_FOUND',
      'MRG_NOT_A_PARTICIPANT',
      'MRG_WRONG_STATUS',
      'MRG_ALREADY_VOTED',
      'MRG_ASSEMBLY_TOO_EARLY',
    ],
    scope: ({ body }) => [body.clusterId],
    ask: ({ body }) => ({
      type: 'ScheduleAssembly',
      clusterId: body.clusterId,
      scheduledFor: calendarDate(body.scheduledFor),
    }),
  }),
  row({
    verb: 'publish-notice',
    summary: "Record the publication of a participant's legal notice.",
    body: requests.publishNotice,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_NOT_A_PARTICIPANT', 'MRG_WRONG_STATUS'],
    scope: ({ body }) => [body.clusterId],
    ask: ({ body, effectiveAt }) => ({ type: 'PublishNotice', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'open-documents',
    summary: 'Record that a participant opened the documents to its members.',
    body: requests.openDocuments,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_NOT_A_PARTICIPANT', 'MRG_WRONG_STATUS'],
    scope: ({ body }) => [body.clusterId],
    ask: ({ body, effectiveAt }) => ({ type: 'OpenDocuments', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'record-vote',
    summary: "Record the vote of a participant's assembly, judged under its dissolution clause in force that day.",
    body: requests.recordVote,
    refusals: [
      'MRG_OPERATION_NOT_FOUND',
      'MRG_NOT_A_PARTICIPANT',
      'MRG_WRONG_STATUS',
      'MRG_ALREADY_VOTED',
      'MRG_OUT_OF_ORDER',
      'MRG_TALLY_IMPOSSIBLE',
      'MRG_ASSEMBLY_TOO_EARLY',
      'MRG_STATUTES_UNKNOWN',
      'MRG_MOVED_ON',
    ],
    scope: ({ body }) => [body.clusterId],
    ask: async ({ body, effectiveAt, services }) => ({
      type: 'RecordVote',
      ...body,
      clause: dissolutionClauseOn(await services.readModels.of(statutes).get(body.clusterId), effectiveAt),
      on: effectiveAt,
    }),
  }),
];

const outcome: readonly AnyCommandRow[] = [
  row({
    verb: 'record-condition',
    summary: 'Record what became of a condition precedent.',
    body: requests.recordCondition,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_CONDITION_UNKNOWN'],
    ask: ({ body, effectiveAt }) => ({ type: 'RecordCondition', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'postpone',
    summary: 'Postpone: back to the draft under the same id; nobody is bound any more.',
    body: requests.postpone,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_MOVED_ON'],
    ask: ({ body, effectiveAt }) => ({
      type: 'PostponeOperation',
      reason: body.reason,
      newTarget: optionalDay(body.newTarget),
      on: effectiveAt,
    }),
  }),
  row({
    verb: 'withdraw',
    summary: 'Give the operation up; it stays readable.',
    body: requests.withdraw,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_MOVED_ON'],
    ask: ({ body, effectiveAt }) => ({ type: 'WithdrawOperation', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'take-effect',
    summary: 'Record the legal effect, which bears its lawful day. There is no way back.',
    body: requests.takeEffect,
    refusals: [
      'MRG_OPERATION_NOT_FOUND',
      'MRG_WRONG_STATUS',
      'MRG_CONDITION_OPEN',
      'MRG_JOURNAL_OFFICIEL_MISSING',
      'MRG_EFFECT_TOO_EARLY',
      'MRG_MOVED_ON',
    ],
    ask: ({ body, effectiveAt }) => ({
      type: 'TakeEffect',
      journalOfficielOn: optionalDay(body.journalOfficielOn),
      on: effectiveAt,
    }),
  }),
  row({
    verb: 'declare',
    summary: 'Record a declaration of the effect to an authority, with its receipt.',
    body: requests.declare,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_OUT_OF_ORDER'],
    ask: ({ body, effectiveAt }) => ({ type: 'DeclareOperation', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'close',
    summary: 'Close the operation: the transition is over.',
    body: requests.close,
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_OUT_OF_ORDER'],
    ask: ({ effectiveAt }) => ({ type: 'CloseOperation', on: effectiveAt }),
  }),
];

export const operationCommands: CommandTable = {
  context: 'mergers',
  resource: 'operations',
  refusals: mergersRefusals,
  rows: [...exploration, ...assemblies, ...outcome],
};
