import { z } from 'zod';
import type { AppliedClause } from '#libs/ballot';
import {
  commandOf,
  commandTable,
  factCommands,
  onItsDay,
  type CommandRequest,
  type CorrectionBody,
  type Transaction,
} from '#libs/commands';
import {
  dateSchema,
  nameSchema,
  operationEvents,
  operationKindSchema,
  planSchema,
  sha256Schema,
  tallySchema,
  uuidSchema,
} from '#libs/contracts';
import { calendarDate } from '#libs/kernel';
import { bindParticipants, participantsOf } from '../binding.ts';
import { engagement } from '../domain/engagement/engagement.ts';
import { operation } from '../domain/operation/operation.decide.ts';
import { dissolutionClauseOn, statutes } from '../read-models/statutes/statutes.projection.ts';
import { reporting } from './actions.reader.ts';
import { mergersRefusals } from './refusals.table.ts';
import { NULLITY } from '../domain/rules/nullity.ts';
import { byFact, byParticipants, OF_BODY, OF_FACT, OF_OPERATION } from './operations.scopes.ts';
import { obstacleToAnnulment, obstacleToPlan, obstacleToStart, obstacleToTakingEffect } from './register.reader.ts';
import { accessionRows } from './accessions.rows.ts';

const { OperationStarted, PlanDrafted, AssemblyVoted, ReferenceSetAside } = operationEvents;
const { BodyRestored, SuccessionAnnulled, SuccessionTookEffect } = operationEvents;
const { ConsultationRecorded, DocumentsOpened, OperationLapsed, OppositionLodged, OppositionResolved } =
  operationEvents;
const effect = SuccessionTookEffect.schema.pick({ effectiveOn: true, accountingOn: true });
const back = BodyRestored.schema.pick({ on: true });

/**
 * A revision starts every adoption again, so an operator drafts one only while no board but that of its own cluster has adopted; after
 * that it is for administrators, whom the boards have agreed with.
 */
async function byWhomNobodyElseIsUnbound({ id }: CommandRequest<unknown>, tx: Transaction): Promise<readonly string[]> {
  const state = await tx.read(operation, id);
  if (state.status === 'absent') return [];
  const adopted = 'adoptions' in state ? Object.keys(state.adoptions) : [];
  const participants = state.participants.map(({ clusterId }) => clusterId);
  return participants.filter((clusterId) => adopted.every((other) => other === clusterId));
}
const byBody = {
  scope: ({ body }: CommandRequest<{ readonly clusterId: string }>) => [body.clusterId],
  also: bindParticipants,
};
/** The clause in force on the day that a vote has by its correction. */
async function clauseOfVote(
  { id, body: { fact, changes }, copies }: CommandRequest<CorrectionBody>,
  tx: Transaction,
): Promise<{ readonly clause?: AppliedClause | undefined }> {
  const { facts } = await tx.read(operation, id);
  const vote = facts.find((each) => each.id === fact)?.event;
  if (vote?.type !== 'AssemblyVoted') return {};
  const known = await (await copies.of(statutes)).get(vote.clusterId);
  const on = changes?.['on'];
  return { clause: dissolutionClauseOn(known, typeof on === 'string' ? on : vote.on) };
}

const OF_DOCUMENTS = [
  'MRG_REVISED_SINCE',
  'MRG_DOCUMENTS_TOO_LATE',
  'MRG_AUDITOR_REPORT_MISSING',
  'MRG_AUDITOR_REPORT_TOO_LATE',
] as const;

/** What the guards may have against a vote. */
const OF_VOTE = [
  'MRG_OUT_OF_ORDER',
  'MRG_TALLY_IMPOSSIBLE',
  'MRG_ASSEMBLY_TOO_EARLY',
  'MRG_NOTICE_MISSING',
  'MRG_NOTICE_TOO_LATE',
  'MRG_DOCUMENTS_MISSING',
  'MRG_DOCUMENTS_TOO_LATE',
  'MRG_AUDITOR_REPORT_MISSING',
  'MRG_AUDITOR_REPORT_TOO_LATE',
  'MRG_STATUTES_UNKNOWN',
] as const;
const OF_OPPOSITION = ['MRG_NOTICE_MISSING', 'MRG_CLAIM_NOT_OLDER', 'MRG_OPPOSITION_TOO_LATE'] as const;

