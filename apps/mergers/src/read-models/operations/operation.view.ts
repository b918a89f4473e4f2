import { z } from 'zod';
import { conditionSchema, dateSchema, operationEvents, planSchema, sha256Schema, uuidSchema } from '#libs/contracts';

const { OperationStarted, PlanDrafted, PlanAdopted, AssemblyScheduled, AssemblyVoted, PositionLogged } =
  operationEvents;
const { ConditionRecorded, OperationPostponed, OperationWithdrawn, OperationRejected } = operationEvents;
const { NoticePublished, SuccessionTookEffect, OperationDeclared, OperationClosed, ReferencesMoved } = operationEvents;

export const operationStatus = z.enum([
  ...(['exploring', 'drafted', 'adopted', 'published', 'approved', 'ready'] as const),
  ...(['effective', 'declared', 'closed', 'rejected', 'withdrawn'] as const),
]);

export const operationSummaryView = OperationStarted.schema
  .omit({ on: true })
  .extend({ status: operationStatus, startedOn: dateSchema })
  .meta({ id: 'OperationSummary', description: 'An operation as a list shows it.' });

const eventId = uuidSchema;
const publication = NoticePublished.schema.omit({ operationId: true });
const told = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) => schema.extend({ eventId });
const voteView = told(AssemblyVoted.schema).meta({
  id: 'AssemblyVote',
  description: 'A vote with the clause and the rules under which it was judged.',
});

const history = z
  .strictObject({
    plans: z.array(told(PlanDrafted.schema)),
    adoptions: z.array(told(PlanAdopted.schema)),
    assemblies: z.array(told(AssemblyScheduled.schema)),
    votes: z.array(voteView),
    conditions: z.array(told(ConditionRecorded.schema)),
    postponements: z.array(told(OperationPostponed.schema)),
    withdrawal: told(OperationWithdrawn.schema).optional(),
    rejection: told(OperationRejected.schema).optional(),
    effect: told(SuccessionTookEffect.schema).optional(),
    closing: told(OperationClosed.schema).optional(),
  })
  .meta({ id: 'OperationHistory', description: 'Everything that happened, whole and in order.' });

export const operationView = operationSummaryView
  .extend({
    positions: z.array(PositionLogged.schema.omit({ operationId: true })),
    plan: z
      .strictObject({ version: z.int().min(1), hash: sha256Schema, plan: planSchema, draftedOn: dateSchema })
      .optional(),
    openPoints: planSchema.shape.openPoints.optional(),
    adoptions: z.array(PlanAdopted.schema.pick({ clusterId: true, planHash: true, on: true })).optional(),
    conditions: z
      .array(
        conditionSchema.extend({
          status: z.enum(['open', ...ConditionRecorded.schema.shape.status.options]),
          granted: ConditionRecorded.schema.shape.granted,
          on: dateSchema.optional(),
        }),
      )
      .optional(),
    assemblies: z.array(z.strictObject({ clusterId: uuidSchema, scheduledFor: dateSchema })).optional(),
    notices: z.array(publication).optional(),
    documents: z.array(publication).optional(),
    votes: z.array(AssemblyVoted.schema.pick({ clusterId: true, outcome: true, on: true, tally: true })).optional(),
    approvedOn: dateSchema.optional(),
    effectiveOn: dateSchema.optional(),
    references: z.array(ReferencesMoved.schema.omit({ operationId: true })).optional(),
    declarations: z.array(OperationDeclared.schema.omit({ operationId: true })).optional(),
    history,
  })
  .meta({ id: 'Operation', description: 'An operation: what counts now, and beside it everything that happened.' });

export const votesView = z
  .strictObject({ items: z.array(voteView) })
  .meta({ id: 'OperationVotes', description: 'Every vote of an operation.' });
