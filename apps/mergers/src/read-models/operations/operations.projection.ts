import { z } from 'zod';
import {
  conditionSchema,
  correctedType,
  dateSchema,
  joiningSchema,
  operationEvents,
  planSchema,
  sha256Schema,
  uuidSchema,
  type GrappeEvents,
} from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { AS_RECORDED, creates, keyed, projection, updates, type Handlers, type TypedEvent } from '#libs/projections';
import { JOINING_STATES } from '../../domain/operation/joining.ts';
import { evolve, following } from '../../domain/operation/operation.evolve.ts';
import {
  absent,
  unrecorded,
  type Operation,
  type OperationEvent,
  type OperationRecord,
  type Planned,
  type Recorded,
  type StartedRecord,
} from '../../domain/operation/operation.ts';
import { CONSENT_ANSWERS } from '../consents/consents.projection.ts';
import { operationHistory } from './operation-log.ts';
import { voteAsKnown } from './vote-differs.ts';

const { SuccessionAnnulled, OperationStarted, OperationPostponed, PlanAdopted, AssemblyVoted, PositionLogged } =
  operationEvents;
const { ConditionRecorded, NoticePublished, OperationDeclared, ReferencesMoved, ReferenceSetAside } = operationEvents;

export const operationStatus = z.enum([
  ...(['exploring', 'drafted', 'adopted', 'published', 'approved', 'ready'] as const),
  ...(['effective', 'declared', 'closed', 'annulled', 'rejected', 'lapsed', 'withdrawn'] as const),
]);

export const operationSummaryView = OperationStarted.schema
  .omit({ on: true })
  .extend({ status: operationStatus, startedOn: dateSchema })
  .meta({ id: 'OperationSummary', description: 'An operation as a list shows it.' });

/** What is shown of a vote beside its figures. */
const { corrected, differs } = voteAsKnown.shape;
const voteSummary = AssemblyVoted.schema
  .pick({ clusterId: true, outcome: true, on: true, tally: true })
  .extend({ corrected, differs });

const { ConsultationRecorded, DocumentsOpened, OppositionLodged, OppositionResolved } = operationEvents;
const opposition = OppositionLodged.schema.omit({ operationId: true }).extend({
  resolved: OppositionResolved.schema.pick({ outcome: true, on: true }).optional(),
  opposable: z
    .boolean()
    .describe('False while the opposition is unresolved: the merger is not opposable to this creditor.'),
});
const report = ReferencesMoved.schema.omit({ operationId: true, annulment: true });
const answered = z
  .strictObject({ answer: z.enum(CONSENT_ANSWERS), on: dateSchema })
  .describe('What has been recorded of it since; absent while it is waited for.');
const consent = ReferencesMoved.schema.shape.consents.unwrap().element.extend({ answered: answered.optional() });
/** An organisation that the plan names, and what it has said of it. */
export const joiningView = joiningSchema.extend({
  state: z
    .enum(JOINING_STATES)
    .describe('Whether it has acceded: `open` until it does, `too-late` where it did after the day of the effect.'),
  on: dateSchema.optional().describe('The day of its accession, or of its withdrawal.'),
});
const publication = NoticePublished.schema.omit({ operationId: true });

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
    joining: z
      .array(joiningView)
      .optional()
      .describe(
        'The organisations that the plan names beside the clusters, with what each has said. None of them blocks the effect.',
      ),
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
    documents: z.array(DocumentsOpened.schema.omit({ operationId: true })).optional(),
    consultations: z.array(ConsultationRecorded.schema.omit({ operationId: true })).optional(),
    oppositions: z.array(opposition).optional().describe('Of creditors; none of them blocks the effect.'),
    votes: z.array(voteSummary).optional(),
    approvedOn: dateSchema.optional(),
    postponement: OperationPostponed.schema.omit({ operationId: true }).optional(),
    effectiveOn: dateSchema.optional(),
    references: z.array(report.extend({ consents: z.array(consent).optional() })).optional(),
    annulment: SuccessionAnnulled.schema
      .pick({ judgement: true, on: true })
      .optional()
      .describe('The judgement, and the day from which the predecessors stand again.'),
    returned: z.array(report).optional().describe('What each context has given back since, as far as it has reported.'),
    setAside: z
      .array(ReferenceSetAside.schema.omit({ operationId: true }))
      .optional()
      .describe('What a context could not move, and why: mend it and retry, or pass it over.'),
    declarations: z.array(OperationDeclared.schema.omit({ operationId: true })).optional(),
    history: operationHistory,
  })
  .meta({ id: 'Operation', description: 'An operation: what counts now, and beside it everything that happened.' });