const embargoUntil = dateSchema.optional().describe('Before this day only readers with the right see it.');
const cluster = { clusterId: uuidSchema };
const place = { ...cluster, where: nameSchema };
const opposition = OppositionLodged.schema.pick({ oppositionId: true, creditor: true, claimSince: true, euros: true });
const aside = ReferenceSetAside.schema.pick({ context: true, reference: true }).shape;
const participants = OperationStarted.schema.shape.participants;

export const operationCommands = commandTable('mergers.operations', mergersRefusals, [
  commandOf(operation, 'StartOperation', {
    summary: 'Start an operation: clusters explore a merger, each in a role.',
    body: { kind: operationKindSchema, title: nameSchema, participants },
    also: bindParticipants,
    refusals: ['MRG_OPERATION_EXISTS', 'MRG_PARTICIPANTS_DO_NOT_FIT'],
    scope: ({ body }) => body.participants.map(({ clusterId }) => clusterId),
    happened: onItsDay,
    decide: async ({ id, body, effectiveAt, copies }) => {
      const obstacle = await obstacleToStart(copies, body.participants, effectiveAt);
      return { operationId: id, ...body, obstacle, on: effectiveAt };
    },
  }),
  commandOf(operation, 'LogPosition', {
    ...byParticipants,
    verb: 'log-position',
    summary: 'Record a position or a meeting, also one before any legal step.',
    body: { by: nameSchema, statement: z.string().min(1).max(4_000), embargoUntil },
    refusals: ['MRG_OPERATION_NOT_FOUND'],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'DraftPlan', {
    scope: byWhomNobodyElseIsUnbound,
    knownTo: ({ id }, tx) => participantsOf(tx, id),
    also: bindParticipants,
    verb: 'draft-plan',
    summary: 'Draft a version of the plan; a revision after adoption starts adoption, notices and votes again.',
    body: { plan: planSchema, embargoUntil },
    reports: { PlanDrafted: PlanDrafted.schema.pick({ planVersion: true, planHash: true, on: true }) },
    refusals: [...OF_OPERATION, 'MRG_PLAN_INCONSISTENT'],
    happened: onItsDay,
    decide: async ({ id, body, effectiveAt, copies }, tx) => {
      const obstacle = await obstacleToPlan(copies, tx, id, effectiveAt, body.plan);
      return { ...body, obstacle, on: effectiveAt };
    },
  }),
  commandOf(operation, 'AdoptPlan', {
    ...byBody,
    verb: 'adopt-plan',
    summary: "Record that a participant's board adopted the plan, named by its hash.",
    body: { ...cluster, planHash: sha256Schema },
    refusals: [
      ...OF_BODY,
      'MRG_PLANS_DIFFER',
      'MRG_PLAN_HAS_OPEN_POINTS',
      'MRG_REVISED_SINCE',
      'MRG_STAFF_NOT_CONSULTED',
      'MRG_OUT_OF_ORDER',
      'MRG_PLAN_NOT_FEASIBLE',
      'MRG_BODY_ENGAGED',
    ],
    happened: onItsDay,
    decide: async ({ id, body, effectiveAt, copies }, tx) => {
      const { by: engagedBy } = await tx.read(engagement, body.clusterId);
      const obstacle = await obstacleToPlan(copies, tx, id, effectiveAt);
      return { ...body, engagedBy, obstacle, on: effectiveAt };
    },
  }),
  commandOf(operation, 'RecordConsultation', {
    ...byBody,
    verb: 'record-consultation',
    summary: "Record the opinion of a participant's staff committee on the merger.",
    body: { ...cluster, opinion: ConsultationRecorded.schema.shape.opinion },
    refusals: OF_BODY,
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'ScheduleAssembly', {
    ...byBody,
    verb: 'schedule-assembly',
    summary: "Call a participant's assembly for a day.",
    body: { ...cluster, scheduledFor: dateSchema },
    refusals: [...OF_BODY, 'MRG_ALREADY_VOTED', 'MRG_ASSEMBLY_TOO_EARLY'],
    decide: ({ body }) => ({ ...body, scheduledFor: calendarDate(body.scheduledFor) }),
  }),
  commandOf(operation, 'PublishNotice', {
    ...byBody,
    verb: 'publish-notice',
    summary: "Record the publication of a participant's legal notice.",
    body: place,
    refusals: [...OF_BODY, 'MRG_REVISED_SINCE', 'MRG_NOTICE_TOO_LATE'],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'OpenDocuments', {
    ...byBody,
    verb: 'open-documents',
    summary: 'Record that a participant opened the documents to its members.',
    body: { ...place, auditorReport: DocumentsOpened.schema.shape.auditorReport },
    refusals: [...OF_BODY, ...OF_DOCUMENTS],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'RecordVote', {
    ...byBody,
    verb: 'record-vote',
    summary: "Record the vote of a participant's assembly, judged under its dissolution clause in force that day.",
    body: { ...cluster, tally: tallySchema },
    reports: {
      AssemblyVoted: AssemblyVoted.schema.pick({
        outcome: true,
        rule: true,
        reckoning: true,
        irregularities: true,
        on: true,
      }),
      SuccessionTookEffect: effect,
    },
    refusals: [...OF_BODY, 'MRG_ALREADY_VOTED', ...OF_VOTE],
    happened: onItsDay,
    decide: async ({ body, effectiveAt, copies }) => {
      const known = await (await copies.of(statutes)).get(body.clusterId);
      const clauseOn = (day: string) => dissolutionClauseOn(known, day);
      return { ...body, clause: clauseOn(effectiveAt), clauseOn, on: effectiveAt };
    },
  }),
  commandOf(operation, 'LodgeOpposition', {
    ...byParticipants,
    verb: 'lodge-opposition',
    summary: "Record a creditor's opposition to the merger; it blocks nothing.",
    body: { ...cluster, ...opposition.shape },
    refusals: [...OF_BODY, 'MRG_OPPOSITION_EXISTS', ...OF_OPPOSITION],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'ResolveOpposition', {
    ...byParticipants,
    verb: 'resolve-opposition',
    summary: "Record what became of a creditor's opposition.",
    body: OppositionResolved.schema.pick({ oppositionId: true, outcome: true }).shape,
    reports: { OppositionResolved: OppositionResolved.schema.pick({ outcome: true, on: true }) },
    refusals: [...OF_OPERATION, 'MRG_OPPOSITION_UNKNOWN'],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'RecordCondition', {
    ...byParticipants,
    verb: 'record-condition',
    summary: 'Record the state of a condition precedent.',
    body: {
      conditionId: uuidSchema,
      status: z.enum(['fulfilled', 'waived', 'failed']),
      granted: nameSchema.optional(),
    },
    refusals: [...OF_OPERATION, 'MRG_CONDITION_UNKNOWN'],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'PostponeOperation', {
    ...byParticipants,
    verb: 'postpone',
    summary: 'Postpone: another target, or none for now; adoptions, notices and votes stand.',
    body: { reason: nameSchema, newTarget: dateSchema.optional() },
    refusals: [...OF_OPERATION, 'MRG_TREATY_SETS_THE_DAY'],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'LapseOperation', {
    ...byParticipants,
    verb: 'lapse',
    summary: 'Record that the target has passed without effect; the participants are released.',
    reports: { OperationLapsed: OperationLapsed.schema.pick({ target: true, on: true }) },
    refusals: [...OF_OPERATION, 'MRG_TARGET_NOT_PASSED'],
    happened: onItsDay,
    decide: ({ effectiveAt }) => ({ on: effectiveAt }),
  }),
  commandOf(operation, 'WithdrawOperation', {
    ...byParticipants,
    verb: 'withdraw',
    summary: 'Withdraw the operation; it stays readable.',
    body: { reason: nameSchema },
    refusals: OF_OPERATION,
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'TakeEffect', {
    ...byParticipants,
    verb: 'take-effect',
    summary: 'Record the legal effect on its lawful day. It cannot be undone.',
    body: { journalOfficielOn: dateSchema.optional() },
    reports: { SuccessionTookEffect: effect, BodyRestored: back },
    refusals: [
      ...OF_OPERATION,
      'MRG_CONDITION_OPEN',
      'MRG_JOURNAL_OFFICIEL_MISSING',
      'MRG_EFFECT_TOO_EARLY',
      'MRG_PLAN_NOT_FEASIBLE',
    ],
    happened: ({ body, effectiveAt }) => [effectiveAt, body.journalOfficielOn],
    decide: async ({ id, body: { journalOfficielOn: day }, effectiveAt, copies }, tx) => {
      const journalOfficielOn = day === undefined ? undefined : calendarDate(day);
      const obstacle = await obstacleToTakingEffect(copies, tx, id, effectiveAt, journalOfficielOn);
      return { journalOfficielOn, obstacle, on: effectiveAt };
    },
  }),
  commandOf(operation, 'DeclareOperation', {
    ...byParticipants,
    verb: 'declare',
    summary: 'Record a declaration of the effect to an authority, with its receipt.',
    body: { authority: z.enum(['prefecture', 'journal-officiel', 'sirene']), receipt: nameSchema.optional() },
    refusals: [...OF_OPERATION, 'MRG_OUT_OF_ORDER'],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'AnnulOperation', {
    verb: 'annul',
    summary: 'Record the judgement that annuls the merger: from its day on the predecessors stand again.',
    body: {
      judgement: SuccessionAnnulled.schema.shape.judgement
        .omit({ basis: true })
        .extend({ basis: SuccessionAnnulled.schema.shape.judgement.shape.basis.optional() }),
    },
    reports: { SuccessionAnnulled: SuccessionAnnulled.schema.pick({ on: true }) },
    refusals: [...OF_OPERATION, 'MRG_OUT_OF_ORDER', 'MRG_ANNULMENT_NOT_FEASIBLE'],
    happened: ({ body: { judgement } }) => [judgement.judgedOn, judgement.finalOn],
    decide: async ({ id, body: { judgement }, copies }, tx) => ({
      judgement: { ...judgement, basis: judgement.basis ?? NULLITY },
      obstacle: await obstacleToAnnulment(copies, tx, id),
    }),
  }),
  commandOf(operation, 'RetryReferences', {
    verb: 'retry-references',
    summary: 'Try again to move what contexts have set aside, once its cause is mended.',
    refusals: [...OF_OPERATION, 'MRG_NOT_SET_ASIDE'],
    happened: onItsDay,
    decide: ({ effectiveAt }) => ({ on: effectiveAt }),
  }),
  commandOf(operation, 'PassOverReference', {
    verb: 'pass-over-reference',
    summary: 'Leave a reference that was set aside where it is, with the reason, so that the operation can be closed.',
    body: { ...aside, reason: nameSchema },
    refusals: [...OF_OPERATION, 'MRG_NOT_SET_ASIDE'],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  commandOf(operation, 'CloseOperation', {
    ...byParticipants,
    verb: 'close',
    summary: 'Close the operation: the transition is over.',
    refusals: [
      ...OF_OPERATION,
      'MRG_OUT_OF_ORDER',
      'MRG_DECLARATION_MISSING',
      'MRG_REPORTS_MISSING',
      'MRG_REFERENCES_SET_ASIDE',
    ],
    happened: onItsDay,
    decide: ({ effectiveAt }) => ({ reporting, on: effectiveAt }),
  }),
  ...accessionRows,
  ...factCommands(operation, {
    ...byFact,
    only: ['AssemblyVoted'],
    knowing: clauseOfVote,
    refusals: [...OF_FACT, ...OF_VOTE],
  }),
  ...factCommands(operation, {
    ...byFact,
    only: ['PlanAdopted'],
    refusals: [...OF_FACT, 'MRG_OUT_OF_ORDER', 'MRG_REVISED_SINCE', 'MRG_STAFF_NOT_CONSULTED'],
  }),
  ...factCommands(operation, {
    ...byFact,
    only: ['OperationDeclared'],
    refusals: [...OF_FACT, 'MRG_OUT_OF_ORDER'],
  }),
  ...factCommands(operation, {
    ...byFact,
    only: ['NoticePublished'],
    refusals: [...OF_FACT, 'MRG_REVISED_SINCE', 'MRG_NOTICE_TOO_LATE'],
  }),
  ...factCommands(operation, { ...byFact, only: ['DocumentsOpened'], refusals: [...OF_FACT, ...OF_DOCUMENTS] }),
  ...factCommands(operation, { ...byFact, only: ['OppositionLodged'], refusals: [...OF_FACT, ...OF_OPPOSITION] }),
  ...factCommands(operation, {
    ...byFact,
    only: ['ConditionRecorded', 'ConsultationRecorded', 'OppositionResolved'],
    refusals: OF_FACT,
  }),
]);
