import { z } from 'zod';
import { command, commandTable, type CommandDeclaration, type CommandRequest, type Transaction } from '#libs/commands';
import {
  catalog,
  dateSchema,
  nameSchema,
  operationKindSchema,
  planSchema,
  sha256Schema,
  tallySchema,
  uuidSchema,
} from '#libs/contracts';
import { calendarDate, contextOf, type CalendarDate } from '#libs/kernel';
import { decideOperation, participantsOf } from '../binding.ts';
import { engagement } from '../domain/engagement/engagement.ts';
import type { OperationCommand } from '../domain/operation/operation.commands.ts';
import { operation } from '../domain/operation/operation.decide.ts';
import { dissolutionClauseOn, statutes } from '../read-models/statutes/statutes.projection.ts';
import { mergersRefusals, type MergersCode } from './refusals.table.ts';

interface Row<Body> {
  readonly verb?: string;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly refusals: readonly MergersCode[];
  /** The clusters for which an operator may ask. Default: all participants. */
  readonly scope?: (request: CommandRequest<Body>) => readonly string[];
  readonly ask: (request: CommandRequest<Body>, tx: Transaction) => OperationCommand | Promise<OperationCommand>;
}

function row<Body>({ scope, ask, ...rest }: Row<Body>): CommandDeclaration<MergersCode> {
  return command(operation, {
    ...rest,
    scope: (request, tx) => scope?.(request) ?? participantsOf(tx, request.id),
    run: async (tx, request) => {
      await decideOperation(tx, request.id, await ask(request, tx), request.effectiveAt);
    },
  });
}

const optionalDay = (day: string | undefined): CalendarDate | undefined =>
  day === undefined ? undefined : calendarDate(day);

/** The contexts that publish what they moved. */
const reporting = catalog
  .eventTypes()
  .filter((type) => type.endsWith('.SuccessionApplied'))
  .map(contextOf);

const cluster = { clusterId: uuidSchema };
const place = z.strictObject({ ...cluster, where: nameSchema });
const participant = z.strictObject({ ...cluster, role: z.enum(['absorbing', 'absorbed', 'founding']) });