export interface OperationDocument {
  readonly operationId: string;
  readonly kind: string;
  readonly status: string;
  /** Whether the public has learnt of it: by the notices of all participants, or by its effect. It stays so unless a notice is voided. */
  readonly isPublished: boolean;
  /** The hash of the plan that was published last. */
  readonly publishedPlan?: string | undefined;
  /** When its effect was recorded, and the place of that in the ledger. */
  readonly effect?: { readonly position: number; readonly recordedAt: string } | undefined;
  /** By whom and when each version of its plan was recorded. */
  readonly drafts?: readonly { readonly eventId: string; readonly by: string; readonly recordedAt: string }[];
  /** Folded by the domain's own `evolve`, with everything that was recorded. */
  readonly state: StartedRecord;
}

function documentOf(
  state: OperationRecord,
  publishedPlan: string | undefined,
  { effect, drafts }: Pick<OperationDocument, 'effect' | 'drafts'> = {},
): OperationDocument {
  invariant(state.status !== 'absent', 'an operation that something happened to is there');
  const { operationId, kind, status } = state;
  const isPublished = publishedPlan !== undefined;
  const known = {
    ...(isPublished ? { publishedPlan } : {}),
    ...(effect === undefined ? {} : { effect }),
    ...(drafts === undefined ? {} : { drafts }),
  };
  return { operationId, kind, status, isPublished, ...known, state };
}

function happens(
  { state, publishedPlan, effect, drafts }: OperationDocument,
  { id, type, data, position, metadata: { recordedAt, actor } }: TypedEvent<object>,
): OperationDocument {
  // An event is its type and its data: the compiler does not put them together.
  const event = { ...data, type: type.slice('mergers.'.length) } as OperationEvent;
  const after = evolve(state, event, id);
  const isCorrection = correctedType(type) !== undefined;
  const published = isCorrection ? publishedIn(after) : (planPublishedBy(after) ?? publishedPlan);
  const isEffect = type === 'mergers.SuccessionTookEffect';
  const draft = { eventId: id, by: actor.id, recordedAt };
  return documentOf(after, published, {
    effect: isEffect ? { position: Number(position), recordedAt } : effect,
    ...(type === 'mergers.PlanDrafted' ? { drafts: [...(drafts ?? []), draft] } : drafts && { drafts }),
  });
}

/** The plan that was published last, by the facts as they read now. */
function publishedIn({ facts }: Recorded): string | undefined {
  let published: string | undefined;
  facts.reduce((before, { event }) => {
    const after = following(before, event);
    published = planPublishedBy(after) ?? published;
    return after;
  }, absent);
  return published;
}

function planPublishedBy(state: Operation): string | undefined {
  return publishes(state) ? state.plan.hash : undefined;
}

function publishes(state: Operation): state is Extract<Operation, Planned> {
  return state.status === 'published' || 'effectiveOn' in state;
}

type OfOperation = { readonly operationId: string } | { readonly was: { readonly operationId: string } };

/** Whatever happens to an operation once it was started. */
const happenings = Object.fromEntries(
  Object.keys(operationEvents)
    .filter((name) => name !== 'OperationStarted')
    .map((name) => [
      `mergers.${name}`,
      keyed<OfOperation, OperationDocument>(
        ({ data }) => ('was' in data ? data.was : data).operationId,
        updates(happens),
      ),
    ]),
) as Handlers<GrappeEvents, OperationDocument>;

/**
 * Every operation with everything that happened to it, withdrawn and rejected ones too. A state machine is read in the order of recording; what corrections
 * make of it the domain says.
 */
export const operations = projection<GrappeEvents, OperationDocument>({
  name: 'mergers.operations',
  version: 17,
  order: AS_RECORDED,
  subject: 'mergers.operation',
  columns: {
    operation_id: { type: 'text', from: 'operationId' },
    status: { type: 'text', from: 'status' },
    kind: { type: 'text', from: 'kind' },
    is_published: { type: 'boolean', from: 'isPublished' },
  },
  indexes: [['operation_id'], ['status'], ['kind']],
  key: 'operationId',
  on: {
    ...happenings,
    'mergers.OperationStarted': creates(({ id, data }) =>
      documentOf(evolve(unrecorded, { type: 'OperationStarted', ...data }, id), undefined),
    ),
  },
});
