import { z } from 'zod';
import {
  dateSchema,
  holderSchema,
  operationEvents,
  operationKindSchema,
  sha256Schema,
  remarkSchema,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import { officeOnDayView, point } from '../offices/office-history.view.ts';
import type { MembershipLine } from './provenance.ts';

const operationId = uuidSchema;
const recorded = { eventId: uuidSchema, recordedAt: z.iso.datetime() };
const correction = z.strictObject({ reason: remarkSchema, ...recorded });
const { PlanAdopted, AssemblyVoted, ReferencesMoved, SuccessionAnnulled, SuccessionTookEffect } = operationEvents;

/** A fact as it read at the instant asked about. */
function correctable<Shape extends z.ZodRawShape>(fact: z.ZodObject<Shape>) {
  return fact.extend({
    ...recorded,
    correctedBy: correction.optional().describe('The correction by which it reads as it does.'),
    corrections: z
      .array(correction.extend({ now: fact }))
      .optional()
      .describe('What corrections say that were recorded after the effect: what was decided stays as it was judged.'),
  });
}

const decisionTrail = z
  .strictObject({
    operationId,
    kind: operationKindSchema,
    title: z.string().optional(),
    planHash: sha256Schema.optional(),
    times: SuccessionTookEffect.schema
      .pick({ decidedOn: true, effectiveOn: true, accountingOn: true })
      .extend({ recordedAt: z.iso.datetime() })
      .optional(),
    predecessors: z.array(uuidSchema),
    successor: uuidSchema.optional(),
    heirs: z.array(uuidSchema).optional().describe('Of a body that split, those that continue beside the successor.'),
    giver: uuidSchema.optional().describe('The body that gave a branch, and stayed.'),
    federated: z.array(uuidSchema).optional().describe('The bodies that became members of the successor, a network.'),
    adoptions: z.array(correctable(PlanAdopted.schema.omit({ operationId: true }))),
    votes: z.array(correctable(AssemblyVoted.schema.omit({ operationId: true }))),
    rules: z.array(z.string()).describe('Every rule that was applied, by the version in force on the day of the act.'),
    references: z.array(ReferencesMoved.schema.omit({ operationId: true }).extend(recorded)),
    annulment: SuccessionAnnulled.schema
      .pick({ judgement: true, on: true })
      .extend(recorded)
      .optional()
      .describe('The judgement by which it counts no more from a day on.'),
  })
  .meta({ id: 'DecisionTrail', description: 'How an operation was decided.' });

const names = z.record(z.string(), z.string()).describe('The names behind the ids in the answer.');

const line = {
  membershipId: uuidSchema,
  clusterId: uuidSchema,
  from: dateSchema.optional(),
  to: dateSchema.nullable(),
};

const membershipLineView: z.ZodType<MembershipLine> = z
  .strictObject({
    ...line,
    organisationId: uuidSchema.optional(),
    ended: z.string().optional(),
    joinedBy: z
      .array(operationId)
      .optional()
      .describe('The mergers to which the organisation had acceded, and by which it joined.'),
    get origins() {
      return z.array(
        z.strictObject({ operationId, on: dateSchema, eventId: uuidSchema, line: z.lazy(() => membershipLineView) }),
      );
    },
  })
  .meta({ id: 'MembershipLine', description: 'A membership with those it comes from, back to each first one.' });

export const membershipProvenanceView = z
  .strictObject({
    membership: membershipLineView,
    paths: z.array(z.array(z.strictObject(line))),
    operations: z.array(decisionTrail),
    names,
  })
  .meta({ id: 'MembershipProvenance', description: 'The successions through which a membership came to its cluster.' });

const seatHolding = z
  .strictObject({
    holder: holderSchema,
    from: dateSchema,
    to: dateSchema.nullable(),
    operationId: uuidSchema.optional(),
    seatId: uuidSchema.optional(),
    eventId: uuidSchema,
  })
  .meta({ id: 'SeatHolding', description: 'Who held a partnership from when to when, and by which operation.' });

export const seatProvenanceView = z
  .strictObject({
    partnerId: uuidSchema,
    incubatorId: uuidSchema,
    chain: z.array(seatHolding),
    operations: z.array(decisionTrail),
    on: z
      .strictObject({ ...point, holder: holderSchema.optional(), presidents: z.array(officeOnDayView) })
      .describe('The holder on the requested day, and the presidents of that cluster.'),
    names,
  })
  .meta({ id: 'SeatProvenance', description: 'Through which successions a seat came to its holder.' });

/** How an operation was decided: what an auditor reads beside a thing that it moved. */
export type DecisionTrail = Immutable<z.infer<typeof decisionTrail>>;
/** Who held a partnership from when to when, and by which operation it came there. */
export type SeatHolding = Immutable<z.infer<typeof seatHolding>>;
export type MembershipProvenance = Immutable<z.infer<typeof membershipProvenanceView>>;
export type SeatProvenance = Immutable<z.infer<typeof seatProvenanceView>>;
