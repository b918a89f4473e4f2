import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { embargoEvents } from '../embargo.ts';
import {
  appliedClauseSchema,
  irregularitySchema,
  outcomeSchema,
  reckoningSchema,
  tallySchema,
} from '../governance/clauses.ts';
import { annulment, hindranceSchema, referenceSchema, reportSchema } from '../succession.ts';
import {
  dateSchema,
  LIST_MAX,
  nameSchema,
  personSchema,
  quantitySchema,
  remarkSchema,
  statementSchema,
  uuidSchema,
} from '../shared.ts';
import { dryRunEvents } from './dry-runs.ts';
import {
  allocationSchema,
  antennaMappingSchema,
  collegeMappingSchema,
  JOINING_MAX,
  joiningSchema,
  newAntennaSchema,
  operationKindSchema,
  participantRoleSchema,
  PARTICIPANTS_MAX,
  planReferenceSchema,
  planSchema,
  successorSchema,
  transitionalGovernanceSchema,
} from './plan.ts';

const operation = { operationId: uuidSchema };
const participant = { ...operation, clusterId: uuidSchema };
const accession = { ...operation, ...planReferenceSchema, organisationId: uuidSchema };
const reference = {
  ...operation,
  context: z.string().regex(/^[a-z]+$/, 'the name of a context, in lower-case letters'),
  reference: referenceSchema,
};
const named = z.strictObject({ clusterId: uuidSchema });
const heir = successorSchema.extend({ created: z.boolean() });
const returning = heir.pick({ clusterId: true, created: true });

/** The verdict of a guard on an act: the rule that was in force that day, and its citation. */
export const verdictSchema = z.strictObject({
  guard: z.string().regex(/^G\d{1,2}$/),
  rule: z.string().min(1).max(80),
  citation: z.string().min(1).max(300),
});

/** By which court a merger was annulled, and from when on it counts. */
export const judgementSchema = z.strictObject({
  court: nameSchema,
  number: z.string().min(1).max(80),
  judgedOn: dateSchema,
  /** The day on which no ordinary appeal is open any more. */
  finalOn: dateSchema,
  /** The rule by which it counts from that day on and leaves what was done before. */
  basis: remarkSchema,
});

