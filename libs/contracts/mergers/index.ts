import { z } from 'zod';
import { event } from '../definition.ts';
import { appliedClauseSchema, outcomeSchema, tallySchema } from '../governance/decisions.ts';
import { dateSchema, nameSchema, quantitySchema, uuidSchema } from '../shared.ts';
import {
  antennaMappingSchema,
  newAntennaSchema,
  operationKindSchema,
  planReferenceSchema,
  planSchema,
  successorSchema,
  transitionalGovernanceSchema,
} from './plan.ts';

const operation = { operationId: uuidSchema };
const participant = { ...operation, clusterId: uuidSchema };

/** What a guard said of an act: the rule of the rule book that was in force that day, and its citation. */
export const verdictSchema = z.strictObject({
  guard: z.string().regex(/^G\d{1,2}$/),
  rule: z.string().min(1).max(80),
  citation: z.string().min(1).max(300),
});

export const operationEvents = {
  OperationStarted: event({
    version: 1,
    summary: 'Clusters explore a merger; each stands in a role.',
    schema: z.strictObject({
      ...operation,
      kind: operationKindSchema,
      title: nameSchema,
      participants: z
        .array(z.strictObject({ clusterId: uuidSchema, role: z.enum(['absorbing', 'absorbed', 'founding']) }))
        .min(2),
      on: dateSchema,
    }),
  }),
  PositionLogged: event({
    version: 1,
    summary: 'A position or a meeting before any legal step was put on record, with its source.',
    schema: z.strictObject({ ...operation, by: nameSchema, statement: z.string().min(1).max(4_000), on: dateSchema }),
  }),
  PlanDrafted: event({
    version: 1,
    summary: 'A version of the plan was drafted; its hash names it from now on.',
    personal: [
      {
        path: 'plan.transitionalGovernance.bodies.*.offices.*.holders.*.person.name',
        personId: 'plan.transitionalGovernance.bodies.*.offices.*.holders.*.person.personId',
      },
    ],
    schema: z.strictObject({ ...operation, ...planReferenceSchema, plan: planSchema, on: dateSchema }),
  }),
  PlanAdopted: event({
    version: 1,
    summary: 'The board of a participant adopted a version of the plan by its hash.',
    schema: z.strictObject({
      ...participant,
      ...planReferenceSchema,
      verdicts: z.array(verdictSchema),
      on: dateSchema,
    }),
  }),
  OperationAdopted: event({
    version: 1,
    summary: 'Every board has adopted the same plan.',
    schema: z.strictObject({ ...operation, ...planReferenceSchema, on: dateSchema }),
  }),
  NoticePublished: event({
    version: 1,
    summary: "A participant's legal notice was published.",
    schema: z.strictObject({ ...participant, where: nameSchema, on: dateSchema }),
  }),
  DocumentsOpened: event({
    version: 1,
    summary: 'A participant opened the documents to its members.',
    schema: z.strictObject({ ...participant, where: nameSchema, on: dateSchema }),
  }),
  AssemblyScheduled: event({
    version: 1,
    summary: 'The assembly of a participant that decides on the plan was scheduled.',
    schema: z.strictObject({ ...participant, verdicts: z.array(verdictSchema), scheduledFor: dateSchema }),
  }),
  AssemblyVoted: event({
    version: 1,
    summary: "A participant's assembly voted; judged under the dissolution clause of its statutes in force that day.",
    schema: z.strictObject({
      ...participant,
      ...planReferenceSchema,
      tally: tallySchema,
      rule: appliedClauseSchema,
      outcome: outcomeSchema,
      verdicts: z.array(verdictSchema),
      on: dateSchema,
    }),
  }),
  OperationApproved: event({
    version: 1,
    summary: 'Every assembly has approved the plan.',
    schema: z.strictObject({ ...operation, ...planReferenceSchema, on: dateSchema }),
  }),
  OperationRejected: event({
    version: 1,
    summary: 'An assembly said no.',
    schema: z.strictObject({ ...participant, on: dateSchema }),
  }),
  ConditionRecorded: event({
    version: 1,
    summary: 'What became of a condition precedent. What was demanded and what was granted are different facts.',
    schema: z.strictObject({
      ...operation,
      conditionId: uuidSchema,
      status: z.enum(['fulfilled', 'waived', 'failed']),
      granted: nameSchema.optional(),
      on: dateSchema,
    }),
  }),
  OperationPostponed: event({
    version: 1,
    summary: 'The operation goes back to its draft with its id and its history.',
    schema: z.strictObject({ ...operation, reason: nameSchema, newTarget: dateSchema.optional(), on: dateSchema }),
  }),
  OperationWithdrawn: event({
    version: 1,
    summary: 'The participants gave the operation up; it stays readable.',
    schema: z.strictObject({ ...operation, reason: nameSchema, on: dateSchema }),
  }),
  SuccessionTookEffect: event({
    version: 1,
    summary: 'The merger took legal effect: the public record on which every context re-points its own references.',
    personal: [
      {
        path: 'transitionalGovernance.bodies.*.offices.*.holders.*.person.name',
        personId: 'transitionalGovernance.bodies.*.offices.*.holders.*.person.personId',
      },
    ],
    schema: z.strictObject({
      ...operation,
      kind: operationKindSchema,
      ...planReferenceSchema,
      /** Those that disappear. */
      predecessors: z.array(z.strictObject({ clusterId: uuidSchema })).min(1),
      /** The one that is there afterwards; `created` tells a new body from the absorbing one. */
      successor: successorSchema.extend({ created: z.boolean() }),
      newAntennas: z.array(newAntennaSchema),
      antennaMapping: z.array(antennaMappingSchema),
      transitionalGovernance: transitionalGovernanceSchema,
      decidedOn: dateSchema,
      effectiveOn: dateSchema,
      accountingOn: dateSchema.optional(),
      verdicts: z.array(verdictSchema),
    }),
  }),
  ReferencesMoved: event({
    version: 1,
    summary: 'A context reported back how many of its references moved.',
    schema: z.strictObject({
      ...operation,
      context: z.string().regex(/^[a-z]+$/),
      toMove: quantitySchema,
      moved: quantitySchema,
      merged: quantitySchema,
      needConsent: quantitySchema,
    }),
  }),
  OperationDeclared: event({
    version: 1,
    summary: 'The effect was declared to an authority, with its receipt.',
    schema: z.strictObject({
      ...operation,
      authority: z.enum(['prefecture', 'journal-officiel', 'sirene']),
      receipt: nameSchema.optional(),
      on: dateSchema,
    }),
  }),
  OperationClosed: event({
    version: 1,
    summary: 'The transition is over.',
    schema: z.strictObject({ ...operation, on: dateSchema }),
  }),
};

/** One stream for each body: what makes it impossible that it stands in two operations past ADOPTED at once (guard G12). */
export const engagementEvents = {
  BodyEngaged: event({
    version: 1,
    summary: 'A body is bound by an operation that every board has adopted.',
    schema: z.strictObject({ ...participant }),
  }),
  BodyReleased: event({
    version: 1,
    summary: 'A body is bound no more: the operation took effect, was given up, rejected or postponed.',
    schema: z.strictObject({ ...participant }),
  }),
};

/** Everything that the mergers context publishes. */
export const mergersContract = { ...operationEvents, ...engagementEvents };
