import { z } from 'zod';
import {
  conditionSchema,
  dateSchema,
  operationEvents,
  planSchema,
  sha256Schema,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { AS_RECORDED, creates, projection, updates, type Handling } from '#libs/projections';
import { evolve } from '../../domain/operation/operation.evolve.ts';
import {
  absent,
  type EventName,
  type Operation,
  type OperationEvent,
  type Planned,
  type Started,
} from '../../domain/operation/operation.ts';

const { OperationStarted, PlanDrafted, PlanAdopted, AssemblyScheduled, AssemblyVoted, PositionLogged } =
  operationEvents;
const { ConditionRecorded, OperationPostponed, OperationWithdrawn, OperationRejected } = operationEvents;
const { NoticePublished, SuccessionTookEffect, OperationDeclared, OperationClosed, ReferencesMoved } = operationEvents;
const { ReferenceSetAside, ReferencePassedOver } = operationEvents;

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
const withEventId = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) => schema.extend({ eventId });
const voteView = withEventId(AssemblyVoted.schema).meta({
  id: 'AssemblyVote',
  description: 'A vote with the clause and the rules under which it was judged.',
});

const operationLog = z.strictObject({
  plans: z.array(withEventId(PlanDrafted.schema)),
  adoptions: z.array(withEventId(PlanAdopted.schema)),
  assemblies: z.array(withEventId(AssemblyScheduled.schema)),
  votes: z.array(voteView),
  conditions: z.array(withEventId(ConditionRecorded.schema)),
  postponements: z.array(withEventId(OperationPostponed.schema)),
  withdrawal: withEventId(OperationWithdrawn.schema).optional(),
  rejection: withEventId(OperationRejected.schema).optional(),
  passedOver: z.array(withEventId(ReferencePassedOver.schema)),
  effect: withEventId(SuccessionTookEffect.schema).optional(),
  closing: withEventId(OperationClosed.schema).optional(),
});

const history = operationLog
  .partial({ plans: true, adoptions: true })
  .meta({ id: 'OperationHistory', description: 'Everything that happened, whole and in order.' });

export const operationView = operationSummaryView
  .extend({
    positions: z.array(PositionLogged.schema.omit({ operationId: true })).optional(),
    plan: z
      .strictObject({
        version: z.int().min(1),
        hash: sha256Schema,
        plan: planSchema,
        draftedOn: dateSchema,
        embargoUntil: dateSchema.optional(),
      })
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
    setAside: z
      .array(ReferenceSetAside.schema.omit({ operationId: true }))
      .optional()
      .describe('What a context could not move, and why: mend it and retry, or pass it over.'),
    declarations: z.array(OperationDeclared.schema.omit({ operationId: true })).optional(),
    history,
  })
  .meta({ id: 'Operation', description: 'An operation: what counts now, and beside it everything that happened.' });

export const votesView = z
  .strictObject({ items: z.array(voteView) })
  .meta({ id: 'OperationVotes', description: 'Every vote of an operation.' });

/** What happened, whole and in order: the state of an operation holds only what counts now. */
export type OperationLog = Immutable<z.infer<typeof operationLog>>;

type Facts<Name extends EventName> = GrappeEvents[`mergers.${Name}`];

export interface OperationDocument {
  readonly operationId: string;
  readonly kind: string;
  readonly status: string;
  /** Whether the public has learnt of it: by the notices of all participants, or by its effect. It stays so. */
  readonly isPublished: boolean;
  /** The hash of the plan that was published last. */
  readonly publishedPlan?: string | undefined;
  /** Folded by the domain's own `evolve`. */
  readonly state: Started;
  readonly log: OperationLog;
}

const EMPTY: OperationLog = {
  ...{ plans: [], adoptions: [], assemblies: [], votes: [], conditions: [], postponements: [] },
  passedOver: [],
};