export const operationEvents = {
  OperationStarted: event('Clusters explore a merger; each stands in a role.', {
    ...operation,
    kind: operationKindSchema,
    title: nameSchema,
    participants: z
      .array(named.extend({ role: participantRoleSchema }))
      .min(1)
      .max(PARTICIPANTS_MAX),
    on: dateSchema,
  }),
  PositionLogged: event(
    'A position or a meeting before any legal step was put on record, with its source.',
    {
      ...operation,
      by: remarkSchema,
      statement: statementSchema,
      on: dateSchema,
      embargoUntil: dateSchema.optional(),
    },
    { embargoField: 'embargoUntil' },
  ),
  PlanDrafted: event(
    'A version of the plan was drafted; its hash names it from now on.',
    { ...operation, ...planReferenceSchema, plan: planSchema, on: dateSchema, embargoUntil: dateSchema.optional() },
    // SuccessionTookEffect carries its parts, with the predecessors and the verdicts.
    { privateField: 'embargoUntil', carriedWithBytes: 8_000 },
  ),
  ...correctable({
    PlanAdopted: event('The board of a participant adopted a version of the plan by its hash.', {
      ...participant,
      ...planReferenceSchema,
      verdicts: z.array(verdictSchema).max(LIST_MAX),
      on: dateSchema,
    }),
  }),
  ...correctable({
    ConsultationRecorded: event('The staff committee of a participant gave its opinion on the merger.', {
      ...participant,
      opinion: z.enum(['favourable', 'unfavourable', 'none']),
      on: dateSchema,
    }),
  }),
  OperationAdopted: event('Every board has adopted the same plan.', {
    ...operation,
    ...planReferenceSchema,
    on: dateSchema,
  }),
  ...correctable({
    NoticePublished: event("A participant's legal notice was published.", {
      ...participant,
      where: nameSchema,
      on: dateSchema,
    }),
  }),
  ...correctable({
    DocumentsOpened: event('A participant opened the documents to its members.', {
      ...participant,
      where: nameSchema,
      /** The report of the auditor of the merger, where it is among the documents (G5). */
      auditorReport: z.strictObject({ date: dateSchema }).optional(),
      on: dateSchema,
    }),
  }),
  AssemblyScheduled: event('The assembly of a participant that decides on the plan was scheduled.', {
    ...participant,
    verdicts: z.array(verdictSchema).max(LIST_MAX),
    scheduledFor: dateSchema,
  }),
  ...correctable({
    AssemblyVoted: event(
      "A participant's assembly voted; judged under the dissolution clause of its statutes in force that day.",
      {
        ...participant,
        ...planReferenceSchema,
        tally: tallySchema,
        rule: appliedClauseSchema,
        outcome: outcomeSchema,
        reckoning: reckoningSchema.optional(),
        irregularities: z.array(irregularitySchema).min(1).max(LIST_MAX).optional(),
        verdicts: z.array(verdictSchema).max(LIST_MAX),
        on: dateSchema,
      },
    ),
  }),
  OperationApproved: event('Every assembly has approved the plan.', {
    ...operation,
    ...planReferenceSchema,
    on: dateSchema,
  }),
  OperationRejected: event('An assembly said no.', { ...participant, on: dateSchema }),
  ...correctable({
    ConditionRecorded: event(
      'What became of a condition precedent. What was demanded and what was granted are different facts.',
      {
        ...operation,
        conditionId: uuidSchema,
        status: z.enum(['fulfilled', 'waived', 'failed']),
        granted: remarkSchema.optional(),
        on: dateSchema,
      },
    ),
  }),
  ...correctable({
    OppositionLodged: event(
      'A creditor of a participant opposed the merger; it goes on, and is not opposable to that creditor meanwhile.',
      {
        ...participant,
        oppositionId: uuidSchema,
        creditor: remarkSchema,
        /** Since when the creditor has the claim. */
        claimSince: dateSchema,
        euros: quantitySchema.optional(),
        on: dateSchema,
      },
    ),
  }),
  ...correctable({
    OppositionResolved: event("What became of a creditor's opposition.", {
      ...operation,
      oppositionId: uuidSchema,
      outcome: z.enum(['paid', 'guaranteed', 'dismissed', 'withdrawn']),
      on: dateSchema,
    }),
  }),
  ...correctable({
    AccessionRecorded: event(
      'An organisation that a version of the plan names acceded to it: it is bound by its own word, and by nobody else.',
      {
        ...accession,
        /** Who signed for it. */
        signatory: personSchema,
        on: dateSchema,
      },
    ),
  }),
  ...correctable({
    AccessionWithdrawn: event('An organisation that had acceded to the plan withdrew before the effect.', {
      ...accession,
      reason: remarkSchema.optional(),
      on: dateSchema,
    }),
  }),
  JoiningRestated: event(
    'An accession that was recorded late, corrected or voided has changed whether an organisation joined by an effect that is on record.',
    {
      ...operation,
      ...joiningSchema.shape,
      /** Whether it did, as the facts now read. */
      joins: z.boolean(),
      /** The day of the effect. */
      on: dateSchema,
    },
  ),
  OperationPostponed: event('The operation has another target, or none for now; adoptions, notices and votes stand.', {
    ...operation,
    reason: remarkSchema,
    newTarget: dateSchema.optional(),
    on: dateSchema,
  }),
  OperationLapsed: event('The target of the operation has passed without its effect; it stays readable.', {
    ...operation,
    /** The last day on which the effect would have met it. */
    target: dateSchema,
    on: dateSchema,
  }),
  OperationReminded: event('A day of the operation is near, or has come, and what it is for has not been done.', {
    ...operation,
    about: z.enum(['target', 'declaration']),
    /** The target, or the last day for the declaration to the prefecture. */
    dueOn: dateSchema,
    on: dateSchema,
  }),
  OperationWithdrawn: event('The participants gave the operation up; it stays readable.', {
    ...operation,
    reason: remarkSchema,
    on: dateSchema,
  }),
  SuccessionTookEffect: event(
    'The merger took legal effect: the public record on which every context re-points its own references.',
    {
      ...operation,
      kind: operationKindSchema,
      ...planReferenceSchema,
      /** The clusters that disappear; none where a branch passes or clusters federate. */
      predecessors: z.array(named).max(PARTICIPANTS_MAX),
      /** The cluster that continues; `created` is true for a new one, false for one that takes part. */
      successor: heir,
      /** Of a cluster that splits, those that continue beside the successor. */
      heirs: z.array(heir).max(PARTICIPANTS_MAX).optional(),
      /** Who takes what. Default: the successor, everything of those that disappear. */
      allocation: allocationSchema.optional(),
      /** The cluster that gives a branch, and stays. */
      giver: named.optional(),
      /** The clusters that stay, and become members of the successor, a network. */
      federated: z.array(named).max(PARTICIPANTS_MAX).optional(),
      newAntennas: z.array(newAntennaSchema).max(LIST_MAX),
      antennaMapping: z.array(antennaMappingSchema).max(LIST_MAX),
      collegeMapping: z.array(collegeMappingSchema).max(LIST_MAX).optional(),
      /** The organisations that have acceded, in the order of the plan: each is a member of the successor from that day on, once. */
      acceded: z.array(joiningSchema).max(JOINING_MAX).optional(),
      transitionalGovernance: transitionalGovernanceSchema,
      decidedOn: dateSchema,
      effectiveOn: dateSchema,
      accountingOn: dateSchema.optional(),
      verdicts: z.array(verdictSchema).max(LIST_MAX),
    },
  ),
  BodyRestored: event(
    'A body that had disappeared is there again under its old id: from that day on it can act, and take members in; nobody is a member of it by this.',
    {
      ...operation,
      ...planReferenceSchema,
      /** With the name, the seat and the territory that it has from that day on. */
      body: successorSchema,
      decidedOn: dateSchema,
      verdicts: z.array(verdictSchema).max(LIST_MAX),
      on: dateSchema,
    },
  ),
  ReferencesMoved: event('A context reported back how many of its references moved.', {
    ...operation,
    context: z.string().regex(/^[a-z]+$/),
    ...reportSchema,
    annulment,
  }),
  ReferenceSetAside: event('A context could not move a reference and set it aside with its reason.', {
    ...reference,
    ...hindranceSchema,
  }),
  ReferencesRetried: event('What the contexts have set aside is to be moved again: its cause is mended.', {
    ...operation,
    on: dateSchema,
  }),
  ReferenceRecovered: event('A reference that was set aside has been moved.', reference),
  ReferencePassedOver: event('A reference that was set aside stays where it is; an administrator said why.', {
    ...reference,
    reason: remarkSchema,
    on: dateSchema,
  }),
  ...correctable({
    OperationDeclared: event('The effect was declared to an authority, with its receipt.', {
      ...operation,
      authority: z.enum(['prefecture', 'journal-officiel', 'sirene']),
      receipt: nameSchema.optional(),
      on: dateSchema,
    }),
  }),
  OperationClosed: event('The transition is over.', { ...operation, on: dateSchema }),
  SuccessionAnnulled: event(
    'A court annulled a merger that had taken effect: from that day on the predecessors stand again, and each context gives back.',
    {
      ...operation,
      judgement: judgementSchema,
      /** The clusters that stand again under their old ids; none where nobody had disappeared. */
      predecessors: z.array(named).max(PARTICIPANTS_MAX),
      /** Those that give back, as the effect names them; what the merger created ends that day. */
      successor: returning,
      heirs: z.array(returning).max(PARTICIPANTS_MAX).optional(),
      giver: named.optional(),
      federated: z.array(named).max(PARTICIPANTS_MAX).optional(),
      on: dateSchema,
    },
  ),
};

/** One stream for each body: so that it is never in two operations past ADOPTED at the same time (guard G12). */
export const engagementEvents = {
  BodyEngaged: event('A body is bound by an operation that every board has adopted.', participant),
  BodyReleased: event(
    'A body is bound no more: the operation took effect, was given up or rejected, has lapsed, or its plan was revised.',
    participant,
  ),
};

/** Everything that the mergers context publishes. */
export const mergersContract = { ...operationEvents, ...engagementEvents, ...dryRunEvents, ...embargoEvents };