const exploration: readonly CommandDeclaration<MergersCode>[] = [
  row({
    summary: 'Start an operation: clusters explore a merger, each in a role.',
    body: z
      .strictObject({ kind: operationKindSchema, title: nameSchema, participants: z.array(participant).min(2).max(50) })
      .meta({ id: 'StartOperation' }),
    refusals: ['MRG_OPERATION_EXISTS', 'MRG_PARTICIPANTS_DO_NOT_FIT'],
    scope: ({ body }) => body.participants.map(({ clusterId }) => clusterId),
    ask: ({ id, body, effectiveAt }) => ({ type: 'StartOperation', operationId: id, ...body, on: effectiveAt }),
  }),
  row({
    verb: 'log-position',
    summary: 'Put a position or a meeting on record, also one before any legal step.',
    body: z.strictObject({ by: nameSchema, statement: z.string().min(1).max(4_000) }).meta({ id: 'LogPosition' }),
    refusals: ['MRG_OPERATION_NOT_FOUND'],
    ask: ({ body, effectiveAt }) => ({ type: 'LogPosition', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'draft-plan',
    summary: 'Draft a version of the plan; a revision after adoption starts adoption, notices and votes again.',
    body: z.strictObject({ plan: planSchema }).meta({ id: 'DraftPlan' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_PLAN_INCONSISTENT'],
    ask: ({ body, effectiveAt }) => ({ type: 'DraftPlan', plan: body.plan, on: effectiveAt }),
  }),
  row({
    verb: 'adopt-plan',
    summary: "Record that a participant's board adopted the plan, named by its hash.",
    body: z.strictObject({ ...cluster, planHash: sha256Schema }).meta({ id: 'AdoptPlan' }),
    refusals: [
      'MRG_OPERATION_NOT_FOUND',
      'MRG_NOT_A_PARTICIPANT',
      'MRG_WRONG_STATUS',
      'MRG_PLANS_DIFFER',
      'MRG_PLAN_HAS_OPEN_POINTS',
      'MRG_OUT_OF_ORDER',
      'MRG_BODY_ENGAGED',
    ],
    // An operator acts for the body that the act is about, not for its partners.
    scope: ({ body }) => [body.clusterId],
    ask: async ({ body, effectiveAt }, tx) => {
      const { by: engagedBy } = await tx.read(engagement, body.clusterId);
      return { type: 'AdoptPlan', ...body, engagedBy, on: effectiveAt };
    },
  }),
];

const assemblies: readonly CommandDeclaration<MergersCode>[] = [
  row({
    verb: 'schedule-assembly',
    summary: "Call a participant's assembly for a day.",
    body: z.strictObject({ ...cluster, scheduledFor: dateSchema }).meta({ id: 'ScheduleAssembly' }),
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
    body: place.meta({ id: 'PublishNotice' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_NOT_A_PARTICIPANT', 'MRG_WRONG_STATUS'],
    scope: ({ body }) => [body.clusterId],
    ask: ({ body, effectiveAt }) => ({ type: 'PublishNotice', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'open-documents',
    summary: 'Record that a participant opened the documents to its members.',
    body: place.meta({ id: 'OpenDocuments' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_NOT_A_PARTICIPANT', 'MRG_WRONG_STATUS'],
    scope: ({ body }) => [body.clusterId],
    ask: ({ body, effectiveAt }) => ({ type: 'OpenDocuments', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'record-vote',
    summary: "Record the vote of a participant's assembly, judged under its dissolution clause in force that day.",
    body: z.strictObject({ ...cluster, tally: tallySchema }).meta({ id: 'RecordVote' }),
    refusals: [
      'MRG_OPERATION_NOT_FOUND',
      'MRG_NOT_A_PARTICIPANT',
      'MRG_WRONG_STATUS',
      'MRG_ALREADY_VOTED',
      'MRG_OUT_OF_ORDER',
      'MRG_TALLY_IMPOSSIBLE',
      'MRG_ASSEMBLY_TOO_EARLY',
      'MRG_STATUTES_UNKNOWN',
    ],
    scope: ({ body }) => [body.clusterId],
    ask: async ({ body, effectiveAt, copies }) => {
      const known = await (await copies.of(statutes)).get(body.clusterId);
      const clause = dissolutionClauseOn(known, effectiveAt);
      return { type: 'RecordVote', ...body, clause, on: effectiveAt };
    },
  }),
];

const outcome: readonly CommandDeclaration<MergersCode>[] = [
  row({
    verb: 'record-condition',
    summary: 'Record what became of a condition precedent.',
    body: z
      .strictObject({
        conditionId: uuidSchema,
        status: z.enum(['fulfilled', 'waived', 'failed']),
        granted: nameSchema.optional(),
      })
      .meta({ id: 'RecordCondition' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_CONDITION_UNKNOWN'],
    ask: ({ body, effectiveAt }) => ({ type: 'RecordCondition', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'postpone',
    summary: 'Postpone: back to the draft under the same id; nobody is bound any more.',
    body: z.strictObject({ reason: nameSchema, newTarget: dateSchema.optional() }).meta({ id: 'PostponeOperation' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS'],
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
    body: z.strictObject({ reason: nameSchema }).meta({ id: 'WithdrawOperation' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS'],
    ask: ({ body, effectiveAt }) => ({ type: 'WithdrawOperation', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'take-effect',
    summary: 'Record the legal effect, which bears its lawful day. There is no way back.',
    body: z.strictObject({ journalOfficielOn: dateSchema.optional() }).meta({ id: 'TakeEffect' }),
    refusals: [
      'MRG_OPERATION_NOT_FOUND',
      'MRG_WRONG_STATUS',
      'MRG_CONDITION_OPEN',
      'MRG_JOURNAL_OFFICIEL_MISSING',
      'MRG_EFFECT_TOO_EARLY',
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
    body: z
      .strictObject({ authority: z.enum(['prefecture', 'journal-officiel', 'sirene']), receipt: nameSchema.optional() })
      .meta({ id: 'DeclareOperation' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_OUT_OF_ORDER'],
    ask: ({ body, effectiveAt }) => ({ type: 'DeclareOperation', ...body, on: effectiveAt }),
  }),
  row({
    verb: 'close',
    summary: 'Close the operation: the transition is over.',
    body: z.strictObject({}).meta({ id: 'CloseOperation' }),
    refusals: ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS', 'MRG_OUT_OF_ORDER', 'MRG_REPORTS_MISSING'],
    ask: ({ effectiveAt }) => ({ type: 'CloseOperation', reporting, on: effectiveAt }),
  }),
];

export const operationCommands = commandTable('mergers.operations', mergersRefusals, [
  ...exploration,
  ...assemblies,
  ...outcome,
]);