/** An event of a known operation: the domain's fold of it, and an entry of the log with the id of the event. */
function happens<Name extends EventName>(
  type: Name,
  note?: (log: OperationLog, facts: Facts<Name> & { readonly eventId: string }) => Partial<OperationLog>,
): Handling<Facts<Name>, OperationDocument> {
  // An event is its type and its data: the compiler does not put them together.
  return updates(({ state, log, publishedPlan }, { id: eventId, data }) =>
    documentOf(
      evolve(state, { type, ...data } as OperationEvent),
      { ...log, ...note?.(log, { ...data, eventId }) },
      publishedPlan,
    ),
  );
}

function documentOf(state: Operation, log: OperationLog, before?: string): OperationDocument {
  invariant(state.status !== 'absent', 'an operation that something happened to is there');
  const { operationId, kind, status } = state;
  const publishedPlan = publishes(state) ? state.plan.hash : before;
  const isPublished = publishedPlan !== undefined;
  return { operationId, kind, status, isPublished, ...(isPublished ? { publishedPlan } : {}), state, log };
}

function publishes(state: Started): state is Extract<Started, Planned> {
  return state.status === 'published' || 'effectiveOn' in state;
}

/** Every operation with everything that happened to it, withdrawn and rejected ones too. */
export const operations = projection<GrappeEvents, OperationDocument>({
  name: 'mergers.operations',
  version: 6,
  order: AS_RECORDED,
  subject: 'mergers.operation',
  columns: {
    operation_id: { type: 'text', from: 'operationId' },
    status: { type: 'text', from: 'status' },
    kind: { type: 'text', from: 'kind' },
    is_published: { type: 'boolean', from: 'isPublished' },
  },
  indexes: [['status'], ['kind']],
  key: 'operationId',
  on: {
    'mergers.OperationStarted': creates(({ data }) =>
      documentOf(evolve(absent, { type: 'OperationStarted', ...data }), EMPTY),
    ),
    'mergers.PositionLogged': happens('PositionLogged'),
    'mergers.PlanDrafted': happens('PlanDrafted', (log, plan) => ({ plans: [...log.plans, plan] })),
    'mergers.PlanAdopted': happens('PlanAdopted', (log, adoption) => ({ adoptions: [...log.adoptions, adoption] })),
    'mergers.OperationAdopted': happens('OperationAdopted'),
    'mergers.NoticePublished': happens('NoticePublished'),
    'mergers.DocumentsOpened': happens('DocumentsOpened'),
    'mergers.AssemblyScheduled': happens('AssemblyScheduled', (log, assembly) => ({
      assemblies: [...log.assemblies, assembly],
    })),
    'mergers.AssemblyVoted': happens('AssemblyVoted', (log, vote) => ({ votes: [...log.votes, vote] })),
    'mergers.OperationApproved': happens('OperationApproved'),
    'mergers.OperationRejected': happens('OperationRejected', (_log, rejection) => ({ rejection })),
    'mergers.ConditionRecorded': happens('ConditionRecorded', (log, condition) => ({
      conditions: [...log.conditions, condition],
    })),
    'mergers.OperationPostponed': happens('OperationPostponed', (log, postponement) => ({
      postponements: [...log.postponements, postponement],
    })),
    'mergers.OperationWithdrawn': happens('OperationWithdrawn', (_log, withdrawal) => ({ withdrawal })),
    'mergers.SuccessionTookEffect': happens('SuccessionTookEffect', (_log, effect) => ({ effect })),
    'mergers.ReferencesMoved': happens('ReferencesMoved'),
    'mergers.ReferenceSetAside': happens('ReferenceSetAside'),
    'mergers.ReferencesRetried': happens('ReferencesRetried'),
    'mergers.ReferenceRecovered': happens('ReferenceRecovered'),
    'mergers.ReferencePassedOver': happens('ReferencePassedOver', (log, passed) => ({
      passedOver: [...log.passedOver, passed],
    })),
    'mergers.OperationDeclared': happens('OperationDeclared'),
    'mergers.OperationClosed': happens('OperationClosed', (_log, closing) => ({ closing })),
  },
});
